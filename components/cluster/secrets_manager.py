"""Secrets beside an EKS cluster that somebody is to fill in: Secrets Manager, with replicas in the regions of other clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_aws as aws

from components.cluster.account import Account
from components.cluster.copies import copy_name
from components.cluster.eks_encryption import ADMINISTER, allow
from components.cluster.iam import Statement, document

RECOVERY_DAYS = 30
_ACROSS = ("ReplicateKey", "UpdatePrimaryRegion")
_USE = (
    "Encrypt",
    "Decrypt",
    "ReEncryptFrom",
    "ReEncryptTo",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "DescribeKey",
)


def key_policy(account: Account) -> list[Statement]:
    """Who may do what with the key of replicated secrets, in one region.

    Through Secrets Manager, whoever may use it in the account: what the key that AWS keeps for it (aws/secretsmanager) allows, so
    that who may read a secret needs no leave for its key besides. By any other way, nobody.
    """
    return [
        allow("Administer", {"AWS": account.root}, (*ADMINISTER, *_ACROSS)),
        {
            **allow("SecretsManager", {"AWS": "*"}, _USE),
            "Condition": {
                "StringEquals": {
                    "kms:CallerAccount": account.id,
                    "kms:ViaService": f"secretsmanager.{account.region}.{account.domain}",
                }
            },
        },
    ]


@dataclass(frozen=True)
class Secrets:
    """The SecretsFactory of one EKS cluster. cluster: its name. opts: the AWS provider, and the parent."""

    cluster: str
    account: Account
    protect: bool
    opts: pulumi.ResourceOptions

    def __call__(self, secrets: Mapping[str, Sequence[Self]]) -> Mapping[str, pulumi.Output[str]]:
        """Make them. Those that are replicated are encrypted with a key that is the same in every region, so that each region
        reads by itself; the others with the one that AWS keeps."""
        places = {copy.account.region: copy for copies in secrets.values() for copy in copies}
        keys = self._keys(places) if places else {}
        return {secret: self._secret(secret, copies, keys).arn for secret, copies in secrets.items()}

    def _keys(self, places: Mapping[str, Self]) -> dict[str, pulumi.Output[str]]:
        """The key, rotated yearly (CIS AWS 3.6), and its replicas: region -> ARN."""
        name = f"{self.cluster}-secrets"
        safe = pulumi.ResourceOptions(protect=self.protect)
        # When this cluster is given up with its region, what is left of its secrets must still be readable.
        kept = pulumi.ResourceOptions(protect=self.protect, retain_on_delete=self.protect)
        key = aws.kms.Key(
            name,
            description=f"Replicated secrets, {name}",
            multi_region=True,
            enable_key_rotation=True,
            deletion_window_in_days=RECOVERY_DAYS,
            policy=document(key_policy(self.account)),
            opts=pulumi.ResourceOptions.merge(self.opts, safe),
        )
        replicas = {
            region: aws.kms.ReplicaKey(
                copy_name(place.cluster, name),
                primary_key_arn=key.arn,
                description=f"Replicated secrets, {name}",
                deletion_window_in_days=RECOVERY_DAYS,
                policy=document(key_policy(place.account)),
                opts=pulumi.ResourceOptions.merge(place.opts, kept),
            )
            for region, place in places.items()
        }
        return {self.account.region: key.arn, **{region: one.arn for region, one in replicas.items()}}

    def _secret(
        self, secret: str, copies: Sequence[Self], keys: Mapping[str, pulumi.Output[str]]
    ) -> aws.secretsmanager.Secret:
        """One secret. Deleted, it can be had back for 30 days, the longest there is; unprotected it goes at once, or a stack that
        is destroyed could not be made again under the same names."""
        return aws.secretsmanager.Secret(
            f"{self.cluster}-secrets-{secret}",
            name=secret,
            description="Filled in by a person",
            kms_key_id=keys[self.account.region] if copies else None,
            replicas=[
                aws.secretsmanager.SecretReplicaArgs(
                    region=copy.account.region, kms_key_id=keys[copy.account.region]
                )
                for copy in copies
            ],
            recovery_window_in_days=RECOVERY_DAYS if self.protect else 0,
            opts=pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(protect=self.protect)),
        )
