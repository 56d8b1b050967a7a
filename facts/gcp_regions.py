"""Google Cloud regions and their zones. A new region is one word here.

Source: https://cloud.google.com/compute/docs/regions-zones, as of 2026-08.
"""

import difflib

REGIONS = frozenset(
    """
    africa-south1
    asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2
    asia-southeast1 asia-southeast2
    australia-southeast1 australia-southeast2
    europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4
    europe-west6 europe-west8 europe-west9 europe-west10 europe-west12
    me-central1 me-central2 me-west1
    northamerica-northeast1 northamerica-northeast2 northamerica-south1
    southamerica-east1 southamerica-west1
    us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4
    """.split()
)
_LETTERS = {"europe-west1": "bcd", "us-east1": "bcd", "us-central1": "abcf"}


def zones(region: str) -> tuple[str, ...]:
    """Every zone of a region, such as europe-west4-a; most have a, b and c."""
    return tuple(f"{region}-{letter}" for letter in _LETTERS.get(region, "abc"))


def continent(region: str) -> str | None:
    """The multi-region that a region is in, where services that have them keep data; None outside of the three there are.

    https://cloud.google.com/artifact-registry/docs/repositories/repo-locations.
    """
    first = region.partition("-")[0]
    return first if first in {"asia", "europe", "us"} else None


def wrong_region(name: str) -> str | None:
    """Why a text is no region of Google Cloud, with the nearest ones; None when it is one."""
    if name in REGIONS:
        return None
    near = difflib.get_close_matches(name, sorted(REGIONS), n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"they are {', '.join(sorted(REGIONS))}"
    return f"expected a region of Google Cloud; {hint}"
