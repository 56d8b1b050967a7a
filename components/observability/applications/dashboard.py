"""An application's dashboard: what is left of its budgets, and the four golden signals of each workload. Pure.

Traffic, errors, latency and saturation are the golden signals of Google's Site Reliability Engineering, chapter 6.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from components.contracts import Ingress
from components.observability.alerts import kubernetes
from components.observability.applications import presets
from components.observability.applications.objectives import (
    ALMOST_SPENT,
    FAST,
    LOW,
    RATIO,
    REMAINING,
    SLOW,
    Objective,
    objectives,
    series,
)
from components.observability.applications.sources import Source, of_objective, own
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row
from settings.workload import WorkloadSpec

_PERCENTILES = (Decimal(50), Decimal(95), Decimal(99))
# How the names of replicas end: a Deployment's in a hash and five letters, none of them a vowel, so that a job's pods are not
# among them (k8s.io/apimachinery/pkg/util/rand); a StatefulSet's in a number.
_PODS = {"stateless": "[b-df-hj-np-tv-xz2-9]+-[b-df-hj-np-tv-xz2-9]{5}", "stateful": "[0-9]+"}
_TITLES = {"availability": "Requests that do not fail", "latency": "Requests that are quick enough"}


def _promised(spec: WorkloadSpec, one: Objective) -> Iterator[Panel]:
    left = {"left": series(REMAINING, spec, one.kind)}
    limits = Limits(float(LOW), float(ALMOST_SPENT), low=True)
    good = f"{one.good.normalize():f} %"
    yield Panel(
        f"Budget left of {good} ({one.kind})",
        left,
        "percentunit",
        "stat",
        limits,
        f"{one.name}BudgetLow",
        width=5,
        height=7,
    )
    yield Panel(
        f"{_TITLES[one.kind]}, of {good}",
        {"share": f"1 - {series(RATIO.format(window='1h'), spec, one.kind)}"},
        "percentunit",
        width=9,
        height=7,
    )
    yield Panel(
        f"Times faster than {good} allows ({one.kind})",
        {
            f"over {burn.long}": f"{series(RATIO.format(window=burn.long), spec, one.kind)} / {one.budget}"
            for burn in (*FAST, *SLOW)
        },
        "short",
        limits=Limits(float(SLOW[-1].rate), float(FAST[0].rate)),
        alert=f"{one.name}BudgetBurnFast",
        width=10,
        height=7,
    )


def _asked(source: Source) -> Iterator[Panel]:
    yield Panel("Requests a second", {"requests": f"sum(rate({source.every}[5m]))"}, "reqps", width=8)
    yield Panel("Requests that fail (5xx)", {"failed": presets.share_failed(source)}, "percentunit", width=8)
    times = {
        f"{percent} % take no longer than": presets.percentile(source, percent) for percent in _PERCENTILES
    }
    yield Panel("Time that answers take", times, "s", width=8)


def _used(spec: WorkloadSpec) -> Iterator[Panel]:
    here = f'namespace="{spec.namespace}",pod=~"{spec.name}-{_PODS[spec.kind]}"'
    used = {
        "cpu": f'sum by (pod) (rate(container_cpu_usage_seconds_total{{{here},container!=""}}[5m]))',
        "memory": f'sum by (pod) (container_memory_working_set_bytes{{{here},container!=""}})',
    }
    limits = {
        "cpu": (kubernetes.CPU_NEAR_LIMIT, "ContainerCpuNearLimit"),
        "memory": (kubernetes.MEMORY_NEAR_LIMIT, "ContainerMemoryNearLimit"),
    }
    for resource, usage in used.items():
        near, alert = limits[resource]
        limit = f'sum by (pod) (kube_pod_container_resource_limits{{{here},resource="{resource}"}})'
        title = f"{'CPU' if resource == 'cpu' else 'Memory'}, of the limit"
        yield Panel(
            title, {"{{pod}}": f"{usage} / {limit}"}, "percentunit", limits=Limits(near), alert=alert, width=8
        )
    scaled = f'{{namespace="{spec.namespace}",horizontalpodautoscaler="{spec.name}"}}'
    replicas = {
        "now": f"max(kube_horizontalpodautoscaler_status_current_replicas{scaled})",
        "at most": f"max(kube_horizontalpodautoscaler_spec_max_replicas{scaled})",
    }
    yield Panel("Replicas", replicas, "short", alert="HPAMaxedOut", width=8)


def _rows(spec: WorkloadSpec, way_in: Ingress | None) -> Iterator[Row]:
    source = of_objective(spec, way_in)
    if source and spec.slo:
        promised = [panel for one in objectives(spec.slo, source) for panel in _promised(spec, one)]
        yield Row(f"{spec.name}: what its users may count on", promised)
    if source:
        where = "by its own count" if source == own(spec) else "at the way in"
        yield Row(f"{spec.name}: traffic, errors and latency, {where}", list(_asked(source)))
    yield Row(f"{spec.name}: saturation", list(_used(spec)))


def dashboard(application: str, specs: Sequence[WorkloadSpec], way_in: Ingress | None) -> Dashboard:
    """The dashboard of an application on one cluster."""
    rows = [row for spec in specs for row in _rows(spec, way_in)]
    return Dashboard(f"application-{application}", f"Application {application}", rows, {})
