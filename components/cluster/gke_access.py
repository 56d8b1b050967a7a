"""Who administers a GKE cluster, and how this program reaches its Kubernetes API."""

import re
from collections.abc import Sequence

import pulumi
import pulumi_gcp as gcp
import pulumi_kubernetes as kubernetes

STORAGE_CLASS = "balanced"
# To find the cluster and to be let through to its API, and nothing inside it: that is for RBAC to say.
REACH = "roles/container.clusterViewer"
# The credential plugin: it asks gcloud's login, or the machine's own identity, for a token.
PLUGIN = {
    "command": "gke-gcloud-auth-plugin",
    "provideClusterInfo": True,
    "installHint": "Install gke-gcloud-auth-plugin: https://cloud.google.com/kubernetes-engine/docs/how-to/"
    "cluster-access-for-kubectl",
}


def subject(member: str) -> kubernetes.rbac.v1.SubjectArgs:
    """How Kubernetes names a member of IAM: users and service accounts by their e-mail address, and groups by theirs."""
    kind, _, address = member.partition(":")
    return kubernetes.rbac.v1.SubjectArgs(
        kind="Group" if kind == "group" else "User", name=address, api_group="rbac.authorization.k8s.io"
    )


def label(member: str) -> str:
    """A member of IAM as part of a resource's name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", member)


def let_through(
    name: str, project: str, admins: Sequence[str], opts: pulumi.ResourceOptions
) -> list[pulumi.Resource]:
    """Let each administrator find the cluster and reach its API.

    On the project, because IAM has no policy of a single cluster; what they may do inside is RBAC's, in one cluster only.
    """
    return [
        gcp.projects.IAMMember(
            f"{name}-admin-{label(member)}", project=project, role=REACH, member=member, opts=opts
        )
        for member in admins
    ]


def admit(
    name: str, admins: Sequence[str], opts: pulumi.ResourceOptions
) -> kubernetes.rbac.v1.ClusterRoleBinding:
    """Make the administrators such in this one cluster, by RBAC; roles/container.admin would do so in every one of the project.

    A binding of its own, never to a group that everybody is in (CIS GKE 4.1.8 to 4.1.10).
    """
    return kubernetes.rbac.v1.ClusterRoleBinding(
        f"{name}-admins",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(name="groundwork-admins"),
        role_ref=kubernetes.rbac.v1.RoleRefArgs(
            api_group="rbac.authorization.k8s.io", kind="ClusterRole", name="cluster-admin"
        ),
        subjects=[subject(member) for member in admins],
        opts=opts,
    )


def storage_class(name: str, opts: pulumi.ResourceOptions) -> kubernetes.storage.v1.StorageClass:
    """The class for volumes: balanced Persistent Disks, encrypted as every disk of Google Cloud is.

    A volume waits for its pod, so that it is made in the zone where the pod can run. Google's keys, not our own
    (CIS GKE 5.9.1 would have it otherwise): a key that goes with the cluster would take with it every snapshot kept. Not the
    default class: GKE has one of the same kind and puts the mark back when it is taken away.
    """
    return kubernetes.storage.v1.StorageClass(
        f"{name}-{STORAGE_CLASS}",
        metadata=kubernetes.meta.v1.ObjectMetaArgs(name=STORAGE_CLASS),
        provisioner="pd.csi.storage.gke.io",
        parameters={"type": "pd-balanced"},
        volume_binding_mode="WaitForFirstConsumer",
        allow_volume_expansion=True,
        reclaim_policy="Delete",
        opts=opts,
    )
