"""The objects by which the world reaches a workload, and by which a workload in the mesh reaches out."""

from typing import Any, cast

import pulumi

from components.contracts import Cluster, Mesh, PodsAt
from components.workload import edges
from components.workload.application import Application
from components.workload.place import Place
from rehearsal.recorded import RELEASE, Recording
from rehearsal.stackfile import ROOT
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.components.workload.specs import least
from tests.graph import Graph
from tests.stackfiles import recorded
from tests.whole import whole

GATEWAY_API = "kubernetes:gateway.networking.k8s.io"
ENTRY = "kubernetes:networking.istio.io/v1:ServiceEntry"


def gateway() -> Recording:
    return recorded(ROOT / "examples" / "Pulumi.gateway.yaml")


def test_there_are_ingresses_or_gateways_and_never_both() -> None:
    ingress = "kubernetes:networking.k8s.io/v1:Ingress"

    assert whole("staging").of(ingress)
    assert not [one for one in whole("staging").resources if one.type.startswith(GATEWAY_API)]
    assert gateway().of(f"{GATEWAY_API}/v1:HTTPRoute")
    assert not gateway().of(ingress)


def test_a_route_comes_after_its_gateway_the_grant_and_the_gateways_pods() -> None:
    recording = gateway()
    graph = Graph(recording)
    route = recording.one(f"{GATEWAY_API}/v1:HTTPRoute", "main-spoke-route")

    for type_, name in (
        (f"{GATEWAY_API}/v1:Gateway", "main-spoke-gateway"),
        (f"{GATEWAY_API}/v1:Gateway", "main-gateway"),
        (f"{GATEWAY_API}/v1beta1:ReferenceGrant", "main-spoke-grant"),
        (RELEASE, "main-istio-ingressgateway"),
    ):
        assert graph.waits(route, recording.one(type_, name)), name


def test_a_gateways_certificate_is_the_one_that_cert_manager_makes() -> None:
    recording = gateway()
    made = recording.one("kubernetes:cert-manager.io/v1:Certificate", "main-spoke-certificate").inputs
    listener = recording.one(f"{GATEWAY_API}/v1:Gateway", "main-spoke-gateway").inputs["spec"]["listeners"][0]
    (reference,) = listener["tls"]["certificateRefs"]

    assert reference["name"] == made["spec"]["secretName"]
    assert reference["namespace"] == made["metadata"]["namespace"]


def test_what_a_workload_reaches_is_known_to_the_mesh_in_its_namespace() -> None:
    names = {
        one.inputs["metadata"]["name"]
        for one in gateway().of(ENTRY)
        if one.inputs["metadata"]["namespace"] == "spoke"
    }

    assert names == {"spoke-postgres", "spoke-redis", "spoke.anywhere", "spoke.identity"}


def test_outside_the_mesh_there_is_nothing_of_it() -> None:
    assert whole("staging").of(ENTRY) == []


def test_a_namespace_of_the_mesh_admits_pods_only_when_they_can_get_their_proxy() -> None:
    recording = gateway()
    namespace = recording.one("kubernetes:core/v1:Namespace", "main-spoke")

    assert namespace.inputs["metadata"]["labels"]["istio-injection"] == "enabled"
    for name in ("istiod", "istio-cni"):
        assert Graph(recording).waits(namespace, recording.one(RELEASE, f"main-{name}")), name


def test_pods_start_anew_when_they_join_and_jobs_join_too() -> None:
    deployment = gateway().one("kubernetes:apps/v1:Deployment", "main-spoke").inputs["spec"]["template"]
    job = (
        gateway()
        .one("kubernetes:batch/v1:CronJob", "main-spoke-backup")
        .inputs["spec"]["jobTemplate"]["spec"]["template"]
    )

    for template in (deployment, job):
        assert template["metadata"]["labels"]["sidecar.istio.io/inject"] == "true"
    assert deployment["metadata"]["annotations"]["prometheus.io/port"] == "9090"


ROUTE = {"hosts": ["app.example.com"], "port": "http"}
TOKENS = {"issuer": "https://login.example.com", "jwks": "https://login.example.com/keys.json"}
BALANCED = {"ports": ["health"], "allow_from": ["192.0.2.0/24"]}
POLICY, SERVICE = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:core/v1:Service"
SECURITY = "kubernetes:security.istio.io/v1"


def made(*, mesh: bool = True, **spec: Any) -> Recording:
    """An application of one workload behind a gateway."""

    def on(cluster: Cluster) -> None:
        platform = create_platform(settings(ingress={"kind": "gateway"}), cluster)
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        Application("main-sample", "sample", [least(**spec)], platform, opts, platform.mesh if mesh else None)

    return on_a_cluster(on)


def names(recording: Recording, kind: str) -> set[tuple[str, str]]:
    """The namespace and name of each object of a kind that is the application's."""
    found = [one.inputs["metadata"] for one in recording.of(kind) if one.name.startswith("main-app")]
    return {(one["namespace"], one["name"]) for one in found}


def test_in_the_mesh_each_workload_says_who_may_call_it_and_outside_nobody_would_read_it() -> None:
    kind = f"{SECURITY}:AuthorizationPolicy"

    assert names(made(), kind) == {("team", "app")}
    assert names(made(mesh=False), kind) == set()


def test_the_gateway_is_let_in_by_the_account_that_its_pods_have() -> None:
    recording = made(route=ROUTE)
    policy = recording.one(f"{SECURITY}:AuthorizationPolicy", "main-app-authorizationpolicy").inputs["spec"]
    (release,) = [one for one in recording.releases() if one["name"] == "istio-ingressgateway"]

    assert "serviceAccount" not in release["values"], "the chart's own name is its release's"
    assert policy["rules"][0]["from"][0]["source"]["principals"] == [
        f"cluster.local/ns/{release['namespace']}/sa/{release['name']}"
    ]


def test_a_load_balancer_is_a_service_of_its_own_that_no_scrape_takes_for_the_other() -> None:
    recording = made(load_balancer=BALANCED, metrics={"port": "health"})
    balanced = recording.one(SERVICE, "main-app-lb").inputs
    monitor = recording.one(
        "kubernetes:monitoring.coreos.com/v1:ServiceMonitor", "main-app-servicemonitor"
    ).inputs

    assert balanced["spec"]["type"] == "LoadBalancer"
    assert balanced["metadata"]["annotations"] == {"example.com/load-balancer": "network"}
    assert balanced["spec"]["selector"] == {"app": "app"}
    assert not monitor["spec"]["selector"]["matchLabels"].items() <= balanced["metadata"]["labels"].items()


def test_mutual_tls_is_left_out_behind_a_load_balancer_and_there_alone() -> None:
    kind = f"{SECURITY}:PeerAuthentication"
    (plain,) = [one for one in made(load_balancer=BALANCED).of(kind) if one.name.startswith("main-app")]

    assert plain.inputs["spec"]["portLevelMtls"] == {"9090": {"mode": "PERMISSIVE"}}
    assert names(made(), kind) == set()
    assert names(made(mesh=False, load_balancer=BALANCED), kind) == set()


def test_istiod_may_fetch_keys_where_a_route_asks_for_tokens_and_nowhere_else() -> None:
    tokens = made(route={**ROUTE, "jwt": TOKENS})
    keys = ("istio-system", "team-app.keys")

    assert keys in names(tokens, POLICY)
    assert keys not in names(made(route=ROUTE), POLICY)
    graph = Graph(tokens)
    assert graph.waits(
        tokens.one(f"{SECURITY}:RequestAuthentication", "main-app-tokens"),
        tokens.one(POLICY, "main-app.keys"),
    )


def test_a_mesh_that_somebody_else_has_installed_is_not_closed_from_here() -> None:
    nowhere = cast(Place, None)  # nothing is made
    theirs = Mesh({}, PodsAt("istio-system", {"app": "istiod"}, 15012), None, None, closed=False)

    assert edges.fetch_keys(nowhere, theirs, TOKENS["jwks"]) == []
    assert edges.fetch_keys(nowhere, None, TOKENS["jwks"]) == []


def test_a_load_balancer_leads_to_a_promoted_candidate_and_is_let_in_to_both_versions() -> None:
    candidate = {"image": "registry.example.com/app:2.0.0", "state": "promoted"}
    recording = made(load_balancer=BALANCED, candidate=candidate)
    policies = [one for one in recording.of(POLICY) if "192.0.2.0/24" in str(one.inputs)]

    assert recording.one(SERVICE, "main-app-lb").inputs["spec"]["selector"] == {"app": "app-candidate"}
    assert [one.name for one in recording.of(SERVICE) if one.inputs["spec"]["type"] == "LoadBalancer"] == [
        "main-app-lb"
    ]
    assert {one.inputs["metadata"]["name"] for one in policies} == {"app", "app-candidate"}
    assert names(recording, f"{SECURITY}:PeerAuthentication") == {("team", "app"), ("team", "app-candidate")}


def test_in_the_mesh_a_service_tells_which_port_is_http() -> None:
    def told(*, mesh: bool) -> dict[str, str | None]:
        ports = made(mesh=mesh).one(SERVICE, "main-app").inputs["spec"]["ports"]
        return {port["name"]: port.get("appProtocol") for port in ports}

    assert told(mesh=True) == {"http": None, "health": "http"}
    assert told(mesh=False) == {"http": None, "health": None}


def test_who_finds_pods_by_annotations_finds_them_and_so_does_prometheus_by_the_same() -> None:
    recording = made(mesh=False, metrics={"port": "health", "found_by": "annotations"})
    template = recording.one("kubernetes:apps/v1:Deployment", "main-app").inputs["spec"]["template"]
    monitors = "kubernetes:monitoring.coreos.com/v1"

    assert template["metadata"]["annotations"]["prometheus.io/port"] == "9090"
    assert names(recording, f"{monitors}:PodMonitor") == {("team", "app")}
    assert names(recording, f"{monitors}:ServiceMonitor") == set()
