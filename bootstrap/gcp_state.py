"""State on Google Cloud: a bucket, the key of the secrets in it, and the leave of those who deploy to use both.

Controls are cited by their ids in the CIS Google Cloud Platform Foundation Benchmark 3.0 ("CIS GCP").
"""

from collections.abc import Sequence

import pulumi
import pulumi_gcp as gcp

from bootstrap.backend import Backend, tags
from bootstrap.place import GcpPlace
from components.cluster.gcp_project import slug
from components.naming import type_token

DAY = 24 * 3600
ABORT_DAYS = 7
SERVICES = ("storage", "cloudkms")
# On the bucket and on the key; nothing of the bucket or the key itself (cloud.google.com/storage/docs/access-control/iam-roles,
# cloud.google.com/kms/docs/reference/permissions-and-roles).
DEPLOY = ("roles/storage.objectUser", "roles/cloudkms.cryptoKeyEncrypterDecrypter")
PREVIEW = ("roles/storage.objectViewer", "roles/cloudkms.cryptoKeyDecrypter")


def lifecycle(history_days: int) -> list[gcp.storage.BucketLifecycleRuleArgs]:
    """What Cloud Storage clears away: versions that were replaced some days ago, and uploads broken off."""
    return [
        _rule(
            "Delete",
            gcp.storage.BucketLifecycleRuleConditionArgs(
                days_since_noncurrent_time=history_days, with_state="ARCHIVED"
            ),
        ),
        _rule("AbortIncompleteMultipartUpload", gcp.storage.BucketLifecycleRuleConditionArgs(age=ABORT_DAYS)),
    ]


def _rule(
    action: str, condition: gcp.storage.BucketLifecycleRuleConditionArgs
) -> gcp.storage.BucketLifecycleRuleArgs:
    return gcp.storage.BucketLifecycleRuleArgs(
        action=gcp.storage.BucketLifecycleRuleActionArgs(type=action), condition=condition
    )


class GcpState(pulumi.ComponentResource):
    """Where the state of stacks on Google Cloud is kept. backend: how they find it."""

    backend: Backend

    def __init__(self, name: str, place: GcpPlace, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(type_token("bootstrap", "Gcp"), name, None, opts)
        self._name, self._place = name, place
        labels = {**tags(), "groundwork-stack": slug(pulumi.get_stack())[:63]}
        provider = gcp.Provider(
            f"{name}-gcp",
            project=place.project,
            region=place.region,
            default_labels=labels,
            opts=pulumi.ResourceOptions(parent=self),
        )
        first = pulumi.ResourceOptions(parent=self, provider=provider)
        # Nothing names an API, and nothing can be made while its API is off.
        enabled = self._enable(first)
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider, depends_on=list(enabled))
        bucket, key = self._bucket(), self._key()
        for member in place.deployers:
            self._admit(member, DEPLOY, bucket, key)
        for member in place.readers:
            self._admit(member, PREVIEW, bucket, key)
        self.backend = Backend(
            login=pulumi.Output.concat("gs://", bucket.name),
            secrets_provider=pulumi.Output.concat("gcpkms://", key.id),
            more={"key": key.id},
        )
        self.register_outputs(dict(self.backend.outputs))

    def _enable(self, opts: pulumi.ResourceOptions) -> Sequence[pulumi.Resource]:
        """Switch on the APIs that a new project has off. They stay on: something else in the project may use them by then."""
        return [
            gcp.projects.Service(
                f"{self._name}-{api}",
                project=self._place.project,
                service=f"{api}.googleapis.com",
                disable_on_destroy=False,
                opts=opts,
            )
            for api in SERVICES
        ]

    def _admit(
        self, member: str, roles: tuple[str, str], bucket: gcp.storage.Bucket, key: gcp.kms.CryptoKey
    ) -> None:
        name = f"{self._name}-{slug(member)}"
        on_bucket, on_key = roles
        gcp.storage.BucketIAMMember(name, bucket=bucket.name, role=on_bucket, member=member, opts=self._opts)
        gcp.kms.CryptoKeyIAMMember(name, crypto_key_id=key.id, role=on_key, member=member, opts=self._opts)

    def _safe(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(protect=self._place.protect))

    def _bucket(self) -> gcp.storage.Bucket:
        """The bucket, encrypted by Google's own keys; the secrets in a state are encrypted by the key before they come here."""
        place = self._place
        return gcp.storage.Bucket(
            self._name,
            name=place.bucket,
            project=place.project,
            location=place.region.upper(),
            storage_class="STANDARD",
            # IAM alone decides, not each object's own list (CIS GCP 5.2), and never for everyone (CIS GCP 5.1).
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            versioning=gcp.storage.BucketVersioningArgs(enabled=True),
            soft_delete_policy=gcp.storage.BucketSoftDeletePolicyArgs(
                retention_duration_seconds=place.history_days * DAY
            ),
            lifecycle_rules=lifecycle(place.history_days),
            force_destroy=not place.protect,
            opts=self._safe(),
        )

    def _key(self) -> gcp.kms.CryptoKey:
        """The key. A ring cannot be deleted and a key's name not be used again, so both names are made up."""
        ring = gcp.kms.KeyRing(
            self._name, project=self._place.project, location=self._place.region, opts=self._opts
        )
        return gcp.kms.CryptoKey(
            self._name,
            key_ring=ring.id,
            purpose="ENCRYPT_DECRYPT",
            # A new version every 90 days (CIS GCP 1.10). Old ones go on decrypting.
            rotation_period=f"{90 * DAY}s",
            # A version set to be destroyed can be saved for 30 days: without it every secret in every state is lost.
            destroy_scheduled_duration=f"{30 * DAY}s",
            opts=self._safe(),
        )
