"""A load balancer of a workload's own."""

from typing import Any

from components.contracts import ClusterTraits
from components.workload import load_balancer
from settings.workload import LoadBalancer
from tests.components.workload.specs import least, plain

TRAITS = ClusterTraits(
    storage_class="fast",
    load_balancer_annotations={"example.com/kind": "network"},
    internal_load_balancer_annotations={"example.com/kind": "private"},
    secret_store={},
    rclone={},
    hidden_control_plane=(),
)
BALANCED: dict[str, Any] = {"ports": ["http"], "allow_from": ["192.0.2.0/24", "198.51.100.0/24"]}


def service(*, meshed: bool = False, serves: str = "app", **changes: Any) -> dict[str, Any]:
    spec = least(**{"load_balancer": BALANCED, **changes})
    assert spec.load_balancer
    made: dict[str, Any] = plain(
        load_balancer.service(spec, spec.load_balancer, meshed=meshed, serves=serves)
    )
    return made


def test_only_its_blocks_and_its_ports_get_through() -> None:
    made = service()

    assert made["type"] == "LoadBalancer"
    assert made["load_balancer_source_ranges"] == ["192.0.2.0/24", "198.51.100.0/24"]
    assert [(port["name"], port["port"], port["target_port"]) for port in made["ports"]] == [
        ("http", 8080, "http")
    ]


def test_the_clients_address_is_kept_for_it_is_what_policies_go_by() -> None:
    assert service()["external_traffic_policy"] == "Local"


def test_a_promoted_version_is_what_it_leads_to() -> None:
    assert service()["selector"] == {"app": "app"}
    assert service(serves="app-candidate")["selector"] == {"app": "app-candidate"}


def test_an_internal_one_is_told_to_the_cloud_in_its_own_words() -> None:
    world, inside = (LoadBalancer.model_validate({**BALANCED, "internal": one}) for one in (False, True))

    assert load_balancer.annotations(world, TRAITS) == {"example.com/kind": "network"}
    assert load_balancer.annotations(inside, TRAITS) == {"example.com/kind": "private"}


def test_in_the_mesh_both_services_say_the_same_protocol_of_a_port() -> None:
    balanced = {"ports": ["health"], "allow_from": ["192.0.2.0/24"]}

    assert "app_protocol" not in service(load_balancer=balanced)["ports"][0]
    assert service(load_balancer=balanced, meshed=True)["ports"][0]["app_protocol"] == "http"


def test_its_name_is_not_the_other_services() -> None:
    assert load_balancer.name(least()) == "app-lb"
