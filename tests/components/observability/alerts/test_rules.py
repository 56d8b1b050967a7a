"""The form in which Prometheus gets a rule."""

from typing import Any

from components.observability.alerts.rules import Alert, Group, Recording, down, rule_groups

GROUP = Group(
    "g",
    "kubernetes",
    "nodes",
    (
        Recording("level:up:sum", "sum(up)"),
        Alert(
            "AllDown",
            "level:up:sum == 0",
            "5m",
            "critical",
            "All is down",
            "{{ $value }} are up.",
            "applications",
        ),
    ),
)


def rules(runbooks: str) -> list[dict[str, Any]]:
    (group,) = rule_groups([GROUP], runbooks)["groups"]
    assert group["name"] == "g"
    return [dict(rule) for rule in group["rules"]]


def test_an_alert_becomes_what_prometheus_reads() -> None:
    assert rules("https://git.example.com/runbooks")[1] == {
        "alert": "AllDown",
        "expr": "level:up:sum == 0",
        "for": "5m",
        "labels": {"severity": "critical", "team": "applications"},
        "annotations": {
            "summary": "All is down",
            "description": "{{ $value }} are up.",
            "runbook_url": "https://git.example.com/runbooks/nodes.md#alldown",
        },
    }


def test_a_recording_has_a_name_and_an_expression_and_is_no_alert() -> None:
    assert rules("https://git.example.com/runbooks")[0] == {"record": "level:up:sum", "expr": "sum(up)"}
    assert [alert.name for alert in GROUP.alerts] == ["AllDown"]


def test_a_folder_may_end_in_a_slash() -> None:
    assert rules("https://x.example.com/y/") == rules("https://x.example.com/y")


def test_what_is_down_is_asked_of_a_cluster_whose_nodes_are_known() -> None:
    assert down("web") == (
        '(sum(kube_deployment_status_replicas_available{deployment=~"web"}) or vector(0)) == 0'
        " and on () count(kube_node_info) > 0"
    )


def test_labels_and_an_interval_are_there_where_a_rule_has_them() -> None:
    here = {"workload": "web"}
    alert = Alert("Down", "up == 0", "5m", "warning", "Down", "{{ $value }}.", labels=here)
    group = Group("g", "kubernetes", "nodes", (Recording("a:b:c", "up", here), alert), "60s")

    (made,) = rule_groups([group], "https://git.example.com")["groups"]

    assert made["interval"] == "60s"
    assert made["rules"][0]["labels"] == here
    assert made["rules"][1]["labels"] == {"workload": "web", "severity": "warning", "team": "platform"}
