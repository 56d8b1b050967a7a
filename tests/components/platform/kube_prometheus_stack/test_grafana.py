"""Grafana."""

from components.platform.kube_prometheus_stack import grafana
from tests.components.platform.given import STORE


def test_the_administrators_password_comes_from_the_store_and_never_from_values() -> None:
    secret = grafana.admin(STORE, "grafana/admin")
    used = grafana.values("fast")["admin"]

    assert used["existingSecret"] == secret["target"]["name"]
    assert [used["userKey"], used["passwordKey"]] == [entry["secretKey"] for entry in secret["data"]]
    assert [entry["remoteRef"] for entry in secret["data"]] == [
        {"key": "staging/grafana/admin", "property": "username"},
        {"key": "staging/grafana/admin", "property": "password"},
    ]
    assert secret["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "store"}


def test_dashboards_made_by_hand_survive_a_restart_and_a_new_version() -> None:
    values = grafana.values("fast")

    assert values["persistence"] == {"enabled": True, "storageClassName": "fast", "size": "10Gi"}
    assert values["deploymentStrategy"] == {"type": "Recreate"}, "two pods cannot hold one volume"


def test_nothing_of_it_runs_as_root() -> None:
    assert grafana.values("fast")["initChownData"] == {"enabled": False}


def test_it_reads_configuration_of_its_own_namespace_and_of_no_other() -> None:
    values = grafana.values("fast")

    assert values["rbac"] == {"useExistingClusterRole": "system:public-info-viewer"}, (
        "the chart's own reads every Secret"
    )
    assert values["sidecar"]["dashboards"]["searchNamespace"] == grafana.NAMESPACE
    assert [rule["verbs"] for rule in grafana.ACCESS] == [["get", "list", "watch"]]


def test_it_sends_nothing_home_and_lets_nobody_in_unasked() -> None:
    ini = grafana.values("fast")["grafana.ini"]

    assert not any(ini["analytics"].values())
    assert ini["users"] == {"allow_sign_up": False}
    assert ini["auth.anonymous"] == {"enabled": False}
