"""Which fields of an object cannot change, so that a change means replacement.

Source: the forceNew tables of pulumi-kubernetes (provider/pkg/provider/diff.go); ConfigMaps and Secrets are replaced unless
the provider says they may change (enableConfigMapMutable, enableSecretMutable), which the simulation does not read.
"""

from collections.abc import Mapping

ALWAYS = frozenset({"apiVersion", "kind", "metadata.name", "metadata.namespace"})
_FIELDS: Mapping[str, str] = {
    "ConfigMap": "data binaryData",
    "Secret": "type data stringData",
    "Service": "spec.clusterIP",
    "PersistentVolumeClaim": "spec.accessModes spec.resources spec.selector spec.storageClassName spec.volumeName",
    "Pod": "spec",
    "Deployment": "spec.selector",
    "DaemonSet": "spec.selector",
    "StatefulSet": "spec.podManagementPolicy spec.revisionHistoryLimit spec.selector spec.serviceName spec.volumeClaimTemplates",
    "Job": "spec.completions spec.parallelism spec.selector spec.template",
    "RoleBinding": "roleRef",
    "ClusterRoleBinding": "roleRef",
    "StorageClass": "parameters provisioner",
    "ResourceQuota": "spec.scopes",
}


def immutable(kind: str) -> frozenset[str]:
    """Dotted paths that mean replacement for a built-in kind; identity only for any other."""
    return ALWAYS | frozenset(_FIELDS.get(kind, "").split())
