"""Which alerts a lost region raises: outside, and in the survivors, as far as that can be told without traffic.

Nothing is measured here, so an alert on measurements is named and not judged. What goes by capacity is judged by the settings.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rehearsal.drill.scenario import Scenario
from rehearsal.recorded import Recording
from rehearsal.simulation.kinds import value_at
from settings.capacity import Row

RULE = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"
RECEIVERS = "alertmanager.config.receivers"
LOCATIONS = "configuration.backupStorageLocation"
WATCHDOG = "watchdog"
AUTOSCALERS = ("kube_horizontalpodautoscaler_spec_max_replicas",)
NODES = (
    "kube_pod_status_unschedulable",
    "karpenter_nodepools_limit",
    "cluster_autoscaler_max_nodes_count",
)
TRAFFIC = (
    "nginx_ingress_controller_request",
    "istio_request",
    "http_request",
    "workload:slo_",
    "container_cpu_",
)
"""Of the series that an alert asks for, those that more traffic moves."""
ARRIVING = ("velero_backup_last_successful_timestamp",)
MEASURED = "goes by what requests measure, of which a rehearsal has none"
STALE = "once the last backup of {} is too old, for no more arrive"

Verdict = Literal["fires", "quiet", "not known"]
VERDICTS: tuple[Verdict, ...] = ("fires", "quiet", "not known")


@dataclass(frozen=True)
class Expected:
    """An alert. where: a cluster, or `outside` for whoever watches it from elsewhere."""

    alert: str
    where: str
    verdict: Verdict
    why: str


def expected(recording: Recording, scenario: Scenario, rows: Iterable[Row]) -> list[Expected]:
    """What pages, and what may. rows: what the survivors have to carry, and can."""
    carried = list(rows)
    found = [_watchdog(recording, cluster) for cluster in scenario.lost]
    for cluster in scenario.survivors:
        for alert, asked in sorted(_asked(recording, cluster).items()):
            if any(series in asked for series in AUTOSCALERS):
                why = "autoscalers at their maximum"
                found.append(_judged(alert, cluster, why, carried, lambda row: row.needed >= row.by_scale))
            elif any(series in asked for series in NODES):
                why = "workloads without room on the nodes"
                found.append(_judged(alert, cluster, why, carried, _crowded))
            elif any(series in asked for series in ARRIVING):
                copied = [gone for gone in scenario.lost if gone in _locations(recording, cluster)]
                found += [Expected(alert, cluster, "fires", STALE.format(gone)) for gone in copied]
            elif any(series in asked for series in TRAFFIC):
                found.append(Expected(alert, cluster, "not known", MEASURED))
    return found


def gathered(found: Iterable[Expected]) -> list[tuple[str, str, str, str]]:
    """A line for alerts that have place, verdict and reason in common: what fires first, what nobody can tell last."""
    alike: dict[tuple[str, Verdict, str], list[str]] = {}
    for one in sorted(found, key=lambda one: VERDICTS.index(one.verdict)):
        alike.setdefault((one.where, one.verdict, one.why), []).append(one.alert)
    return [(", ".join(names), where, verdict, why) for (where, verdict, why), names in alike.items()]


def _watchdog(recording: Recording, cluster: str) -> Expected:
    """Nothing inside a lost cluster can tell of its loss: who is called every minute, and is called no more, does."""
    called = any(
        receiver.get("name") == WATCHDOG
        for release in recording.releases()
        if release["cluster"] == cluster
        for receiver in value_at(release["values"], RECEIVERS) or ()
    )
    if called:
        return Expected(
            "Watchdog", "outside", "fires", f"{cluster} no longer calls the service that pages when calls end"
        )
    return Expected(
        "Watchdog",
        "outside",
        "quiet",
        f"nobody is called by {cluster}: name an address in platform.monitoring.alerts.watchdog",
    )


def _locations(recording: Recording, cluster: str) -> set[str]:
    """Where a cluster's Velero looks for backups: its own place, and those that are called after others."""
    return {
        str(location["name"])
        for release in recording.releases()
        if release["cluster"] == cluster
        for location in value_at(release["values"], LOCATIONS) or ()
    }


def _crowded(row: Row) -> bool:
    return row.by_nodes is not None and row.by_nodes < row.needed


def _judged(
    alert: str, cluster: str, why: str, carried: Iterable[Row], such: Callable[[Row], bool]
) -> Expected:
    workloads = sorted({row.workload for row in carried if row.survivor == cluster and such(row)})
    if workloads:
        return Expected(alert, cluster, "fires", f"{why}: {', '.join(workloads)}")
    return Expected(alert, cluster, "quiet", f"no {why}")


def _asked(recording: Recording, cluster: str) -> dict[str, str]:
    """The alerts of a cluster: name -> all its expressions, with those of the recording rules that they name."""
    rules = list(_rules(recording, cluster))
    recorded = {str(rule["record"]): str(rule["expr"]) for rule in rules if "record" in rule}
    asked: dict[str, str] = {}
    for rule in rules:
        if "alert" in rule:
            expression = str(rule["expr"])
            beneath = [other for name, other in recorded.items() if name in expression]
            # What comes after an `unless` keeps an alert quiet.
            raising = [text.partition(" unless ")[0] for text in (expression, *beneath)]
            asked[rule["alert"]] = " ".join([asked.get(rule["alert"], ""), *raising])
    return asked


def _rules(recording: Recording, cluster: str) -> Iterator[Mapping[str, Any]]:
    for one in recording.of(RULE):
        if one.cluster == cluster:
            for group in value_at(one.inputs, "spec.groups") or ():
                yield from group.get("rules") or ()
