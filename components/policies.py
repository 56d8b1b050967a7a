"""The pieces that every NetworkPolicy is put together from. Pure."""

from collections.abc import Iterable, Mapping

from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgsDict,
    NetworkPolicyPeerArgsDict,
    NetworkPolicyPortArgsDict,
    NetworkPolicySpecArgsDict,
)

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
# What is for the host alone: the cloud's instance metadata, from which a pod could take the node's identity (CIS EKS 5.2.1),
# and Azure's WireServer, which hands a node's extensions their settings
# (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
HOST_ONLY = ("169.254.0.0/16", "168.63.129.16/32")

DENY_ALL: NetworkPolicySpecArgsDict = {"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}


def ports(numbers: Iterable[int], *protocols: str) -> list[NetworkPolicyPortArgsDict]:
    """Each number with each protocol; TCP where none is named."""
    return [
        {"protocol": protocol, "port": number} for number in numbers for protocol in protocols or ("TCP",)
    ]


def pods_in(namespace: str, labels: Mapping[str, str]) -> NetworkPolicyPeerArgsDict:
    """Pods with these labels in one namespace."""
    return {
        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": namespace}},
        "pod_selector": {"match_labels": dict(labels)},
    }


def dns() -> NetworkPolicyEgressRuleArgsDict:
    """The cluster's DNS, which carries the same labels on every cloud."""
    return {"to": [pods_in("kube-system", {"k8s-app": "kube-dns"})], "ports": ports([53], "UDP", "TCP")}


def cloud_api(identity_endpoint: str | None) -> list[NetworkPolicyEgressRuleArgsDict]:
    """HTTPS to the cloud's own API and storage: on the internet, or on a private endpoint inside the network.

    identity_endpoint: the one link-local address that gives a pod its own identity's credentials, and no node's; None
    where nothing is asked there.
    """
    api: NetworkPolicyEgressRuleArgsDict = {
        "to": [{"ip_block": {"cidr": "0.0.0.0/0", "except_": [*HOST_ONLY]}}],
        "ports": ports([443]),
    }
    if identity_endpoint is None:
        return [api]
    return [api, {"to": [{"ip_block": {"cidr": f"{identity_endpoint}/32"}}], "ports": ports([80])}]
