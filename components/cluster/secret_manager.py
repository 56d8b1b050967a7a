"""Secrets beside a GKE cluster that somebody is to fill in: Secret Manager, with replicas in the regions of other clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_gcp as gcp


@dataclass(frozen=True)
class Secrets:
    """The SecretsFactory of one GKE cluster. cluster: its name. opts: the provider, and the parent."""

    cluster: str
    project: str
    region: str
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(self, secrets: Mapping[str, Sequence[Self]]) -> Mapping[str, pulumi.Output[str]]:
        """Make them, each in the regions that read it and in no other. A secret's regions are chosen once: others are another
        secret (Secret Manager, "Choose a replication policy"), whose value has to be filled in again."""
        return {secret: self._secret(secret, copies).id for secret, copies in secrets.items()}

    def _secret(self, secret: str, copies: Sequence[Self]) -> gcp.secretmanager.Secret:
        """One secret, under one name for all regions. Encrypted with Google's own keys, as buckets are."""
        regions = dict.fromkeys(place.region for place in (self, *copies))
        return gcp.secretmanager.Secret(
            f"{self.cluster}-secrets-{secret}",
            project=self.project,
            secret_id=secret,
            replication=gcp.secretmanager.SecretReplicationArgs(
                user_managed=gcp.secretmanager.SecretReplicationUserManagedArgs(
                    replicas=[
                        gcp.secretmanager.SecretReplicationUserManagedReplicaArgs(location=region)
                        for region in regions
                    ]
                )
            ),
            deletion_protection=self.protect,
            opts=pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(protect=self.protect)),
        )
