"""Repositories of Artifact Registry.

Rules: https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories; places:
https://cloud.google.com/artifact-registry/docs/repositories/repo-locations.
"""

from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS
from rehearsal.simulation.gcp.inputs import invalid, names, one_of, seconds
from rehearsal.simulation.gcp.resource import gcp, project
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Failure, Kind, Properties

REPOSITORY = "gcp:artifactregistry/repository:Repository"
WIDE = ("asia", "europe", "us")
FORMATS = ("APT", "DOCKER", "GENERIC", "GO", "KFP", "MAVEN", "NPM", "PYTHON", "RUBY", "YUM")
DAY = 24 * 3600


def check(inputs: Properties) -> Iterator[Failure]:
    """A name, a place, a format, and rules with an id of their own."""
    yield from names(inputs, "repositoryId")
    yield from one_of(inputs, "location", (*WIDE, *sorted(REGIONS)))
    yield from one_of(inputs, "format", FORMATS)
    yield from one_of(inputs, "mode", ("STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"))
    path = "cleanupPolicies"
    yield from one_of(inputs, f"{path}.action", ("DELETE", "KEEP"))
    yield from one_of(inputs, f"{path}.condition.tagState", ("ANY", "TAGGED", "UNTAGGED"))
    yield from seconds(
        inputs, f"{path}.condition.olderThan", 1, 3650 * DAY, "Must be a duration such as 86400s"
    )
    ids = [str(policy.get("id")) for policy in values(inputs, path) if isinstance(policy, Mapping)]
    if len(ids) != len(set(ids)):
        yield invalid(f"{path}.id", ids, "Each policy has an id of its own")


KINDS: Mapping[str, Kind] = {
    REPOSITORY: gcp(
        lambda call: (
            f"projects/{project(call)}/locations/{call.inputs.get('location')}/repositories/{call.inputs.get('repositoryId')}"
        ),
        lambda call, id_: {"name": id_.rpartition("/")[2]},
        api="artifactregistry", check=check, required=("format", "repositoryId"),
        replaces=("repositoryId", "location", "project", "format", "mode", "kmsKeyName"),
    ),
}  # fmt: skip
