"""Repositories of images beside a GKE cluster: one Docker repository of Artifact Registry, over the regions of a continent.

What a node may pull: all of its own project's, as roles/artifactregistry.reader has it (components/cluster/gke_nodes.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_gcp as gcp

from components.cluster.gcp_project import slug
from components.naming import PROJECT
from components.sharing import Addresses
from facts.gcp_regions import continent

DAY = 24 * 3600
LONGEST_NAME = 63


def repository_id(stack: str, name: str) -> str:
    """The repository's name, which is part of every image's.

    Raises pulumi.RunError beyond the 63 characters that Artifact Registry takes.
    """
    full = slug(f"{PROJECT}-{stack}-{name}")
    if len(full) > LONGEST_NAME:
        raise pulumi.RunError(
            f"expected a name of at most {LONGEST_NAME} characters for the images' repository on Google Cloud, got {full!r}, "
            f"which has {len(full)}: shorten the cluster's or the stack's name"
        )
    return full


@dataclass(frozen=True)
class Images:
    """The ImagesFactory of one GKE cluster. cluster: its name. opts: the provider, and the parent."""

    cluster: str
    project: str
    region: str
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(self, repositories: Sequence[str], untagged_days: int, copies: Sequence[Self]) -> Addresses:
        """Make one repository for all of them, in a multi-region wherever there is one, which keeps images in two regions or more
        (Artifact Registry, "Repository locations"): one more copy then changes nothing, where another location would be another
        repository. Encrypted with Google's own keys, as buckets are."""
        name, location = f"{self.cluster}-images", continent(self.region) or self.region
        made = gcp.artifactregistry.Repository(
            name,
            project=self.project,
            location=location,
            repository_id=repository_id(pulumi.get_stack(), name),
            description="Images of the stack's applications",
            format="DOCKER",
            docker_config=gcp.artifactregistry.RepositoryDockerConfigArgs(immutable_tags=True),
            cleanup_policies=[
                gcp.artifactregistry.RepositoryCleanupPolicyArgs(
                    id="untagged",
                    action="DELETE",
                    condition=gcp.artifactregistry.RepositoryCleanupPolicyConditionArgs(
                        tag_state="UNTAGGED", older_than=f"{untagged_days * DAY}s"
                    ),
                )
            ],
            cleanup_policy_dry_run=False,
            opts=pulumi.ResourceOptions.merge(
                self.opts,
                # When this cluster is given up with its region, images that are in others too stay where they are.
                pulumi.ResourceOptions(protect=self.protect, retain_on_delete=self.protect),
            ),
        )
        address = pulumi.Output.concat(f"{location}-docker.pkg.dev/{self.project}/", made.repository_id)
        regions = [place.region for place in (self, *copies)]
        return {
            repository: dict.fromkeys(regions, pulumi.Output.concat(address, f"/{repository}"))
            for repository in repositories
        }
