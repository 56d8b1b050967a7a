"""Identity of pods on GKE: one Google service account for one Kubernetes service account, allowed exactly its grants."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from components.cluster.gcp_project import Project, pool, service_account
from components.grants import (
    BucketHandle,
    EditDnsZone,
    FindDnsZones,
    Grant,
    Identity,
    ProveNames,
    ReadBucket,
    ReadSecrets,
    TakeRole,
    UseBucket,
    WriteFolder,
)

ANNOTATION = "iam.gke.io/gcp-service-account"


def pod_member(project: str, namespace: str, account: str) -> str:
    """How IAM names one Kubernetes service account: the whole of it, never a pattern."""
    return f"serviceAccount:{pool(project)}[{namespace}/{account}]"


def secrets_condition(project_number: str, prefix: str) -> str:
    """True for the secrets whose names begin so. IAM names a secret by its project's number (Secret Manager, "Conditions")."""
    return f'resource.name.startsWith("projects/{project_number}/secrets/{prefix}")'


def folder_condition(bucket: str, folder: str) -> str:
    """True for the objects below a folder (Cloud Storage, "Conditions on objects")."""
    return f'resource.name.startsWith("projects/_/buckets/{bucket}/objects/{folder}")'


def _links(grant: Grant) -> bool:
    return isinstance(grant, UseBucket | ReadBucket) and grant.links


@dataclass(frozen=True)
class WorkloadIdentity:
    """The IdentityFactory of one GKE cluster.

    cluster: the first one of a project makes the identity pool, before which IAM knows no member of it. opts: the provider,
    and the parent for whoever gives none.
    """

    project: Project
    cluster: gcp.container.Cluster
    opts: pulumi.ResourceOptions

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity:
        """Make the account and its grants, and say how the Kubernetes service account names it."""
        own = pulumi.ResourceOptions.merge(self.opts, opts)
        account = self._account(name, namespace, service_account, own)
        # One service account of one namespace may act as it (CIS GKE 5.2.2).
        trust = gcp.serviceaccount.IAMMember(
            name,
            service_account_id=account.name,
            role="roles/iam.workloadIdentityUser",
            member=pod_member(self.project.id, namespace, service_account),
            opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(depends_on=[self.cluster])),
        )
        made = [self._grant(f"{name}-{index}", grant, account, own) for index, grant in enumerate(grants)]
        signs = [self._signing(name, account, own)] if any(map(_links, grants)) else []
        # Through them, so that a pod starts with its permissions and keeps them until it has stopped.
        ready = pulumi.Output.all(account.email, trust.id, *[grant.id for grant in (*made, *signs)])
        return Identity(annotations={ANNOTATION: ready.apply(lambda all_: str(all_[0]))})

    def _account(
        self, name: str, namespace: str, account: str, opts: pulumi.ResourceOptions
    ) -> gcp.serviceaccount.Account:
        return service_account(name, self.project.id, f"Pods of {namespace}/{account}", opts)

    def _signing(
        self, name: str, account: gcp.serviceaccount.Account, opts: pulumi.ResourceOptions
    ) -> gcp.serviceaccount.IAMMember:
        """Sign as itself, and as nobody else: it has no key of its own to do so with."""
        return gcp.serviceaccount.IAMMember(
            f"{name}-links",
            service_account_id=account.name,
            role="roles/iam.serviceAccountTokenCreator",
            member=account.member,
            opts=opts,
        )

    def _grant(
        self, name: str, grant: Grant, account: gcp.serviceaccount.Account, opts: pulumi.ResourceOptions
    ) -> gcp.projects.IAMMember | gcp.storage.BucketIAMMember | gcp.dns.DnsManagedZoneIamMember:
        """One grant on one resource. Only secrets are granted on the project, because no role can name those to come (the
        condition does), and the list of DNS zones."""
        match grant:
            case ReadSecrets(prefix=prefix):
                own = gcp.projects.IAMMemberConditionArgs(
                    title="own-secrets",
                    description=f"Secrets whose names begin with {prefix}",
                    expression=self.project.number.apply(lambda number: secrets_condition(number, prefix)),
                )
                return self._on_project(name, "roles/secretmanager.secretAccessor", account, opts, own)
            case UseBucket(bucket=bucket) | ReadBucket(bucket=bucket):
                # Objects, and not the bucket's own settings.
                role = "objectUser" if isinstance(grant, UseBucket) else "objectViewer"
                return _on_bucket(name, f"roles/storage.{role}", bucket, account, opts)
            case WriteFolder(bucket=bucket, folder=folder):
                below = gcp.storage.BucketIAMMemberConditionArgs(
                    title="one-folder",
                    description=f"Objects whose names begin with {folder}",
                    expression=bucket.reference.apply(lambda made: folder_condition(made, folder)),
                )
                return _on_bucket(name, "roles/storage.objectUser", bucket, account, opts, below)
            case EditDnsZone(zone=zone) | ProveNames(zone=zone):
                # No condition of IAM tells one record of a zone from another.
                elsewhere = grant.project if isinstance(grant, ProveNames) else ""
                return gcp.dns.DnsManagedZoneIamMember(
                    name,
                    project=elsewhere or self.project.id,
                    managed_zone=zone,
                    role="roles/dns.admin",
                    member=account.member,
                    opts=opts,
                )
            case TakeRole(role=foreign):
                raise pulumi.RunError(
                    f"{name}: expected grants of Google Cloud, got leave to act as {foreign}"
                )
            case FindDnsZones():
                # A list is the project's; dns.managedZones.list cannot be given on a zone.
                return self._on_project(name, "roles/dns.reader", account, opts)

    def _on_project(
        self,
        name: str,
        role: str,
        account: gcp.serviceaccount.Account,
        opts: pulumi.ResourceOptions,
        condition: gcp.projects.IAMMemberConditionArgs | None = None,
    ) -> gcp.projects.IAMMember:
        return gcp.projects.IAMMember(
            name,
            project=self.project.id,
            role=role,
            member=account.member,
            condition=condition,
            opts=opts,
        )


def _on_bucket(
    name: str,
    role: str,
    bucket: BucketHandle,
    account: gcp.serviceaccount.Account,
    opts: pulumi.ResourceOptions,
    condition: gcp.storage.BucketIAMMemberConditionArgs | None = None,
) -> gcp.storage.BucketIAMMember:
    return gcp.storage.BucketIAMMember(
        name,
        bucket=bucket.reference,
        role=role,
        member=account.member,
        condition=condition,
        opts=opts,
    )
