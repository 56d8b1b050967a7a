"""External Secrets and its store."""

from components.platform.external_secrets import SERVICE_ACCOUNT, STORE_LABELS, store, values
from rehearsal.recorded import RELEASE
from tests.components.platform.given import IDENTITY, TRAITS, settings
from tests.whole import whole


def test_a_redundant_operator_has_one_leader() -> None:
    redundant = values(settings(high_availability=True), IDENTITY)

    assert redundant["replicaCount"] == 2
    assert redundant["leaderElect"] is True
    assert redundant["webhook"]["replicaCount"] == 2
    for part in (redundant, redundant["webhook"]):
        assert part["podDisruptionBudget"]["enabled"]


def test_a_small_operator_is_one_of_each_and_can_be_drained() -> None:
    small = values(settings(high_availability=False), IDENTITY)

    assert small["leaderElect"] is False
    for part in (small, small["webhook"], small["certController"]):
        assert part["replicaCount"] == 1
        assert not part["podDisruptionBudget"]["enabled"]


def test_there_is_one_certificate_controller_in_any_case_for_two_would_overwrite_each_other() -> None:
    assert values(settings(high_availability=True), IDENTITY)["certController"]["replicaCount"] == 1


def test_the_controller_and_nobody_else_acts_as_the_clouds_identity() -> None:
    chosen = values(settings(), IDENTITY)

    assert chosen["serviceAccount"] == {
        "name": SERVICE_ACCOUNT,
        "annotations": {"example.com/role": "reader"},
    }
    assert chosen["podLabels"] == {"example.com/use": "true"}
    assert "serviceAccount" not in chosen["webhook"]
    assert "serviceAccount" not in chosen["certController"]


def test_the_kinds_and_all_secrets_of_them_survive_an_uninstall() -> None:
    assert values(settings(), IDENTITY)["crds"] == {"annotations": {"helm.sh/resource-policy": "keep"}}


def test_nothing_may_write_to_the_store_or_across_namespaces() -> None:
    chosen = values(settings(), IDENTITY)

    for process in ("processPushSecret", "processClusterPushSecret", "processClusterExternalSecret"):
        assert chosen[process] is False


def test_prometheus_scrapes_it_even_where_a_preview_does_not_see_the_kind() -> None:
    assert values(settings(), IDENTITY)["serviceMonitor"] == {"enabled": True, "renderMode": "alwaysRender"}


def test_the_store_is_the_clouds_and_open_only_to_namespaces_that_carry_its_label() -> None:
    assert store(TRAITS) == {
        "provider": {"aws": {"service": "SecretsManager", "region": "us-east-1"}},
        "conditions": [{"namespaceSelector": {"matchLabels": STORE_LABELS}}],
    }
    assert STORE_LABELS, "an empty selector would open it to every namespace"


def test_the_controller_starts_when_its_identity_is_there_and_stops_before_it_goes() -> None:
    staging = whole("staging")
    identity = staging.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-external-secrets")

    assert identity.urn in staging.one(RELEASE, "main-external-secrets").dependencies
    assert identity.inputs["serviceAccount"] == SERVICE_ACCOUNT
