"""Services and ingresses are ready when pulumi-kubernetes finds them ready, and say else what is missing."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import networking
from rehearsal.providers.kubernetes.awaiting.verdict import Around, Interest, Verdict

ADDRESS = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
LONG = 3600.0


def service(
    kind: str = "ClusterIP", *, selector: Any = None, status: Any = None, ip: str = "10.0.0.1"
) -> dict[str, Any]:
    return {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"type": kind, "clusterIP": ip, "selector": {"app": "web"} if selector is None else selector},
        "status": status or {},
    }


def slices(*conditions: dict[str, bool]) -> list[dict[str, Any]]:
    return [
        {
            "metadata": {"labels": {networking.OWNER: "web"}},
            "endpoints": [{"conditions": each} for each in conditions],
        }
    ]


UP, DOWN, ENDING = {"ready": True}, {"ready": False}, {"ready": False, "terminating": True}
LONELY = Verdict(True, warnings=("its selector app=web matches no pod in shop",))


@pytest.mark.parametrize(
    ("live", "found", "quiet", "verdict"),
    [
        (service(), slices(UP, UP), LONG, Verdict(True)),
        (service(), slices(UP, ENDING), LONG, Verdict(True)),
        (service(), slices({}), LONG, Verdict(True)),
        (service(), slices(UP, DOWN), LONG, Verdict(False, ("1 of its 2 endpoints are not ready",))),
        (service(), [], LONG, Verdict(False, ("it has no EndpointSlice yet",))),
        (service(), slices(UP), 0.0, Verdict(False, ("its endpoints are still changing",))),
        (service(), [{"endpoints": None}], LONG, LONELY),
        (service(), slices(ENDING), LONG, LONELY),
        (service(selector={}), [], 0.0, Verdict(True)),
        (service(ip="None"), slices(DOWN), 0.0, Verdict(True)),
        (service("ExternalName"), [], 0.0, Verdict(True)),
        (service("LoadBalancer", status=ADDRESS), slices(UP), LONG, Verdict(True)),
        (
            service("LoadBalancer"),
            slices(UP),
            LONG,
            Verdict(False, ("it has no address of a load balancer",)),
        ),
        (
            service("LoadBalancer"),
            slices(DOWN),
            LONG,
            Verdict(False, ("it has no address of a load balancer", "1 of its 1 endpoints are not ready")),
        ),
        (
            service("LoadBalancer", selector={}),
            [],
            LONG,
            Verdict(False, ("it has no address of a load balancer",)),
        ),
    ],
)
def test_a_service_is_ready_when_no_endpoint_is_unready(
    live: dict[str, Any], found: list[dict[str, Any]], quiet: float, verdict: Verdict
) -> None:
    assert networking.service(live, Around({"EndpointSlice": found}, quiet=quiet)) == verdict


def test_only_the_endpoints_of_a_service_that_selects_pods_are_looked_at() -> None:
    wanted = Interest("discovery.k8s.io/v1", "EndpointSlice", "shop", "web", networking.OWNER)

    assert networking.slices(service()) == [wanted]
    assert networking.slices(service("LoadBalancer")) == [wanted]
    assert networking.slices(service(ip="None")) == []
    assert networking.slices(service(selector={})) == []
    assert networking.slices(service("ExternalName")) == []


def ingress(*names: str, status: Any = None) -> dict[str, Any]:
    paths = [{"path": f"/{name}", "backend": {"service": {"name": name}}} for name in names]
    return {
        "metadata": {"name": "shop", "namespace": "shop"},
        "spec": {"rules": [{"host": "example.com", "http": {"paths": paths}}, {"host": "empty.example.com"}]},
        "status": status or {},
    }


EXTERNAL = {"metadata": {"name": "far"}, "spec": {"type": "ExternalName"}}
WITHOUT = {"metadata": {"name": "gone"}, "spec": {"type": "ClusterIP"}}
GONE = "its path example.com/gone leads to Service gone, which is not there"


@pytest.mark.parametrize(
    ("live", "waited", "verdict"),
    [
        (ingress("web", "far", status=ADDRESS), 0.0, Verdict(True)),
        (ingress(status=ADDRESS), 0.0, Verdict(True)),
        (ingress("web"), LONG, Verdict(False, ("it has no address",))),
        (ingress("web", "gone"), 0.0, Verdict(False, ("it has no address", GONE))),
        (ingress("web", "gone", status=ADDRESS), 0.0, Verdict(False, (GONE,))),
        (ingress("web", "gone", status=ADDRESS), LONG, Verdict(True, warnings=(GONE,))),
    ],
)
def test_an_ingress_is_ready_when_it_has_an_address_and_its_services_are_there(
    live: dict[str, Any], waited: float, verdict: Verdict
) -> None:
    around = Around({"Service": [EXTERNAL, WITHOUT], "EndpointSlice": slices(UP)}, waited=waited)

    assert networking.ingress(live, around) == verdict


def test_a_backend_that_is_no_service_is_not_waited_for() -> None:
    live = ingress(status=ADDRESS)
    live["spec"]["rules"][0]["http"]["paths"] = [
        {"backend": {"resource": {"kind": "StorageBucket", "name": "a"}}}
    ]

    assert networking.ingress(live, Around()) == Verdict(True)
    assert networking.backends(live) == []


def test_an_ingress_looks_at_each_service_once_and_at_its_endpoints() -> None:
    assert networking.backends(ingress("web", "web")) == [
        Interest("v1", "Service", "shop", "web"),
        Interest("discovery.k8s.io/v1", "EndpointSlice", "shop", "web", networking.OWNER),
    ]
