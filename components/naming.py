"""Type tokens, labels and tags: what everything this program makes is called."""

import pulumi

PROJECT = "groundwork"


def type_token(layer: str, name: str) -> str:
    """The Pulumi type of a component, for example groundwork:platform:CertManager."""
    return f"{PROJECT}:{layer}:{name}"


def tags(cluster: str = "") -> dict[str, str]:
    """Tags of every cloud resource, so that cost and ownership can be read off the bill. cluster: none for what all share."""
    owner = {"groundwork/cluster": cluster} if cluster else {}
    return {"groundwork/stack": pulumi.get_stack(), **owner, "managed-by": "pulumi"}


def labels(name: str, part_of: str) -> dict[str, str]:
    """The recommended labels (kubernetes.io/docs: Recommended Labels) and `app`, which selectors use."""
    return {
        "app": name,
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/part-of": part_of,
        "app.kubernetes.io/managed-by": "pulumi",
    }


def priority_class(of: str) -> str:
    """The PriorityClass of applications whose settings say "low" or "high"."""
    return f"application-{of}"
