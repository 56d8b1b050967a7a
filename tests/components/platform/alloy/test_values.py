"""What Alloy's two releases are told."""

import pytest

from components.platform.alloy.values import EVENTS, LOGS, Task, traffic, values
from components.platform.network import Known, Pods, edge
from tests.components.platform.given import settings


def test_logs_are_read_on_every_node_and_events_once() -> None:
    logs, events = (values(settings(), task, "")["controller"] for task in (LOGS, EVENTS))

    assert (logs["type"], logs["tolerations"]) == ("daemonset", [{"operator": "Exists"}])
    assert (events["type"], events["replicas"]) == ("deployment", 1)


@pytest.mark.parametrize("task", [LOGS, EVENTS])
def test_alloy_reads_what_it_sends_and_no_secret(task: Task) -> None:
    rbac = values(settings(), task, "")["rbac"]

    (rule,) = rbac["rules"]
    assert rule["apiGroups"] == [""]
    assert set(rule["resources"]) <= {"pods", "pods/log", "events"}
    assert rule["verbs"] == ["get", "list", "watch"]
    assert [set(rule) for rule in rbac["clusterRules"]] == [{"nonResourceURLs", "verbs"}]


@pytest.mark.parametrize("task", [LOGS, EVENTS])
def test_alloy_meets_the_restricted_level_without_a_file_of_the_node(task: Task) -> None:
    chosen = values(settings(), task, "config")

    assert chosen["global"]["podSecurityContext"]["runAsNonRoot"] is True
    assert chosen["alloy"]["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert chosen["alloy"]["securityContext"]["allowPrivilegeEscalation"] is False
    assert chosen["controller"]["volumes"] == {"extra": [{"name": "tmp", "emptyDir": {}}]}
    assert chosen["alloy"]["configMap"] == {"content": "config"}
    assert chosen["alloy"]["enableReporting"] is False


def test_alloy_reaches_the_kubernetes_api_and_loki_and_nothing_else() -> None:
    loki = edge(Pods({"app": "gateway"}, "loki"), 8080)
    for one in traffic(loki):
        assert one.reaches == (edge(Known.API_SERVER), loki)
        assert one.accepts == (edge(Known.PROMETHEUS, 12345),)
