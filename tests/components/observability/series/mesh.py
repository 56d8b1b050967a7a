"""Series for the alerts on Istio."""

from tests.components.observability.series.pair import NODES, Pair

_FROM = 'source_workload_namespace="shop",source_workload="web"'
_TO = 'destination_workload_namespace="bank",destination_workload="pay"'
_OF_TO = {"destination_workload_namespace": "bank", "destination_workload": "pay"}
_RECEIVED = f'istio_requests_total{{reporter="destination",{_FROM},{_TO}'
_SENT = f'istio_requests_total{{reporter="source",{_FROM},destination_service="pay.bank.svc.cluster.local"'
_ROOT = "citadel_server_root_cert_expiry_timestamp"
_AVAILABLE = 'kube_deployment_status_replicas_available{deployment="istiod"}'


def _answered(failed: int) -> dict[str, str]:
    return {
        f'{_RECEIVED},response_code="200"}}': f"0+{100 - failed}x120",
        f'{_RECEIVED},response_code="500"}}': f"0+{failed}x120",
    }


def _connected(failed: int) -> dict[str, str]:
    return {
        f'{_SENT},response_flags="-"}}': f"0+{1000 - failed}x120",
        f'{_SENT},response_flags="UF,URX"}}': f"0+{failed}x120",
    }


def _pushed(quick: int) -> dict[str, str]:
    metric = "pilot_proxy_convergence_time_bucket"
    return {
        f'{metric}{{le="10"}}': f"0+{quick}x120",
        f'{metric}{{le="20"}}': "0+1000x120",
        f'{metric}{{le="+Inf"}}': "0+1000x120",
    }


PAIRS = (
    Pair(
        "IstioPlaintextRequests",
        {f'{_RECEIVED},connection_security_policy="none"}}': "0+30x120"},
        {f'{_RECEIVED},connection_security_policy="mutual_tls"}}': "0+30x120"},
        "shop/web sends 0.50 requests a second to bank/pay without mutual TLS, and they are answered.",
        {"source_workload_namespace": "shop", "source_workload": "web", **_OF_TO},
    ),
    Pair(
        "IstioConnectionsFailing",
        _connected(failed=20),
        _connected(failed=9),
        "2% of what shop/web sends to pay.bank.svc.cluster.local gets no connection.",
        {
            "source_workload_namespace": "shop",
            "source_workload": "web",
            "destination_service": "pay.bank.svc.cluster.local",
        },
    ),
    Pair(
        "IstioErrorsHigh",
        _answered(failed=6),
        _answered(failed=4),
        "6% of the requests to bank/pay end in an error of the server.",
        _OF_TO,
    ),
    Pair(
        "IstiodDown",
        {**NODES, _AVAILABLE: "0x120"},
        {**NODES, _AVAILABLE: "1x120"},
        "istiod has 0 available replicas: proxies keep what they know, and no new pod of the mesh starts.",
    ),
    Pair(
        "IstiodPushErrors",
        {'pilot_xds_pushes{type="lds_senderr"}': "0+30x120"},
        {'pilot_xds_pushes{type="lds"}': "0+30x120", "pilot_total_xds_internal_errors": "0x120"},
        "istiod fails to send configuration to proxies 0.50 times a second.",
    ),
    Pair(
        "IstioConfigRejected",
        {'pilot_total_xds_rejects{type="lds"}': "0+1x120"},
        {'pilot_total_xds_rejects{type="lds"}': "7x120"},
        "Proxies refused 10 configurations of kind lds within 10 minutes, and go on with what they had.",
        {"type": "lds"},
    ),
    Pair(
        "IstiodPushesSlow",
        _pushed(quick=985),
        _pushed(quick=995),
        "One in a hundred configurations takes longer than 13.33s to reach its proxy.",
    ),
    Pair(
        "IstioInjectionFailed",
        {"sidecar_injection_failure_total": "0+1x120"},
        {"sidecar_injection_failure_total": "5x120"},
        "istiod failed 10 times within 10 minutes to give a pod its proxy; the pod was refused.",
    ),
    Pair(
        "IstioRootCertificateExpiring",
        {_ROOT: f"{5400 + 29 * 86400}x120"},
        {_ROOT: f"{5400 + 31 * 86400}x120"},
        "The mesh's root certificate expires in 29d 0h 0m 0s; after that no workload trusts another.",
    ),
)
