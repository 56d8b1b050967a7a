"""Which kinds a Kubernetes API server has by itself, and which API versions it no longer has.

Kinds: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/. Removals:
https://kubernetes.io/docs/reference/using-api/deprecation-guide/.
"""

from collections.abc import Mapping

_NAMESPACED = {
    "v1": "ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota"
    " Secret Service ServiceAccount",
    "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling/v1": "HorizontalPodAutoscaler",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "batch/v1": "CronJob Job",
    "coordination.k8s.io/v1": "Lease",
    "discovery.k8s.io/v1": "EndpointSlice",
    "events.k8s.io/v1": "Event",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "Role RoleBinding",
    "resource.k8s.io/v1": "ResourceClaim ResourceClaimTemplate",
    "storage.k8s.io/v1": "CSIStorageCapacity",
}
_CLUSTERWIDE = {
    "v1": "Namespace Node PersistentVolume",
    "admissionregistration.k8s.io/v1": "MutatingWebhookConfiguration ValidatingWebhookConfiguration"
    " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding",
    "apiextensions.k8s.io/v1": "CustomResourceDefinition",
    "apiregistration.k8s.io/v1": "APIService",
    "certificates.k8s.io/v1": "CertificateSigningRequest",
    "flowcontrol.apiserver.k8s.io/v1": "FlowSchema PriorityLevelConfiguration",
    "networking.k8s.io/v1": "IngressClass IPAddress ServiceCIDR",
    "node.k8s.io/v1": "RuntimeClass",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io/v1": "DeviceClass ResourceSlice",
    "scheduling.k8s.io/v1": "PriorityClass",
    "storage.k8s.io/v1": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
}
BUILT_IN: Mapping[tuple[str, str], bool] = {
    (version, kind): namespaced
    for namespaced, table in ((True, _NAMESPACED), (False, _CLUSTERWIDE))
    for version, kinds in table.items()
    for kind in kinds.split()
}
"""(apiVersion, kind) -> whether its objects live in a namespace."""

REMOVED: Mapping[str, str] = {
    "extensions/v1beta1": "apps/v1, networking.k8s.io/v1 or policy/v1",
    "apps/v1beta1": "apps/v1",
    "apps/v1beta2": "apps/v1",
    "autoscaling/v2beta1": "autoscaling/v2",
    "autoscaling/v2beta2": "autoscaling/v2",
    "batch/v1beta1": "batch/v1",
    "policy/v1beta1": "policy/v1",
    "networking.k8s.io/v1beta1": "networking.k8s.io/v1",
    "rbac.authorization.k8s.io/v1beta1": "rbac.authorization.k8s.io/v1",
    "apiextensions.k8s.io/v1beta1": "apiextensions.k8s.io/v1",
    "admissionregistration.k8s.io/v1beta1": "admissionregistration.k8s.io/v1",
    "apiregistration.k8s.io/v1beta1": "apiregistration.k8s.io/v1",
    "scheduling.k8s.io/v1beta1": "scheduling.k8s.io/v1",
    "coordination.k8s.io/v1beta1": "coordination.k8s.io/v1",
    "discovery.k8s.io/v1beta1": "discovery.k8s.io/v1",
    "node.k8s.io/v1beta1": "node.k8s.io/v1",
    "storage.k8s.io/v1beta1": "storage.k8s.io/v1",
}
"""apiVersion that is gone -> where its kinds went."""

GROUPS = frozenset(version.rpartition("/")[0] for version, _ in BUILT_IN) | {"extensions"}
CLUSTERWIDE_CUSTOM = frozenset(
    {
        "ClusterIssuer", "ClusterSecretStore", "ClusterExternalSecret", "ClusterPushSecret", "ClusterGenerator",
        "NodePool", "NodeClaim", "NodeOverlay", "EC2NodeClass", "GatewayClass", "ClusterPolicy", "ClusterCleanupPolicy",
        "VolumeSnapshotClass", "VolumeSnapshotContent", "ClusterNetworkPolicy", "CNINode",
    }
)  # fmt: skip
"""Custom kinds without a namespace; the kinds of a CustomResourceDefinition object say it themselves."""


def group_of(api_version: str) -> str:
    """The group of an apiVersion; empty for the core group."""
    return api_version.rpartition("/")[0]
