"""Grafana."""

from typing import Any

from components.platform.kube_prometheus_stack import grafana, secrets
from components.platform.kube_prometheus_stack.stored import stored
from components.platform.kube_prometheus_stack.traffic import traffic
from components.platform.network import Known, edge
from settings.platform.grafana import Grafana
from settings.platform.monitoring import Monitoring
from tests.components.platform.given import STORE

DATABASE = {"host": "grafana.db.example.com", "login": "grafana/database"}


def given(**section: Any) -> dict[str, Any]:
    return grafana.values(Grafana.model_validate(section), "fast")


def brought(secret: str, **section: Any) -> Any:
    """What the secret store brings: the body of the ExternalSecret."""
    return stored(STORE, secret, secrets(Monitoring.model_validate(section))[secret])


def test_the_administrators_password_comes_from_the_store_and_never_from_values() -> None:
    secret = brought(grafana.ADMIN)
    used = given()["admin"]

    assert used["existingSecret"] == secret["target"]["name"]
    assert [used["userKey"], used["passwordKey"]] == [entry["secretKey"] for entry in secret["data"]]
    assert [entry["remoteRef"] for entry in secret["data"]] == [
        {"key": "staging/grafana/admin", "property": "username"},
        {"key": "staging/grafana/admin", "property": "password"},
    ]
    assert secret["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "store"}


def test_dashboards_made_by_hand_survive_a_restart_and_a_new_version() -> None:
    values = given(storage="20Gi")

    assert values["persistence"] == {"enabled": True, "storageClassName": "fast", "size": "20Gi"}
    assert values["deploymentStrategy"] == {"type": "Recreate"}, "two pods cannot hold one volume"


def test_several_replicas_share_a_database_and_need_no_volume() -> None:
    values = given(replicas=2, database=DATABASE)

    assert values["replicas"] == 2
    assert values["persistence"] == {"enabled": False}
    assert "deploymentStrategy" not in values
    assert values["podDisruptionBudget"] == {"minAvailable": 1}
    assert values["topologySpreadConstraints"][0]["labelSelector"] == {"matchLabels": grafana.PODS}
    assert values["grafana.ini"]["database"] == {
        "type": "postgres",
        "host": "grafana.db.example.com:5432",
        "name": "grafana",
        "ssl_mode": "require",
    }


def test_a_single_replica_with_a_database_can_be_drained() -> None:
    assert "podDisruptionBudget" not in given(database=DATABASE)


def test_the_databases_password_comes_from_the_store() -> None:
    secret = brought(grafana.DATABASE, grafana={"database": DATABASE})
    used = given(database=DATABASE)["envValueFrom"]

    assert {name: one["secretKeyRef"]["name"] for name, one in used.items()} == dict.fromkeys(
        ("GF_DATABASE_USER", "GF_DATABASE_PASSWORD"), secret["target"]["name"]
    )
    keys = [one["secretKeyRef"]["key"] for one in used.values()]
    assert keys == [entry["secretKey"] for entry in secret["data"]] == ["username", "password"]
    assert grafana.DATABASE not in secrets(Monitoring())


def test_it_reaches_its_database_and_no_other_address() -> None:
    def ways(section: dict[str, Any]) -> tuple[Any, ...]:
        (one,) = (one for one in traffic(Monitoring.model_validate(section)) if one.name == "grafana")
        return one.reaches

    way = edge(Known.OUTSIDE, 6432)
    assert way in ways({"grafana": {"database": {**DATABASE, "port": 6432}}})
    assert not any(one.peer is Known.OUTSIDE for one in ways({}))


def test_rules_are_judged_by_prometheus_alone() -> None:
    assert given()["grafana.ini"]["unified_alerting"] == {"execute_alerts": False}


def test_nothing_of_it_runs_as_root() -> None:
    assert given()["initChownData"] == {"enabled": False}


def test_it_reads_configuration_of_its_own_namespace_and_of_no_other() -> None:
    values = given()

    assert values["rbac"] == {"useExistingClusterRole": "system:public-info-viewer"}, (
        "the chart's own reads every Secret"
    )
    for sidecar in ("dashboards", "datasources"):
        assert values["sidecar"][sidecar]["searchNamespace"] == grafana.NAMESPACE
    assert [rule["verbs"] for rule in grafana.ACCESS] == [["get", "list", "watch"]]


def test_it_sends_nothing_home_and_lets_nobody_in_unasked() -> None:
    ini = given()["grafana.ini"]

    assert not any(ini["analytics"].values())
    assert ini["users"] == {"allow_sign_up": False}
    assert ini["auth.anonymous"] == {"enabled": False}
