"""Words of a stack file that only Azure has: ids of tenants and resources, regions, sizes, and the address blocks it keeps."""

import difflib
import re
from collections.abc import Callable
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator

from facts.azure_regions import REGIONS, WITH_ZONES
from facts.azure_vm_sizes import SIZES
from settings.clusters.base import private_block
from settings.types import Cidr

# https://learn.microsoft.com/azure/aks/azure-cni-overlay: for nodes, pods and services alike.
KEPT = tuple(map(IPv4Network, ("169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24")))
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GROUP = r"/subscriptions/[0-9a-f-]{36}/resourceGroups/[\w.()-]{1,90}"
_VAULT = re.compile(rf"{_GROUP}/providers/Microsoft\.KeyVault/vaults/[A-Za-z][0-9A-Za-z-]{{1,22}}[0-9A-Za-z]")
_ZONE = re.compile(rf"{_GROUP}/providers/Microsoft\.Network/dns[zZ]ones/[a-z0-9.-]+")
_REGISTRY = re.compile(rf"{_GROUP}/providers/Microsoft\.ContainerRegistry/registries/[0-9A-Za-z]{{5,50}}")


def _guid(value: str) -> str:
    if not _GUID.fullmatch(value.lower()):
        raise ValueError(
            "expected a GUID such as 00000000-0000-4000-8000-000000000001 (az account show; az ad group show)"
        )
    return value.lower()


def _region(value: str) -> str:
    if value not in REGIONS:
        near = difflib.get_close_matches(value, REGIONS, n=3)
        choices = near or sorted(WITH_ZONES)
        raise ValueError(f"expected an Azure region in the form of eastus2; near to it: {', '.join(choices)}")
    if value not in WITH_ZONES:
        raise ValueError(
            f"expected a region with three availability zones, which it is not; there are {', '.join(sorted(WITH_ZONES))}"
        )
    return value


def _size(value: str) -> str:
    if value not in SIZES:
        near = ", ".join(difflib.get_close_matches(value, SIZES, n=3)) or "Standard_D4ds_v5"
        raise ValueError(f"expected a VM size of facts/azure_vm_sizes.py, for example {near}")
    return value


def _resource(pattern: re.Pattern[str], example: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(
                f"expected a resource id, /subscriptions/ID/resourceGroups/NAME/providers/{example}/NAME"
            )
        return value

    return check


def free_block(largest: int, smallest: int, why: str) -> Callable[[str], str]:
    """A validator: a private block of the size allowed, outside of what AKS keeps for itself."""
    private = private_block(largest, smallest, why)

    def check(value: str) -> str:
        for kept in KEPT:
            if IPv4Network(private(value)).overlaps(kept):
                raise ValueError(
                    f"expected a block outside of {', '.join(map(str, KEPT))}, which AKS keeps for itself"
                )
        return value

    return check


Guid = Annotated[str, AfterValidator(_guid)]
AzureRegion = Annotated[str, AfterValidator(_region)]
AzureVmSize = Annotated[str, AfterValidator(_size)]
VaultId = Annotated[str, AfterValidator(_resource(_VAULT, "Microsoft.KeyVault/vaults"))]
RegistryId = Annotated[str, AfterValidator(_resource(_REGISTRY, "Microsoft.ContainerRegistry/registries"))]
DnsZoneId = Annotated[str, AfterValidator(_resource(_ZONE, "Microsoft.Network/dnsZones"))]
NetworkBlock = Annotated[
    Cidr, AfterValidator(free_block(16, 24, "half of it is the nodes', of which each takes an address"))
]
PodBlock = Annotated[Cidr, AfterValidator(free_block(12, 20, "every node takes a /24 of it for its pods"))]
ServiceBlock = Annotated[
    Cidr, AfterValidator(free_block(13, 24, "AKS takes services from a block smaller than a /12"))
]
