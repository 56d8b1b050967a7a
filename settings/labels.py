"""Labels as Kubernetes takes them, and which of them a node has without anybody's word."""

from typing import Annotated

from pydantic import AfterValidator

from settings.types import matching

_NAME = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
# kubernetes.io/docs/concepts/overview/working-with-objects/labels, "Syntax and character set"
LabelKey = Annotated[
    str,
    AfterValidator(
        matching(
            rf"([a-z0-9]([a-z0-9.-]{{0,251}}[a-z0-9])?/)?{_NAME}",
            "a label's key such as workload or example.com/workload: at most 63 letters, digits, '-', '_' and '.' after the '/'",
        )
    ),
]
LabelValue = Annotated[
    str,
    AfterValidator(
        matching(rf"({_NAME})?", "a label's value: at most 63 letters, digits, '-', '_' and '.', or nothing")
    ),
]
NodeLabels = dict[LabelKey, LabelValue]

# Their domains are kept for Kubernetes and for the clouds, which put labels such as topology.kubernetes.io/zone on nodes.
_BY_ITSELF = (
    "kubernetes.io",
    "k8s.io",
    "karpenter.sh",
    "karpenter.k8s.aws",
    "eks.amazonaws.com",
    "cloud.google.com",
    "kubernetes.azure.com",
)


def of_the_node(key: str) -> bool:
    """Whether Kubernetes or the cloud gives nodes a label, so that no settings say which nodes have it."""
    domain, slash, _ = key.partition("/")
    return bool(slash) and any(domain == own or domain.endswith(f".{own}") for own in _BY_ITSELF)
