"""The KMS key of a GKE cluster, with which it encrypts Kubernetes secrets before etcd has them."""

import pulumi
import pulumi_gcp as gcp

from settings.clusters import gke as clusters

DAY = 24 * 3600


def create_key(
    name: str, settings: clusters.GkeCluster, opts: pulumi.ResourceOptions, service: str = "container"
) -> tuple[gcp.kms.CryptoKey, pulumi.Resource]:
    """Make the key and let a service's agent, GKE's by default, and nobody else, encrypt and decrypt with it (CIS GKE 5.3.1).

    Returns the key and the grant, which must be there before what is encrypted and after it. A key ring cannot be deleted from
    Google Cloud and a key's name not be used again, so both have made-up names: a cluster can be destroyed and made again.
    """
    ring = gcp.kms.KeyRing(name, project=settings.project, location=settings.region, opts=opts)
    key = gcp.kms.CryptoKey(
        name,
        key_ring=ring.id,
        purpose="ENCRYPT_DECRYPT",
        # A new version every 90 days (CIS GCP 1.10). Old ones go on decrypting.
        rotation_period=f"{90 * DAY}s",
        # A version set to be destroyed can be saved for 30 days: without it every secret of the cluster is lost.
        destroy_scheduled_duration=f"{30 * DAY}s",
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=settings.protect)),
    )
    # Google makes the agent when it is first needed, which is after the grant; asked for, it is there at once.
    agent = gcp.projects.ServiceIdentity(
        f"{name}-agent", project=settings.project, service=f"{service}.googleapis.com", opts=opts
    )
    grant = gcp.kms.CryptoKeyIAMMember(
        name,
        crypto_key_id=key.id,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member=agent.member,
        opts=opts,
    )
    return key, grant
