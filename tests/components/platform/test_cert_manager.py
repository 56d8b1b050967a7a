"""cert-manager and its issuers."""

import pytest

from components.platform.cert_manager import ISSUERS, NAMESPACE, issuer, values
from settings.platform import PlatformSettings
from tests.components.platform.given import settings


def test_the_kinds_come_with_the_release_and_stay_after_it() -> None:
    assert values(settings())["crds"] == {"enabled": True, "keep": True}


def test_a_redundant_cert_manager_has_the_replicas_that_its_project_asks_for() -> None:
    redundant = values(settings(high_availability=True))

    assert redundant["replicaCount"] == 2
    assert redundant["webhook"]["replicaCount"] == 3
    assert redundant["cainjector"]["replicaCount"] == 2
    for part in (redundant, redundant["webhook"], redundant["cainjector"]):
        assert part["podDisruptionBudget"]["enabled"]


def test_a_small_cert_manager_has_one_of_each_and_can_be_drained() -> None:
    small = values(settings(high_availability=False))

    for part in (small, small["webhook"], small["cainjector"]):
        assert part["replicaCount"] == 1
        assert not part["podDisruptionBudget"]["enabled"]


def test_each_component_spreads_its_own_pods_only() -> None:
    chosen = values(settings())
    selected = [
        part["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]["app.kubernetes.io/component"]
        for part in (chosen, chosen["webhook"], chosen["cainjector"])
    ]

    assert selected == ["controller", "webhook", "cainjector"]


def test_leases_are_kept_beside_the_controller() -> None:
    assert values(settings())["global"]["leaderElection"] == {"namespace": NAMESPACE}


def test_prometheus_scrapes_it() -> None:
    assert values(settings())["prometheus"]["servicemonitor"]["enabled"]


@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory"),
        ("letsencrypt-prod", "https://acme-v02.api.letsencrypt.org/directory"),
    ],
)
def test_each_issuer_registers_with_its_own_endpoint_and_proves_hosts_through_the_platforms_ingress(
    name: str, server: str
) -> None:
    acme = issuer(name, "platform@example.com", "nginx")["acme"]

    assert acme["server"] == server
    assert acme["email"] == "platform@example.com"
    assert acme["privateKeySecretRef"] == {"name": f"{name}-key"}
    assert acme["solvers"] == [{"http01": {"ingress": {"ingressClassName": "nginx"}}}]


def test_every_issuer_that_settings_offer_exists() -> None:
    offered = PlatformSettings.model_json_schema()["properties"]["issuer"]["enum"]

    assert sorted(offered) == sorted(ISSUERS)
