"""The service accounts that a workload's pods run as, each with the cloud identity that its buckets need and no more."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import ServiceAccount

from components.grants import BucketHandle, Identity, ReadBucket, UseBucket
from components.workload.place import Place


def account(
    at: Place,
    buckets: Sequence[BucketHandle] = (),
    suffix: str = "",
    leave: type[UseBucket | ReadBucket] = UseBucket,
) -> tuple[pulumi.Output[str], Identity]:
    """A service account, and what a pod needs to act as its identity. suffix: of its name, such as "-backup".
    leave: what it may do with the buckets.

    A candidate has none of its own: to the cloud, to the mesh and to the Kubernetes API it is the workload.
    """
    if at.lent and not suffix:
        return at.lent
    name = f"{at.spec.name}{suffix}"
    identity = Identity()
    if buckets:
        grants = [leave(bucket) for bucket in buckets]
        identity = at.platform.cluster.identity(
            f"{at.prefix}{suffix}", at.spec.namespace, name, grants, at.child()
        )
    made = ServiceAccount(
        f"{at.prefix}{suffix}",
        metadata={**at.metadata(name), "annotations": dict(identity.annotations)},
        automount_service_account_token=False,
        opts=at.after(*identity.ready),
    )
    return made.metadata.name, identity
