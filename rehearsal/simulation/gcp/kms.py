"""Key rings and keys of Cloud KMS.

Rules: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys. Neither can be deleted from
Google Cloud: a destroyed key's name, and a ring's, stay taken. A rehearsal lets them go, as the provider does.
"""

import re
from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS
from rehearsal.simulation.gcp.iam import member
from rehearsal.simulation.gcp.inputs import invalid, one_of, seconds
from rehearsal.simulation.gcp.resource import Reference, gcp, project
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import UNKNOWN, Failure, Kind, Properties, words

RING = "gcp:kms/keyRing:KeyRing"
KEY = "gcp:kms/cryptoKey:CryptoKey"
KEY_MEMBER = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
NAME = re.compile(r"[A-Za-z0-9_-]{1,63}")
DAY = 24 * 3600
WIDE = ("global", "europe", "us", "asia", "eur4", "nam4")
PURPOSES = ("ENCRYPT_DECRYPT", "ASYMMETRIC_SIGN", "ASYMMETRIC_DECRYPT", "RAW_ENCRYPT_DECRYPT", "MAC")
ON_KEY = words(
    "cloudkms.cryptoKeyEncrypterDecrypter cloudkms.cryptoKeyEncrypter cloudkms.cryptoKeyDecrypter cloudkms.viewer cloudkms.admin"
)


def ring_check(inputs: Properties) -> Iterator[Failure]:
    """A name, and a place that KMS has."""
    for text in texts(inputs, "name"):
        if not NAME.fullmatch(text):
            yield invalid("name", text, "Must be 1 to 63 letters, digits, - and _")
    yield from one_of(inputs, "location", (*WIDE, *sorted(REGIONS)))


def key_check(inputs: Properties) -> Iterator[Failure]:
    """A name, a purpose, and times that KMS takes."""
    for text in texts(inputs, "name"):
        if not NAME.fullmatch(text):
            yield invalid("name", text, "Must be 1 to 63 letters, digits, - and _")
    yield from one_of(inputs, "purpose", PURPOSES)
    yield from seconds(
        inputs, "rotationPeriod", DAY, 36500 * DAY, "Must be a duration of at least a day, 86400s"
    )
    yield from seconds(
        inputs, "destroyScheduledDuration", DAY, 120 * DAY, "Must be a duration of 1 to 120 days"
    )
    purpose = one(inputs, "purpose", "ENCRYPT_DECRYPT")
    if inputs.get("rotationPeriod") is not None and purpose not in {"ENCRYPT_DECRYPT", UNKNOWN}:
        yield invalid("rotationPeriod", purpose, "Only a symmetric key is rotated by itself")


KINDS: Mapping[str, Kind] = {
    RING: gcp(
        lambda call: f"projects/{project(call)}/locations/{call.inputs.get('location')}/keyRings/{call.inputs.get('name')}",
        lambda call, id_: {}, api="cloudkms", check=ring_check, required=("location",),
        replaces=("name", "location", "project"), autoname="name",
    ),
    KEY: gcp(
        lambda call: f"{call.inputs.get('keyRing')}/cryptoKeys/{call.inputs.get('name')}",
        lambda call, id_: {"primaries": [{"name": f"{id_}/cryptoKeyVersions/1", "state": "ENABLED"}]},
        api="cloudkms", check=key_check, references=(Reference("keyRing", RING),), required=("keyRing",),
        replaces=("name", "keyRing", "purpose", "destroyScheduledDuration", "importOnly"), autoname="name",
    ),
    KEY_MEMBER: member("cryptoKeyId", ON_KEY, Reference("cryptoKeyId", KEY), api="cloudkms"),
}  # fmt: skip
