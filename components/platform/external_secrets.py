"""External Secrets: brings secrets from the cloud's store into the cluster, by reference."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components import naming
from components.contracts import Cluster, ClusterTraits, Identity, ReadSecrets, SecretStore
from components.helm import custom_resource, helm_release
from components.platform import charts
from components.platform.namespaces import namespace
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from settings.platform import PlatformSettings

NAMESPACE = "external-secrets"
SERVICE_ACCOUNT = "external-secrets"
STORE = "platform"
# A namespace without it cannot use the store, whoever may create an ExternalSecret there.
STORE_LABELS = {"groundwork/secret-store": STORE}


def _component(pod: str, replicas: int) -> Values:
    return {
        "replicaCount": replicas,
        "podDisruptionBudget": disruption_budget(replicas),
        "topologySpreadConstraints": spread({"app.kubernetes.io/name": pod}),
        "priorityClassName": PRIORITY_CLASS,
    }


def values(settings: PlatformSettings, identity: Identity) -> Values:
    """Values of external-secrets. identity: of the controller, the one pod that talks to the cloud's store.

    The chart's own security contexts meet the restricted Pod Security level.
    """
    replicas = 2 if settings.high_availability else 1
    return {
        # Without the annotation an uninstall deletes the kinds, with them every ExternalSecret and the Secrets they own.
        "crds": {"annotations": {"helm.sh/resource-policy": "keep"}},
        **_component("external-secrets", replicas),
        # Off by default, and then two controllers would both write every Secret.
        "leaderElect": replicas > 1,
        "resources": resources("50m", "128Mi", "500m", "512Mi"),
        "serviceAccount": {"name": SERVICE_ACCOUNT, "annotations": dict(identity.annotations)},
        "podLabels": dict(identity.pod_labels),
        # Nothing here writes to the store or across namespaces; with these off the controller has no rights to.
        "processPushSecret": False,
        "processClusterPushSecret": False,
        "processClusterExternalSecret": False,
        "webhook": {
            **_component("external-secrets-webhook", replicas),
            "resources": resources("25m", "64Mi", "250m", "128Mi"),
        },
        # One in any case: it renews the webhook's certificate, which nobody waits for, and two would overwrite each other.
        "certController": {
            **_component("external-secrets-cert-controller", 1),
            "resources": resources("25m", "128Mi", "250m", "256Mi"),
        },
        # Rendered always: the default leaves it out silently where the kind is not seen, as in a preview.
        "serviceMonitor": {"enabled": True, "renderMode": "alwaysRender"},
    }


def store(traits: ClusterTraits) -> Mapping[str, Any]:
    """The body of the ClusterSecretStore: the cloud's own store, for the namespaces that carry STORE_LABELS."""
    return {
        "provider": dict(traits.secret_store),
        "conditions": [{"namespaceSelector": {"matchLabels": STORE_LABELS}}],
    }


class ExternalSecrets(pulumi.ComponentResource):
    """The External Secrets operator with an identity that reads only the stack's own secrets. store: for applications."""

    store: SecretStore

    def __init__(
        self,
        name: str,
        settings: PlatformSettings,
        cluster: Cluster,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("platform", "ExternalSecrets"), name, None, opts)
        prefix = settings.secrets.prefix
        home = namespace(cluster.name, NAMESPACE, "restricted", pulumi.ResourceOptions(parent=self))
        identity = cluster.identity(
            f"{cluster.name}-external-secrets",
            NAMESPACE,
            SERVICE_ACCOUNT,
            [ReadSecrets(prefix)],
            pulumi.ResourceOptions(parent=self),
        )
        release = helm_release(
            cluster.name,
            charts.EXTERNAL_SECRETS,
            home,
            values(settings, identity),
            pulumi.ResourceOptions(parent=self, depends_on=[*after, *identity.ready]),
        )
        ready = custom_resource(
            f"{cluster.name}-secret-store",
            ("external-secrets.io/v1", "ClusterSecretStore"),
            {"name": STORE},
            store(cluster.traits),
            parent=self,
            after=[release],
            ready_within="5m",
        )
        self.store = SecretStore(STORE, prefix, settings.secrets.refresh_minutes, STORE_LABELS, ready)
        self.register_outputs({})
