"""What a cluster's pods may use of its cloud: the buckets and the cloud identities that a cluster makes, and what it allows them.

Handles like those of components/contracts.py, whose Cluster makes them: beneath it, for its traits speak of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pulumi


@dataclass(frozen=True)
class BucketHandle:
    """Object storage that exists. name: what a client calls it; reference: what a grant names (on AWS its ARN).

    rclone: what rclone's remote `store:` must be told of this bucket alone, besides ClusterTraits.rclone. copy: where another
    region keeps a copy of what is in it, if one does.
    """

    name: pulumi.Output[str]
    reference: pulumi.Output[str]
    rclone: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    copy: "BucketHandle | None" = None


@dataclass(frozen=True)
class ReadSecrets:
    """Leave to read the secrets whose names begin with prefix, in the cluster's own account and region."""

    prefix: str


@dataclass(frozen=True)
class UseBucket:
    """Leave to list a bucket and to read, write and delete its objects.

    links: and to sign links to them, which whoever is given one may follow for some minutes.
    """

    bucket: BucketHandle
    links: bool = False


@dataclass(frozen=True)
class ReadBucket:
    """Leave to list a bucket and to read its objects, and to change none. links: as UseBucket has them."""

    bucket: BucketHandle
    links: bool = False


@dataclass(frozen=True)
class WriteFolder:
    """Leave to write and delete those objects of a bucket whose names begin with folder, which ends with a slash."""

    bucket: BucketHandle
    folder: str


@dataclass(frozen=True)
class EditDnsZone:
    """Leave to change a DNS zone's records. zone: AWS' hosted zone id, Google's managed zone name, or Azure's resource id."""

    zone: pulumi.Input[str]


@dataclass(frozen=True)
class ProveNames:
    """Leave to write the records by which names in a DNS zone are proved (RFC 8555, 8.4: TXT below _acme-challenge), and no
    others where a cloud can tell them apart. zone: as EditDnsZone has it. project: Google's, where it is not the cluster's."""

    zone: pulumi.Input[str]
    project: str = ""


@dataclass(frozen=True)
class TakeRole:
    """Leave to act as a role of another account, which must trust the one that is given it. role: its ARN."""

    role: str


@dataclass(frozen=True)
class FindDnsZones:
    """Leave to list DNS zones and read what is in them, among which one is found by its domain.

    zone: the one that is looked for. Google Cloud lists those of the whole project, Azure those of the zone's resource group.
    """

    zone: pulumi.Input[str]


Grant = (
    ReadSecrets | UseBucket | ReadBucket | WriteFolder | EditDnsZone | ProveNames | TakeRole | FindDnsZones
)


@dataclass(frozen=True)
class Identity:
    """What a pod needs to act as a cloud identity: annotations of its service account, labels of the pod itself.

    ready: what must exist before the pod starts, and until it has stopped, where no annotation says so.
    """

    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    pod_labels: Mapping[str, str] = field(default_factory=dict)
    ready: Sequence[pulumi.Resource] = ()


class IdentityFactory(Protocol):
    """Makes the identity of one service account, allowed exactly its grants. name: prefix of what is made."""

    def __call__(
        self,
        name: str,
        namespace: str,
        service_account: str,
        grants: Sequence[Grant],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Identity: ...


class BucketFactory(Protocol):
    """Makes a bucket: encrypted, versioned, closed to the public. expire_days: None keeps objects for ever. apart: a folder,
    ending with a slash, in which its copy in another region has objects of its own, which must stay."""

    def __call__(
        self,
        name: str,
        expire_days: int | None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        apart: str = "",
    ) -> BucketHandle: ...
