"""Who may talk to a workload and whom it may talk to: what its spec declares, and nothing else. Pure."""

from collections.abc import Iterable, Mapping

from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgsDict,
    NetworkPolicyIngressRuleArgsDict,
    NetworkPolicyPeerArgsDict,
    NetworkPolicyPortArgsDict,
    NetworkPolicySpecArgsDict,
)

from components.contracts import Platform, TelemetryEndpoint
from settings.workload import Edge, WorkloadSpec

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
# The cloud's instance metadata, from which a pod could take the node's identity (CIS EKS 5.2.1).
METADATA = "169.254.0.0/16"

DENY_ALL: NetworkPolicySpecArgsDict = {"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}


def _ports(numbers: Iterable[int], *protocols: str) -> list[NetworkPolicyPortArgsDict]:
    return [
        {"protocol": protocol, "port": number} for number in numbers for protocol in protocols or ("TCP",)
    ]


def pods_in(namespace: str, labels: Mapping[str, str]) -> NetworkPolicyPeerArgsDict:
    """Pods with these labels in one namespace. kubernetes.io/metadata.name is set by the API server: nobody can forge it."""
    return {
        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": namespace}},
        "pod_selector": {"match_labels": dict(labels)},
    }


def destinations(edge: Edge) -> list[NetworkPolicyPeerArgsDict]:
    match edge.to:
        case "namespace":
            return [{"pod_selector": {}}]
        case "private":
            return [{"ip_block": {"cidr": block}} for block in PRIVATE]
        case "internet":
            return [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [*PRIVATE, METADATA]}}]
        case "cidrs":
            return [{"ip_block": {"cidr": block}} for block in edge.cidrs]


def dns() -> NetworkPolicyEgressRuleArgsDict:
    return {"to": [pods_in("kube-system", {"k8s-app": "kube-dns"})], "ports": _ports([53], "UDP", "TCP")}


def cloud_api(identity_endpoint: str | None) -> list[NetworkPolicyEgressRuleArgsDict]:
    """HTTPS to the cloud's own API and storage: on the internet, or on a private endpoint inside the network.

    identity_endpoint: the one link-local address that gives a pod its own identity's credentials, and no node's; None
    where nothing is asked there.
    """
    api: NetworkPolicyEgressRuleArgsDict = {
        "to": [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [METADATA]}}],
        "ports": _ports([443]),
    }
    if identity_endpoint is None:
        return [api]
    return [api, {"to": [{"ip_block": {"cidr": f"{identity_endpoint}/32"}}], "ports": _ports([80])}]


def collector(endpoint: TelemetryEndpoint) -> NetworkPolicyEgressRuleArgsDict:
    return {
        "to": [{"namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": endpoint.namespace}}}],
        "ports": _ports([endpoint.port]),
    }


def egress(edges: Iterable[Edge]) -> list[NetworkPolicyEgressRuleArgsDict]:
    return [{"to": destinations(edge), "ports": _ports(edge.ports)} for edge in edges]


def ingress(spec: WorkloadSpec, platform: Platform) -> list[NetworkPolicyIngressRuleArgsDict]:
    """From the ingress controller to the routed port, from Prometheus to the metrics port; kubelet probes need no rule."""
    rules: list[NetworkPolicyIngressRuleArgsDict] = []
    if spec.route:
        source = pods_in(platform.ingress.namespace, platform.ingress.pod_labels)
        rules.append({"from_": [source], "ports": _ports([spec.ports[spec.route.port]])})
    if spec.metrics:
        source = pods_in(platform.monitoring.namespace, platform.monitoring.pod_labels)
        rules.append({"from_": [source], "ports": _ports([spec.ports[spec.metrics.port]])})
    return rules


def challenges(platform: Platform) -> NetworkPolicySpecArgsDict:
    """cert-manager answers Let's Encrypt's HTTP-01 challenge with a pod in the certificate's own namespace, behind the
    ingress controller: closed like everything else, it would never get a certificate."""
    source = pods_in(platform.ingress.namespace, platform.ingress.pod_labels)
    return {
        "pod_selector": {"match_labels": dict(platform.issuer.solver_labels)},
        "policy_types": ["Ingress", "Egress"],
        "ingress": [{"from_": [source], "ports": _ports([platform.issuer.solver_port])}],
    }


def policy(spec: WorkloadSpec, platform: Platform) -> NetworkPolicySpecArgsDict:
    """The NetworkPolicy of a workload's own pods."""
    out = [dns(), *egress(spec.reaches.values())]
    if spec.buckets:
        out += cloud_api(platform.cluster.traits.identity_endpoint)
    if spec.telemetry and platform.telemetry:
        out.append(collector(platform.telemetry))
    return {
        "pod_selector": {"match_labels": {"app": spec.name}},
        "policy_types": ["Ingress", "Egress"],
        "ingress": ingress(spec, platform),
        "egress": out,
    }
