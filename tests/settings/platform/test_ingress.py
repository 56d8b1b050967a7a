"""The way in from the world."""

import pytest
from pydantic import ValidationError

from facts import charts
from settings.platform.ingress import Ingress


def test_nginx_brings_its_chart_and_a_gateway_needs_the_mesh_instead() -> None:
    assert Ingress().brings == (charts.INGRESS_NGINX,)
    assert Ingress().needs == {}
    assert Ingress(kind="gateway").brings == ()
    assert set(Ingress(kind="gateway").needs) == {"istio"}
    assert Ingress(kind="gateway", install=False).needs == {}


def test_an_existing_way_in_says_where_it_is() -> None:
    with pytest.raises(ValidationError, match="expected the namespace that the existing one is in"):
        Ingress(install="existing")


@pytest.mark.parametrize(
    "kinds", ["existing", "./kinds.yaml", "/srv/kinds.yaml", "https://mirror.example.com/kinds.yaml"]
)
def test_the_kinds_come_from_a_file_an_address_or_the_cluster_itself(kinds: str) -> None:
    assert Ingress(kind="gateway", kinds=kinds).kinds == kinds


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kind": "nginx", "kinds": "existing"}, "expected kinds only with kind: gateway, which has them"),
        (
            {"kind": "gateway", "values": {"replicaCount": 2}},
            "expected values under istio.ingress_gateway, which is the way in with kind: gateway",
        ),
    ],
)
def test_what_belongs_to_the_other_kind_is_refused(said: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Ingress.model_validate(said)


def test_a_folder_of_charts_holds_the_kinds_too() -> None:
    assert Ingress(kind="gateway").files == (charts.GATEWAY_API_FILE,)
    assert Ingress(kind="gateway", kinds="existing").files == ()
    assert Ingress().files == ()


def test_a_kind_alone_is_a_whole_section() -> None:
    assert Ingress.model_validate("gateway") == Ingress(kind="gateway")
    with pytest.raises(ValidationError, match="Input should be a valid dictionary"):
        Ingress.model_validate("traefik")
