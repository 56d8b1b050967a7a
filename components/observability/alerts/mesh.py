"""Alerts on Istio: mutual TLS, traffic between workloads, and the control plane."""

from components.observability.alerts.rules import Alert, Group, Recording, down

DAY = 24 * 3600
ERRORS = 0.05
CONNECTION_FAILURES = 0.01
ROOT_CERTIFICATE_DAYS = 30
PUSH_SECONDS = 10

_RECEIVED = 'istio_requests_total{reporter="destination"'
_TO = "destination_workload_namespace, destination_workload"
# What arrives in plain text, of workloads that have a proxy. A proxy reports what it let in: STRICT lets in none of it.
PLAINTEXT = (
    f"sum by (source_workload_namespace, source_workload, {_TO}) "
    f'(rate({_RECEIVED},connection_security_policy!="mutual_tls"}}[5m]))'
)
MUTUAL_TLS_SHARE = (
    f'sum(rate({_RECEIVED},connection_security_policy="mutual_tls"}}[5m])) / sum(rate({_RECEIVED}}}[5m]))'
)
SERVICE_ERRORS = "workload:istio_requests:errors_ratio5m"
_CALLER = "source_workload_namespace, source_workload, destination_service"
# UF, upstream connection failure: refused, unreachable, or no agreement on TLS.
FAILED_CONNECTIONS = (
    f'sum by ({_CALLER}) (rate(istio_requests_total{{reporter="source",response_flags=~".*UF.*"}}[5m]))'
    f' / sum by ({_CALLER}) (rate(istio_requests_total{{reporter="source"}}[5m]))'
)
SLOWEST_PUSHES = "histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[5m])))"
_TO_NAME = "{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }}"
_FROM_NAME = "{{ $labels.source_workload_namespace }}/{{ $labels.source_workload }}"

TRAFFIC = Group(
    "mesh-traffic",
    "istiod",
    "mesh",
    (
        Recording(
            SERVICE_ERRORS,
            f'sum by ({_TO}) (rate({_RECEIVED},response_code=~"5.."}}[5m])) / sum by ({_TO}) (rate({_RECEIVED}}}[5m]))',
        ),
        Alert(
            "IstioPlaintextRequests",
            f"{PLAINTEXT} > 0",
            "5m",
            "critical",
            "A workload of the mesh answers requests without mutual TLS",
            f'{_FROM_NAME} sends {{{{ $value | printf "%.2f" }}}} requests a second to {_TO_NAME} without mutual TLS, and they '
            "are answered.",
        ),
        Alert(
            "IstioConnectionsFailing",
            f"{FAILED_CONNECTIONS} > {CONNECTION_FAILURES}",
            "5m",
            "warning",
            "More than 1 % of a workload's connections to a service fail, refused mutual TLS among them",
            f"{{{{ $value | humanizePercentage }}}} of what {_FROM_NAME} sends to {{{{ $labels.destination_service }}}} gets no "
            "connection.",
        ),
        Alert(
            "IstioErrorsHigh",
            f"{SERVICE_ERRORS} > {ERRORS}",
            "5m",
            "warning",
            "More than 5 % of the requests to a workload of the mesh fail",
            f"{{{{ $value | humanizePercentage }}}} of the requests to {_TO_NAME} end in an error of the server.",
            "applications",
        ),
    ),
)
CONTROL_PLANE = Group(
    "mesh-control-plane",
    "istiod",
    "mesh",
    (
        Alert(
            "IstiodDown",
            down("istiod.*"),
            "5m",
            "critical",
            "No replica of istiod is available",
            "istiod has {{ $value }} available replicas: proxies keep what they know, and no new pod of the mesh starts.",
        ),
        Alert(
            "IstiodPushErrors",
            'sum(rate(pilot_xds_pushes{type=~".+_senderr"}[5m])) > 0 or sum(rate(pilot_total_xds_internal_errors[5m])) > 0',
            "10m",
            "warning",
            "istiod fails to send configuration to proxies",
            'istiod fails to send configuration to proxies {{ $value | printf "%.2f" }} times a second.',
        ),
        Alert(
            "IstioConfigRejected",
            "sum by (type) (increase(pilot_total_xds_rejects[10m])) > 0",
            "5m",
            "warning",
            "Proxies refuse configuration that istiod sends",
            'Proxies refused {{ $value | printf "%.0f" }} configurations of kind {{ $labels.type }} within 10 minutes, and go on '
            "with what they had.",
        ),
        Alert(
            "IstiodPushesSlow",
            f"{SLOWEST_PUSHES} > {PUSH_SECONDS}",
            "10m",
            "warning",
            "Configuration takes more than 10 seconds to reach proxies",
            "One in a hundred configurations takes longer than {{ $value | humanizeDuration }} to reach its proxy.",
        ),
        Alert(
            "IstioInjectionFailed",
            "sum(increase(sidecar_injection_failure_total[10m])) > 0",
            "0m",
            "critical",
            "istiod failed to give a pod its proxy",
            'istiod failed {{ $value | printf "%.0f" }} times within 10 minutes to give a pod its proxy; the pod was refused.',
        ),
        Alert(
            "IstioRootCertificateExpiring",
            f"min(citadel_server_root_cert_expiry_timestamp) - time() < {ROOT_CERTIFICATE_DAYS * DAY}",
            "1h",
            "critical",
            "The mesh's root certificate expires within 30 days",
            "The mesh's root certificate expires in {{ $value | humanizeDuration }}; after that no workload trusts another.",
        ),
    ),
)
GROUPS = (TRAFFIC, CONTROL_PLANE)
