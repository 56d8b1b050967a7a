"""Names, tags and scopes of Azure resources."""

import hashlib
import re

import pulumi

from components import naming
from components.naming import PROJECT

LONGEST_NAME = 63


def physical_name(stack: str, name: str) -> str:
    """The cluster's name on Azure. Fixed, because every kubeconfig names it.

    Raises pulumi.RunError beyond the 63 characters that AKS takes.
    """
    full = re.sub(r"[^0-9A-Za-z-]", "-", f"{PROJECT}-{stack}-{name}")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a cluster name of at most {LONGEST_NAME} characters on Azure, got {full!r}, which has {len(full)}: "
            "shorten the cluster's or the stack's name"
        )
    return full


def dns_prefix(physical: str) -> str:
    """What the API server's host name begins with: at most 54 characters, no hyphen last."""
    return physical[:54].rstrip("-")


def short_name(label: str, seed: str) -> str:
    """A name for what is unique in the world and has 24 letters and digits at most: storage accounts and key vaults.

    seed: the resource group's name, which ends in characters of chance. A stack that is destroyed and made again so gets
    other names; the old ones of vaults stay taken for as long as a deleted vault can be recovered.
    """
    letters = re.sub(r"[^a-z0-9]", "", label.lower())[:12]
    return letters + hashlib.sha256(f"{seed}/{label}".encode()).hexdigest()[: 24 - len(letters)]


def tags(cluster: str) -> dict[str, str]:
    """The tags of every resource; Azure takes no slash in a tag's name."""
    return {key.replace("/", "-"): value for key, value in naming.tags(cluster).items()}
