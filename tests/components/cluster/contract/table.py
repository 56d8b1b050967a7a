"""The contract's properties, and the page that is written from it.

`python -m tests.components.cluster.contract.table > docs/clusters.md`
"""

from collections.abc import Mapping

from tests.components.cluster.contract import aks, eks, gke
from tests.components.cluster.contract.prose import AFTER, BEFORE
from tests.components.cluster.contract.words import Answer, Has

PROPERTIES = {
    "private-nodes": "Nodes have no public address",
    "private-api": "The API has an address on the cluster's own network, and a public one only if the settings open it",
    "api-allow-list": "An opened API answers listed blocks only, never everybody",
    "egress": "Nodes reach the internet by NAT only",
    "own-network": "The network is the cluster's own, with blocks that overlap no other cluster's of the stack",
    "flow-logs": "A record is kept of all traffic",
    "network-policy": "Network policies are enforced",
    "secrets-encrypted": "Secrets are encrypted in etcd with a key of the stack's own",
    "key-rotation": "That key is rotated by itself",
    "node-disks": "Nodes' disks are encrypted",
    "volumes": "Volumes are encrypted",
    "snapshots": "Volumes can be snapshotted by the driver that made them, with its own rights",
    "buckets": "Buckets keep versions and are closed to the public",
    "copies": "With `copies_to`, what buckets hold is copied to another region, into buckets that are closed as they are",
    "cloud-login": "The cloud's identity service decides who gets in: no local account, no client certificate",
    "named-admins": "Administrators are named; whoever made the cluster is none by that",
    "no-static-credentials": "The program's way in holds no credential, and asks for a token each time",
    "workload-identity": "A cloud identity is trusted to one service account of one namespace",
    "scoped-grants": "A grant names its action and its resource",
    "node-identity": "Nodes act as an identity of their own that may boot and pull images, and no more",
    "metadata-guard": "Pods do not get the node's credentials",
    "right-account": "Nothing is made in an account other than the one named",
    "audit-logs": "The API's audit log is kept",
    "log-retention": "The control plane's logs are kept for as long as the settings say",
    "node-os": "Nodes run an operating system made for containers",
    "verified-boot": "Nodes verify what they boot",
    "no-login": "Nobody logs in to a node",
    "three-zones": "Nodes are in three zones",
    "auto-repair": "A broken node is replaced by itself",
    "rolling-upgrades": "Nodes are upgraded a part at a time",
    "autoscaling": "Nodes are added and removed within bounds",
    "supported-version": "The Kubernetes version does not fall out of support unnoticed",
    "maintenance-window": "The cloud upgrades by itself in a window only",
    "pinned-add-ons": "Add-ons are pinned",
    "ready-first": "Whatever runs in the cluster comes after its nodes, and goes before them",
    "deletion-protection": "The cloud refuses to delete the cluster",
    "pulumi-protection": "Pulumi refuses to delete cluster, network and key",
    "stable-identifier": "A change of the way in does not replace what is in the cluster",
    "tags": "Everything carries the stack's and the cluster's name",
}
CLOUDS: Mapping[str, Mapping[str, Answer]] = {"eks": eks.ANSWERS, "gke": gke.ANSWERS, "aks": aks.ANSWERS}
SETTINGS = {"eks": eks.SETTINGS, "gke": gke.SETTINGS, "aks": aks.SETTINGS}


def page() -> str:
    """docs/clusters.md."""
    reasons: list[str] = []
    rows = [
        f"| {sentence} | {' | '.join(_cell(answers[key], cloud, reasons) for cloud, answers in CLOUDS.items())} |"
        for key, sentence in PROPERTIES.items()
    ]
    numbered = [f"{number}. {reason}." for number, reason in enumerate(reasons, 1)]
    return "\n".join([BEFORE, *rows, "", *numbered, "", AFTER])


def _cell(answer: Answer, cloud: str, reasons: list[str]) -> str:
    if isinstance(answer, Has):
        return answer.answers
    reasons.append(f"{cloud.upper()}: {answer.reason}")
    return f"({len(reasons)})"


if __name__ == "__main__":
    print(page(), end="")
