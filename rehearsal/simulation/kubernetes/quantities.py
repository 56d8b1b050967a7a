"""Amounts of CPU, memory and storage as Kubernetes writes them.

Grammar: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure

QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(m|u|n|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?")
SCALE = {
    **{
        suffix: Decimal(1000) ** power
        for power, suffix in enumerate(("n", "u", "m", "", "k", "M", "G", "T", "P", "E"), -3)
    },
    **{
        suffix: Decimal(1024) ** power for power, suffix in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"), 1)
    },
}


@lru_cache(maxsize=4096)
def amount(text: str) -> Decimal | None:
    """The number a quantity stands for, None when it is none: `250m` is 0.25, `1Gi` is 1073741824."""
    found = QUANTITY.fullmatch(text)
    if not found:
        return None
    number, suffix = Decimal(found[1]), found[2] or ""
    return number * SCALE[suffix] if suffix in SCALE else Decimal(found[1] + suffix)


def resource_amounts(path: str, amounts: Any) -> Iterator[Failure]:
    """What is wrong with a map of resource name to quantity."""
    if not isinstance(amounts, Mapping):
        return
    for name, value in amounts.items():
        if value is UNKNOWN:
            continue
        number = amount(str(value))
        if number is None:
            yield Failure(
                f"{path}.{name}", f"Invalid value: {value!r} is not a quantity such as 250m, 0.5 or 128Mi"
            )
        elif number < 0:
            yield Failure(f"{path}.{name}", f"Invalid value: {value!r} is below 0")


def resources(path: str, given: Any) -> Iterator[Failure]:
    """What is wrong with a container's resources: quantities that parse, and no request above its limit."""
    if not isinstance(given, Mapping):
        return
    requests, limits = given.get("requests"), given.get("limits")
    yield from resource_amounts(f"{path}.requests", requests)
    yield from resource_amounts(f"{path}.limits", limits)
    if not isinstance(requests, Mapping) or not isinstance(limits, Mapping):
        return
    for name, value in requests.items():
        asked, most = amount(str(value)), amount(str(limits.get(name, "")))
        if asked is not None and most is not None and asked > most:
            yield Failure(
                f"{path}.requests.{name}",
                f"Invalid value: {value} must be less than or equal to the {name} limit of {limits[name]}",
            )
