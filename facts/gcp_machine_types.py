"""Compute Engine machine types that a node may have. A new family is one line here.

Source: https://cloud.google.com/compute/docs/machine-resource, the page of each family, and "Machine series support" of
https://cloud.google.com/compute/docs/disks/hyperdisks, as of 2026-08.
"""

import difflib
from collections.abc import Mapping

_SIZES: Mapping[str, str] = {
    "e2-standard": "2 4 8 16 32",
    "e2-highmem": "2 4 8 16",
    "e2-highcpu": "4 8 16 32",
    "n1-standard": "2 4 8 16 32 64 96",
    "n1-highmem": "2 4 8 16 32 64 96",
    "n2-standard": "2 4 8 16 32 48 64 80 96 128",
    "n2-highmem": "2 4 8 16 32 48 64 80 96 128",
    "n2-highcpu": "4 8 16 32 48 64 80 96",
    "n2d-standard": "2 4 8 16 32 48 64 80 96 128 224",
    "n2d-highmem": "2 4 8 16 32 48 64 80 96",
    "n2d-highcpu": "4 8 16 32 48 64 80 96 128 224",
    "t2d-standard": "2 4 8 16 32 48 60",
    "c2-standard": "4 8 16 30 60",
    "c2d-standard": "2 4 8 16 32 56 112",
    "c2d-highmem": "2 4 8 16 32 56 112",
    "c2d-highcpu": "4 8 16 32 56 112",
    "c3-standard": "4 8 22 44 88 176",
    "c3-highmem": "4 8 22 44 88 176",
    "c3-highcpu": "4 8 22 44 88 176",
    "c3d-standard": "4 8 16 30 60 90 180 360",
    "c3d-highmem": "4 8 16 30 60 90 180 360",
    "c3d-highcpu": "4 8 16 30 60 90 180 360",
}
MACHINE_TYPES = frozenset(f"{family}-{size}" for family, sizes in _SIZES.items() for size in sizes.split())
"""Every type that nodes may have: x86, and of a series that attaches Persistent Disks, on which the cluster's volumes are."""
HYPERDISK_ONLY = frozenset({"c4", "c4a", "c4d", "h4d", "m4", "n4", "n4a", "n4d", "x4"})
"""Series that attach no Persistent Disk."""


def wrong_machine_type(name: str) -> str | None:
    """Why a node cannot have this machine type, with the nearest ones; None when it can."""
    if name in MACHINE_TYPES:
        return None
    series = name.partition("-")[0]
    if series in HYPERDISK_ONLY:
        others = ", ".join(sorted({family.partition("-")[0] for family in _SIZES}))
        return f"expected a machine type that attaches Persistent Disks, which {series} does not; choose one of {others}"
    near = difflib.get_close_matches(name, sorted(MACHINE_TYPES), n=2, cutoff=0.75)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the families are {', '.join(_SIZES)}"
    return f"expected a machine type of Compute Engine; {hint}"
