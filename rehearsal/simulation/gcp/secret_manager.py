"""Secret Manager: secrets and their versions.

Rules: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets. Replacement follows the ForceNew marks of
terraform-provider-google 7.
"""

import re
from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS
from rehearsal.simulation.gcp.inputs import invalid
from rehearsal.simulation.gcp.resource import CREATED, Reference, gcp, number, project, scope
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties

SECRET = "gcp:secretmanager/secret:Secret"
VERSION = "gcp:secretmanager/secretVersion:SecretVersion"
LARGEST = 65536


def check(inputs: Properties) -> Iterator[Failure]:
    """A name without a slash or a dot, and one way to be copied."""
    for text in texts(inputs, "secretId"):
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", text):
            yield invalid("secretId", text, "Must be 1 to 255 letters, digits, - and _")
    given = [way for way in ("auto", "userManaged") if list(values(inputs, f"replication.{way}"))]
    if len(given) != 1 and isinstance(inputs.get("replication"), Mapping):
        yield invalid("replication", " and ".join(given), "Exactly one of auto and userManaged is needed")
    for place in texts(inputs, "replication.userManaged.replicas.location"):
        if place not in REGIONS:
            yield invalid("replication.userManaged.replicas.location", place, "There is no such region")


def value_check(inputs: Properties) -> Iterator[Failure]:
    """A value of at most 64 KiB, which no message repeats."""
    for value in texts(inputs, "secretData"):
        if not 0 < len(value.encode()) <= LARGEST:
            yield Failure("secretData", f"400 invalid: {len(value.encode())} bytes, expected 1 to {LARGEST}")


def next_version(call: Call) -> str:
    """The id of a secret's next version: they are counted, and no number comes twice."""
    secret = str(call.inputs.get("secret"))
    numbers = [
        int(one.id.rpartition("/")[2])
        for one in call.world.of(VERSION, scope(call.provider))
        if one.id.startswith(f"{secret}/versions/")
    ]
    return f"{secret}/versions/{max(numbers, default=0) + 1}"


def version(call: Call, id_: str) -> Properties:
    """The version, which is the latest."""
    return {
        "name": id_,
        "version": id_.rpartition("/")[2],
        "createTime": CREATED,
        "enabled": call.inputs.get("enabled", True),
    }


def secret(call: Call, id_: str) -> Properties:
    """The secret, still without a value. Its name has the project's number."""
    return {
        "name": f"projects/{number(project(call))}/secrets/{call.inputs.get('secretId')}",
        "createTime": CREATED,
    }


KINDS: Mapping[str, Kind] = {
    SECRET: gcp(
        lambda call: f"projects/{project(call)}/secrets/{call.inputs.get('secretId')}",
        secret,
        api="secretmanager", check=check, required=("replication", "secretId"), replaces=("secretId", "project", "replication"),
    ),
    VERSION: gcp(
        next_version, version,
        api="secretmanager", check=value_check, references=(Reference("secret", SECRET),), required=("secret",),
        replaces=("secret", "secretData"),
    ),
}  # fmt: skip
