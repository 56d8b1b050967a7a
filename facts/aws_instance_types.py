"""EC2 instance types that the simulation knows: families, their processor and their sizes.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html and the per-family pages, as of
2026-08. A new family is one line here.
"""

import difflib
from collections.abc import Mapping

_BURST = "nano micro small medium large xlarge 2xlarge"
_TO_16 = "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal"
_TO_24 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"
_TO_32 = f"{_TO_24} 32xlarge metal"
_TO_48 = f"{_TO_24} 48xlarge metal-24xl metal-48xl"

X86: Mapping[str, str] = {
    "t3": _BURST, "t3a": _BURST,
    "m5": f"{_TO_24} metal", "m5a": _TO_24, "m6i": _TO_32, "m6a": f"{_TO_32} 48xlarge",
    "m7i": _TO_48, "m7i-flex": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
    "m7a": f"medium {_TO_24} 32xlarge 48xlarge metal-48xl",
    "c5": "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge metal", "c5a": _TO_24,
    "c6i": _TO_32, "c6a": f"{_TO_32} 48xlarge", "c7i": _TO_48,
    "c7a": f"medium {_TO_24} 32xlarge 48xlarge metal-48xl",
    "r5": f"{_TO_24} metal", "r5a": _TO_24, "r6i": _TO_32, "r6a": f"{_TO_32} 48xlarge", "r7i": _TO_48,
    "r7a": f"medium {_TO_24} 32xlarge 48xlarge metal-48xl",
    "i4i": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge metal",
    "x2iedn": "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge metal",
    "g4dn": "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal",
    "g5": "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
    "g6": "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
    "g6e": "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
}  # fmt: skip
ARM: Mapping[str, str] = {
    "t4g": _BURST,
    "m6g": _TO_16, "m7g": _TO_16, "m8g": f"medium {_TO_48}",
    "c6g": _TO_16, "c7g": _TO_16, "c8g": f"medium {_TO_48}",
    "c7gn": _TO_16, "im4gn": "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge",
    "r6g": _TO_16, "r7g": _TO_16, "r8g": f"medium {_TO_48}",
}  # fmt: skip
ARCHITECTURES: Mapping[str, str] = {
    f"{family}.{size}": architecture
    for architecture, families in (("x86_64", X86), ("arm64", ARM))
    for family, sizes in families.items()
    for size in sizes.split()
}
"""Instance type -> `x86_64` or `arm64`."""


def wrong_type(name: str) -> str | None:
    """Why a text is no known instance type, with the nearest ones; None when it is one."""
    if name in ARCHITECTURES:
        return None
    family = name.partition(".")[0]
    if sizes := X86.get(family) or ARM.get(family):
        return f"the instance type {name!r} does not exist: {family} comes as {', '.join(sizes.split())}"
    near = difflib.get_close_matches(name, ARCHITECTURES, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"its families are {', '.join([*X86, *ARM])}"
    return f"the instance type {name!r} is not in facts/aws_instance_types.py ({hint})"
