"""Repositories of images beside an EKS cluster: ECR, with the same repositories in the regions of other clusters.

What a node may pull: all of its own account's, as AmazonEC2ContainerRegistryPullOnly has it (components/cluster/eks_nodes.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.sharing import Addresses


def lifecycle(untagged_days: int) -> str:
    """What ECR clears away by itself (Security Hub ECR.3): images that no tag names any more."""
    selection = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": untagged_days,
    }
    rule = {
        "rulePriority": 1,
        "description": f"Untagged for {untagged_days} days",
        "selection": selection,
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})


@dataclass(frozen=True)
class Images:
    """The ImagesFactory of one EKS cluster.

    cluster: its name. protect: against deletion by Pulumi; without it a repository goes with its images. opts: the AWS provider,
    and the parent.
    """

    cluster: str
    account: Account
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(self, repositories: Sequence[str], untagged_days: int, copies: Sequence[Self]) -> Addresses:
        """Make them here and beside each of the others, and the rule that brings what is pushed here there.

        Those of the other regions are made by this program and not by ECR, which would make them with tags that can be moved and
        without a lifecycle. They are called after their own cluster, so that it can become the first one and keep them.
        """
        here = self._repositories(repositories, untagged_days, self.protect)
        there = [copy._repositories(repositories, untagged_days, self.protect) for copy in copies]
        if copies:
            regions = [copy.account.region for copy in copies]
            self._replicate(repositories, regions, [one for made in there for one in made])
        found: dict[str, dict[str, pulumi.Output[str]]] = {repository: {} for repository in repositories}
        for place, made in zip((self, *copies), (here, *there), strict=True):
            for repository, one in zip(repositories, made, strict=True):
                found[repository][place.account.region] = one.repository_url
        return found

    def _repositories(
        self, repositories: Sequence[str], untagged_days: int, protect: bool
    ) -> list[aws.ecr.Repository]:
        return [self._repository(repository, untagged_days, protect) for repository in repositories]

    def _repository(self, repository: str, untagged_days: int, protect: bool) -> aws.ecr.Repository:
        """One repository. Encrypted with AWS's own keys: there is then no key whose deletion would take the images with it."""
        name = f"{self.cluster}-images-{repository}"
        made = aws.ecr.Repository(
            name,
            name=repository,
            image_tag_mutability="IMMUTABLE",  # Security Hub ECR.2
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=True  # Security Hub ECR.1
            ),
            encryption_configurations=[
                aws.ecr.RepositoryEncryptionConfigurationArgs(encryption_type="AES256")
            ],
            force_delete=not protect,
            opts=pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(protect=protect)),
        )
        aws.ecr.LifecyclePolicy(name, repository=made.name, policy=lifecycle(untagged_days), opts=self.opts)
        return made

    def _replicate(
        self,
        repositories: Sequence[str],
        regions: Sequence[str],
        ready: Sequence[pulumi.Resource],
    ) -> None:
        """The registry's one configuration, which is the account's in this region. ready: the repositories there, which ECR would
        make otherwise. What was pushed before stays here alone."""
        rule = aws.ecr.ReplicationConfigurationReplicationConfigurationRuleArgs(
            destinations=[
                aws.ecr.ReplicationConfigurationReplicationConfigurationRuleDestinationArgs(
                    region=region, registry_id=self.account.id
                )
                for region in regions
            ],
            repository_filters=[
                aws.ecr.ReplicationConfigurationReplicationConfigurationRuleRepositoryFilterArgs(
                    filter=repository, filter_type="PREFIX_MATCH"
                )
                for repository in repositories
            ],
        )
        aws.ecr.ReplicationConfiguration(
            f"{self.cluster}-images",
            replication_configuration=aws.ecr.ReplicationConfigurationReplicationConfigurationArgs(
                rules=[rule]
            ),
            opts=pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(depends_on=list(ready))),
        )
