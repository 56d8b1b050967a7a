"""Key rings and keys."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import KEY, Cloud

RING = "gcp:kms/keyRing:KeyRing"


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "a ring"}, "1 to 63 letters, digits, - and _"),
        ({"location": "europe-west5"}, "Expected one of global, europe"),
    ],
)
def test_a_ring_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(RING, **{"name": "ring", "location": "europe-west4", **inputs})


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"name": "a key"}, "1 to 63 letters, digits, - and _"),
        ({"purpose": "LOOK"}, "Expected one of ENCRYPT_DECRYPT"),
        ({"rotationPeriod": "3600s"}, "at least a day"),
        ({"rotationPeriod": "90d"}, "at least a day"),
        ({"destroyScheduledDuration": "12960000s"}, "1 to 120 days"),
        ({"purpose": "MAC", "rotationPeriod": "86400s"}, "Only a symmetric key"),
        ({"keyRing": "none"}, "404 notFound: keyRing: The resource 'none' was not found"),
    ],
)
def test_a_key_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    ring = cloud.create(RING, name="ring", location="europe-west4")

    assert text in cloud.refusal(KEY, **{"name": "key", "keyRing": ring["id"], **inputs})


def test_a_key_is_part_of_its_ring(cloud: Cloud) -> None:
    assert cloud.key()["id"] == "projects/example-project/locations/europe-west4/keyRings/ring/cryptoKeys/key"
