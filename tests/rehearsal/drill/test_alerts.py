"""Of a loss it is told who pages, which alerts the survivors' capacity raises, and which nobody can foretell."""

from typing import Any

from rehearsal.drill.alerts import MEASURED, RULE, Expected, expected, gathered
from rehearsal.drill.scenario import Scenario
from rehearsal.recorded import RELEASE, Recorded
from settings.capacity import Row
from tests.rehearsal.costs.bills import one, recording

LOST = Scenario("use1", ("use1",), ("usw2",), frozenset(), dict)
MAXED = "max(kube_horizontalpodautoscaler_status_current_replicas) >= max(kube_horizontalpodautoscaler_spec_max_replicas)"
CALLED = {"alertmanager": {"config": {"receivers": [{"name": "nobody"}, {"name": "watchdog"}]}}}


def rules(cluster: str, *given: dict[str, str]) -> Recorded:
    return one(RULE, f"{cluster}-alerts", {"spec": {"groups": [{"rules": list(given)}]}}, cluster=cluster)


def alert(name: str, expr: str) -> dict[str, str]:
    return {"alert": name, "expr": expr}


def monitored(cluster: str, values: dict[str, Any]) -> Recorded:
    return one(RELEASE, "kube-prometheus-stack", {"chart": "stack", "values": values}, cluster=cluster)


def row(workload: str, needed: int, by_scale: int, by_nodes: int | None) -> Row:
    return Row("shop", workload, "use1", "usw2", needed, by_scale, by_nodes)


def test_a_lost_cluster_pages_by_no_longer_calling() -> None:
    stack = recording(monitored("use1", CALLED), monitored("usw2", {}))

    [found] = expected(stack, LOST, ())

    assert found == Expected(
        "Watchdog", "outside", "fires", "use1 no longer calls the service that pages when calls end"
    )


def test_where_nobody_is_called_nobody_learns_of_the_loss() -> None:
    [found] = expected(recording(monitored("use1", {}), monitored("usw2", CALLED)), LOST, ())

    assert (found.verdict, found.why) == (
        "quiet",
        "nobody is called by use1: name an address in platform.monitoring.alerts.watchdog",
    )


def test_alerts_on_capacity_are_judged_by_what_the_survivors_have_to_carry() -> None:
    stack = recording(
        rules(
            "usw2",
            alert("HPAMaxedOut", MAXED),
            alert("PodUnschedulable", "kube_pod_status_unschedulable > 0"),
        ),
        rules(
            "usw2", alert("PodNotRunning", "not_running > 0 unless on (pod) kube_pod_status_unschedulable")
        ),
        rules("use1", alert("OfTheLost", MAXED)),
    )

    _, maxed, crowded = expected(
        stack, LOST, [row("api", 6, 6, 9), row("web", 6, 10, 5), row("job", 1, 5, None)]
    )

    assert maxed == Expected("HPAMaxedOut", "usw2", "fires", "autoscalers at their maximum: api")
    assert crowded == Expected(
        "PodUnschedulable", "usw2", "fires", "workloads without room on the nodes: web"
    )


def test_they_stay_quiet_where_there_is_room() -> None:
    stack = recording(rules("usw2", alert("HPAMaxedOut", MAXED)))

    _, maxed = expected(stack, LOST, [row("api", 6, 10, 9)])

    assert (maxed.verdict, maxed.why) == ("quiet", "no autoscalers at their maximum")


def test_alerts_on_what_is_measured_are_named_and_not_judged() -> None:
    errors = {"record": "ingress:errors_ratio5m", "expr": "rate(nginx_ingress_controller_requests[5m])"}
    stack = recording(
        rules(
            "usw2",
            errors,
            alert("IngressErrorsHigh", "ingress:errors_ratio5m > 0.05"),
            alert("BackupStale", "time() - velero_backup_last_successful_timestamp > 93600"),
        )
    )

    _, found = expected(stack, LOST, ())

    assert found == Expected("IngressErrorsHigh", "usw2", "not known", MEASURED)


def test_backups_of_the_lost_get_old_where_their_copies_arrive() -> None:
    stale = alert("BackupStale", "time() - velero_backup_last_successful_timestamp > 93600")
    locations = [{"name": "default"}, {"name": "use1"}]
    velero = monitored("usw2", {"configuration": {"backupStorageLocation": locations}})

    _, found = expected(recording(velero, rules("usw2", stale)), LOST, ())

    assert found == Expected(
        "BackupStale", "usw2", "fires", "once the last backup of use1 is too old, for no more arrive"
    )


def test_alerts_of_one_reason_are_one_line_and_what_fires_comes_first() -> None:
    found = [
        Expected("Slow", "usw2", "not known", MEASURED),
        Expected("Full", "usw2", "quiet", "no need"),
        Expected("Errors", "usw2", "not known", MEASURED),
        Expected("Watchdog", "outside", "fires", "silence"),
    ]

    assert gathered(found) == [
        ("Watchdog", "outside", "fires", "silence"),
        ("Full", "usw2", "quiet", "no need"),
        ("Slow, Errors", "usw2", "not known", MEASURED),
    ]
