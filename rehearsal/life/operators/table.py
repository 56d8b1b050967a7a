"""Every custom kind that somebody may wait for, and what its operator answers. A new kind is one line.

A kind counts from the moment its definition is there. What is not here gets no status, as where no operator runs.
"""

from collections.abc import Mapping

from rehearsal.life.operators import certificates, external_secrets, gateways, karpenter, prometheus
from rehearsal.life.operators.answers import Condition, Operator, always, ready

OPERATORS: Mapping[tuple[str, str], Operator] = {
    ("cert-manager.io/v1", "ClusterIssuer"): certificates.issuer,
    ("cert-manager.io/v1", "Issuer"): certificates.issuer,
    ("cert-manager.io/v1", "Certificate"): certificates.certificate,
    ("external-secrets.io/v1", "ClusterSecretStore"): external_secrets.store,
    ("external-secrets.io/v1", "SecretStore"): external_secrets.store,
    ("external-secrets.io/v1", "ExternalSecret"): external_secrets.external_secret,
    ("karpenter.k8s.aws/v1", "EC2NodeClass"): karpenter.node_class,
    ("karpenter.sh/v1", "NodePool"): karpenter.node_pool,
    ("monitoring.coreos.com/v1", "Prometheus"): prometheus.of("prometheus"),
    ("monitoring.coreos.com/v1", "Alertmanager"): prometheus.of("alertmanager"),
    ("gateway.networking.k8s.io/v1", "GatewayClass"): gateways.gateway_class,
    ("gateway.networking.k8s.io/v1", "Gateway"): gateways.gateway,
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): gateways.route,
    ("gateway.networking.k8s.io/v1", "GRPCRoute"): gateways.route,
    # https://velero.io/docs/main/api-types/. Backups and restores are velero.py's, for they are of a whole cluster. A schedule's
    # time does not come here.
    ("velero.io/v1", "Schedule"): always(phase="Enabled"),
    ("velero.io/v1", "BackupRepository"): always(phase="Ready"),
    # https://kyverno.io/docs/policy-types/cluster-policy/
    ("kyverno.io/v1", "ClusterPolicy"): ready("Succeeded", "Ready"),
    ("kyverno.io/v1", "Policy"): ready("Succeeded", "Ready"),
    # https://kubernetes.io/docs/concepts/storage/volume-snapshots/
    ("snapshot.storage.k8s.io/v1", "VolumeSnapshot"): always(readyToUse=True),
    # https://keda.sh/docs/latest/reference/scaledobject-spec/
    ("keda.sh/v1alpha1", "ScaledObject"): always(
        Condition("Ready", "ScaledObjectReady", "ScaledObject is defined correctly and is ready for scaling")
    ),
    # https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
    ("argoproj.io/v1alpha1", "Application"): always(health={"status": "Healthy"}, sync={"status": "Synced"}),
}
