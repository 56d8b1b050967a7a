"""Where a workload's requests are counted: at the way in, or by itself. Pure.

The way in is the default: every routed application has it, on both kinds alike and without a line of its own; it sees what users
see, and it goes on counting when no pod answers any more. It is blind to its own absence, which is the platform's alert
(IngressControllerDown, GatewayDown), and to calls from inside the cluster: those only the application itself can count.
"""

from dataclasses import dataclass
from decimal import Decimal

from components.contracts import Ingress
from settings.workload import WorkloadSpec
from settings.workload.rollout import candidate_name


@dataclass(frozen=True)
class Source:
    """Selectors of PromQL, each for a counter. every: all requests; failed: those that end in an error of the server.

    durations: the histogram of those that do not, as (metric, matchers). per_second: the histogram's units in a second.
    """

    every: str
    failed: str
    durations: tuple[str, str]
    per_second: int

    def within(self, seconds: Decimal) -> str:
        """Those that take no longer. Prometheus 3 writes le="1.0" where 2 and the exporters write le="1"."""
        bound = f"{(seconds * self.per_second).normalize():f}"
        either = bound.replace(".", "[.]") if "." in bound else f"{bound}([.]0)?"
        return self._bucket(f'le=~"{either}"')

    @property
    def timed(self) -> str:
        """All that are in the histogram."""
        return self._bucket('le="+Inf"')

    @property
    def buckets(self) -> str:
        """The histogram."""
        metric, matchers = self.durations
        return f"{metric}_bucket{{{matchers}}}"

    def _bucket(self, bound: str) -> str:
        metric, matchers = self.durations
        return f"{metric}_bucket{{{matchers},{bound}}}"


def _counted(total: str, histogram: str, where: str, status: str, per_second: int) -> Source:
    """A WebSocket (101) is open for as long as it is used, and an error may be quick: neither says how long answers take."""
    return Source(
        f"{total}{{{where}}}",
        f'{total}{{{where},{status}=~"5.."}}',
        (histogram, f'{where},{status}!~"101|5.."'),
        per_second,
    )


def at_way_in(spec: WorkloadSpec, way_in: Ingress) -> Source:
    """What the way in counts of a workload's requests: by its Ingress, or by its Service behind the gateway.

    A candidate's are among them, for users see both alike. ingress-nginx counts them under the other's Ingress (monitor.lua),
    with the candidate's Service in the label `canary`.
    """
    if way_in.gateway:
        where = (
            f'reporter="source",source_workload_namespace="{way_in.gateway.namespace}",'
            f'destination_service_namespace="{spec.namespace}",destination_service_name{_named(spec)}'
        )
        return _counted(
            "istio_requests_total", "istio_request_duration_milliseconds", where, "response_code", 1000
        )
    where = f'namespace="{spec.namespace}",ingress="{spec.name}"'
    prefix = "nginx_ingress_controller"
    return _counted(f"{prefix}_requests", f"{prefix}_request_duration_seconds", where, "status", 1)


def scraped(spec: WorkloadSpec) -> str:
    """The matchers of what Prometheus scrapes from the pods behind a workload's Service: the job that its ServiceMonitor names,
    in its namespace."""
    return f'namespace="{spec.namespace}",job="{spec.name}"'


def counted(spec: WorkloadSpec) -> str:
    """The matchers of what a workload counts, and its candidate with it."""
    return f'namespace="{spec.namespace}",job{_named(spec)}'


def _named(spec: WorkloadSpec) -> str:
    return f'=~"{spec.name}|{candidate_name(spec.name)}"' if spec.candidate else f'="{spec.name}"'


def own(spec: WorkloadSpec) -> Source | None:
    """What a workload counts of its own requests, where it says how."""
    requests = spec.metrics.requests if spec.metrics else None
    if not requests:
        return None
    return _counted(requests.total, requests.duration, counted(spec), requests.status, 1)


def of_objective(spec: WorkloadSpec, way_in: Ingress | None) -> Source | None:
    """What a workload's objective, or without one its dashboard, goes by. None: nothing counts its requests."""
    if spec.slo and spec.slo.measured == "application":
        return own(spec)
    if spec.route and way_in:
        return at_way_in(spec, way_in)
    return own(spec)
