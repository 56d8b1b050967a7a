"""Azure VM sizes that a node may have: vCPUs, memory, processor, and room for an operating-system disk on the host itself.

Source: https://learn.microsoft.com/azure/virtual-machines/sizes/overview and the page of each series, as of 2026-08. Only
sizes with premium storage are here, for which AKS offers encryption at host. A new series is one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_TO_64 = (2, 4, 8, 16, 32, 48, 64)
_TO_96 = (*_TO_64, 96)


@dataclass(frozen=True)
class VmSize:
    """host_disk_gib: the larger of the host's cache and its local SSD, which an ephemeral disk must fit into; 0: none."""

    vcpus: int
    memory_gib: float
    host_disk_gib: float
    arm: bool


# Letter and suffix around the number of vCPUs: those numbers, GiB of memory and of host disk for each vCPU, and ARM or not.
# The local disks of version 6 are NVMe, which ephemeral disks here do not use.
_SERIES: Mapping[tuple[str, str], tuple[tuple[int, ...], float, float, bool]] = {
    ("D", "s_v3"): (_TO_64, 4, 25, False), ("E", "s_v3"): ((2, 4, 8, 16, 20, 32, 48, 64), 8, 25, False),
    ("D", "s_v5"): (_TO_96, 4, 0, False), ("D", "ds_v5"): (_TO_96, 4, 37.5, False),
    ("D", "as_v5"): (_TO_96, 4, 0, False), ("D", "ads_v5"): (_TO_96, 4, 37.5, False),
    ("E", "s_v5"): (_TO_96, 8, 0, False), ("E", "ds_v5"): (_TO_96, 8, 37.5, False),
    ("E", "as_v5"): (_TO_96, 8, 0, False), ("E", "ads_v5"): (_TO_96, 8, 37.5, False),
    ("D", "ps_v5"): (_TO_64, 4, 0, True), ("D", "pds_v5"): (_TO_64, 4, 37.5, True),
    ("F", "s_v2"): ((2, 4, 8, 16, 32, 48, 64, 72), 2, 16, False),
    ("D", "s_v6"): (_TO_96, 4, 0, False), ("D", "as_v6"): (_TO_96, 4, 0, False), ("D", "ps_v6"): (_TO_96, 4, 0, True),
    ("E", "s_v6"): (_TO_96, 8, 0, False), ("E", "as_v6"): (_TO_96, 8, 0, False),
}  # fmt: skip
SIZES: Mapping[str, VmSize] = {
    f"Standard_{letter}{count}{suffix}": VmSize(count, count * memory, count * disk, arm)
    for (letter, suffix), (counts, memory, disk, arm) in _SERIES.items()
    for count in counts
}
"""Size, such as Standard_D4ds_v5 -> what it has."""
