"""Small recordings of clusters, to read networks off."""

from typing import Any

from rehearsal.recorded import Recorded, Recording
from tests.rehearsal.costs.bills import one, recording

NAMESPACE, POLICY = "core/v1:Namespace", "networking.k8s.io/v1:NetworkPolicy"


def thing(kind: str, namespace: str, name: str, **body: Any) -> Recorded:
    """An object of Kubernetes' on the cluster main."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **body.pop("metadata", {})}
    return one(f"kubernetes:{kind}", f"{namespace}-{name}", {"metadata": metadata, **body}, cluster="main")


def policy(namespace: str, name: str, labels: dict[str, str] | None = None, **spec: Any) -> Recorded:
    """A policy. labels: of the pods that it closes, all when None."""
    selector = {"matchLabels": labels} if labels else {}
    both = {"policyTypes": ["Ingress", "Egress"]}
    return thing(POLICY, namespace, name, spec={"podSelector": selector, **both, **spec})


def workload(kind: str, namespace: str, name: str, labels: dict[str, str], **pod: Any) -> Recorded:
    """A workload with one template of pods."""
    template = {"metadata": {"labels": labels}, "spec": {"containers": [], **pod}}
    spec = (
        {"jobTemplate": {"spec": {"template": template}}}
        if kind.endswith("CronJob")
        else {"template": template}
    )
    return thing(kind, namespace, name, spec=spec)


def cluster(kind: str, *things: Recorded) -> Recording:
    """The cluster main, on a cloud: Eks, Gke, Aks or Existing."""
    return recording(one(f"groundwork:cluster:{kind}", "main"), *things)


def peer(namespace: str, **labels: str) -> dict[str, Any]:
    """A peer: pods of a namespace by its name."""
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        **({"podSelector": {"matchLabels": labels}} if labels else {}),
    }


SHOP = cluster(
    "Eks",
    one(
        "aws:ec2/subnet:Subnet",
        "private",
        {"cidrBlock": "10.0.0.0/17", "tags": {"kubernetes.io/role/internal-elb": "1"}},
        parent="urn:groundwork:cluster:Eks::main",
    ),
    thing(NAMESPACE, "", "shop", metadata={"labels": {"team": "shop"}}),
    thing(NAMESPACE, "", "edge"),
    workload(
        "apps/v1:Deployment",
        "shop",
        "web",
        {"app": "web"},
        containers=[{"ports": [{"name": "http", "containerPort": 8080.0}, {"containerPort": 1}]}],
    ),
    policy(
        "shop",
        "web",
        {"app": "web"},
        ingress=[{"from": [peer("edge", app="edge")], "ports": [{"port": "http"}]}],
        egress=[{"to": [peer("kube-system", app="dns")], "ports": [{"port": 53, "protocol": "UDP"}]}],
    ),
    policy(
        "edge",
        "edge",
        {"app": "edge"},
        ingress=[
            {"ports": [{"port": 443}]},
            {"from": [{"ipBlock": {"cidr": "10.0.0.0/17"}}], "ports": [{"port": 9443}]},
        ],
        egress=[{"to": [{"namespaceSelector": {}}]}, {"to": [{"ipBlock": {"cidr": "10.0.0.0/18"}}]}],
    ),
)
"""An edge in front of a web server, on EKS."""
