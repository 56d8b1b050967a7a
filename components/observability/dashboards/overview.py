"""The platform at a glance: what fires, what applications' users feel, and the one figure of each add-on that matters most."""

from components.observability.alerts import backups, certificates, dns, mesh, nodes
from components.observability.dashboards.ingress import GATEWAY, NGINX
from components.observability.dashboards.model import Dashboard, Limits, Panel, Row

_FIRING = 'ALERTS{alertstate="firing",alertname!~"Watchdog|InfoInhibitor"'
_EXPIRY = Limits(
    certificates.EXPIRY_WARNING_DAYS * certificates.DAY,
    certificates.EXPIRY_CRITICAL_DAYS * certificates.DAY,
    low=True,
)


def _firing(severity: str, limits: Limits) -> Panel:
    expression = f'count({_FIRING},severity="{severity}"}}) or vector(0)'
    return Panel(severity.capitalize(), {"alerts": expression}, "short", "stat", limits, width=4, height=4)


def _requested(title: str, resource: str) -> Panel:
    expression = (
        f'sum(kube_pod_container_resource_requests{{resource="{resource}"}})'
        f' / sum(kube_node_status_allocatable{{resource="{resource}"}})'
    )
    return Panel(
        f"{title} that is requested, of what nodes offer",
        {"requested": expression},
        "percentunit",
        "stat",
        width=4,
        height=4,
    )


ALERTS = Row(
    "Alerts",
    (
        _firing("critical", Limits(critical=1)),
        _firing("warning", Limits(warning=1)),
        Panel(
            "Nodes not ready",
            {"nodes": 'count(kube_node_status_condition{condition="Ready",status="true"} == 0) or vector(0)'},
            "short",
            "stat",
            Limits(critical=1),
            "NodeNotReady",
            width=4,
            height=4,
        ),
        Panel(
            "Pods that do not run",
            {"pods": 'sum(kube_pod_status_phase{phase=~"Pending|Unknown"}) or vector(0)'},
            "short",
            "stat",
            Limits(warning=1),
            "PodNotRunning",
            width=4,
            height=4,
        ),
        _requested("CPU", "cpu"),
        _requested("Memory", "memory"),
        Panel(
            "What fires",
            {"Firing": f"sort_desc(sum by (severity, alertname, team, namespace) ({_FIRING}}}))"},
            "short",
            "table",
            width=24,
            height=8,
        ),
    ),
)
APPLICATIONS = Row("Applications, as their users see them", (*NGINX.felt(12), *GATEWAY.felt(12)))


def _figure(title: str, expression: str, unit: str, limits: Limits, alert: str, add_on: str) -> Panel:
    return Panel(title, {title: expression}, unit, "stat", limits, alert, add_on, width=4, height=5)


ADD_ONS = Row(
    "Add-ons",
    (
        _figure(
            "The next certificate expires in",
            f"min({certificates.REMAINING})",
            "dtdurations",
            _EXPIRY,
            "CertificateExpiringSoon",
            "cert-manager",
        ),
        _figure(
            "Secrets out of step",
            'sum(externalsecret_status_condition{condition="Ready",status="False"}) or vector(0)',
            "short",
            Limits(warning=1),
            "ExternalSecretNotSynced",
            "external-secrets",
        ),
        _figure(
            "Age of the oldest schedule's last good backup",
            f"max({backups.SINCE_LAST})",
            "dtdurations",
            Limits(critical=backups.STALE_HOURS * backups.HOUR),
            "BackupStale",
            "velero",
        ),
        _figure(
            "Requests with mutual TLS",
            mesh.MUTUAL_TLS_SHARE,
            "percentunit",
            Limits(critical=1, low=True),
            "IstioPlaintextRequests",
            "istiod",
        ),
        _figure(
            "Log lines dropped a second",
            "sum(rate(loki_write_dropped_entries_total[5m]))",
            "short",
            Limits(),
            "LogsDropped",
            "alloy",
        ),
        _figure(
            "Traces lost a second",
            "sum(rate(otelcol_exporter_enqueue_failed_spans[5m]))",
            "short",
            Limits(),
            "TelemetryLost",
            "opentelemetry-collector",
        ),
        _figure(
            "DNS records brought in step, ago",
            "time() - max(external_dns_controller_last_sync_timestamp_seconds)",
            "dtdurations",
            Limits(critical=dns.STALE_MINUTES * 60),
            "DnsStale",
            "external-dns",
        ),
        _figure(
            "The fullest node pool",
            f"max({nodes.POOL_USED})",
            "percentunit",
            Limits(warning=nodes.POOL_FULL),
            "NodePoolNearLimit",
            "karpenter",
        ),
    ),
)
OVERVIEW = Dashboard("platform-overview", "Platform", (ALERTS, APPLICATIONS, ADD_ONS), {})
