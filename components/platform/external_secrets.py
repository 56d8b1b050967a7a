"""External Secrets: brings secrets from the cloud's store into the cluster, by reference."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pulumi

from components import naming
from components.contracts import Cluster, SecretStore
from components.grants import Identity, ReadSecrets
from components.helm import custom_resource
from components.platform.ground import Ground
from components.platform.network import Edge, Known, Pods, Traffic, edge
from components.platform.pods import PRIORITY_CLASS, Values, disruption_budget, resources, spread
from facts import charts
from settings.platform import PlatformSettings

NAMESPACE = "external-secrets"
SERVICE_ACCOUNT = "external-secrets"
STORE = "platform"
STORE_KIND = ("external-secrets.io/v1", "ClusterSecretStore")
# A namespace without it cannot use the store, whoever may create an ExternalSecret there.
STORE_LABELS = {"groundwork/secret-store": STORE}


def _labels(pod: str) -> dict[str, str]:
    return {"app.kubernetes.io/name": pod}


def _component(pod: str, replicas: int) -> Values:
    return {
        "replicaCount": replicas,
        "podDisruptionBudget": disruption_budget(replicas),
        "topologySpreadConstraints": spread(_labels(pod)),
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
        # Its metrics name an ExternalSecret's own namespace, by which alerts and their routes go.
        "serviceMonitor": {
            "enabled": settings.monitoring.there,
            "renderMode": "alwaysRender",
            "honorLabels": True,
        },
    }


def provider(settings: PlatformSettings, cluster: Cluster) -> Mapping[str, Any]:
    """Where secrets are: in the Vault that the stack names, else in the store of the cluster's own cloud."""
    vault = settings.secrets.vault
    return vault.provider(cluster.name) if vault else cluster.traits.secret_store


def way_to(store: Mapping[str, Any]) -> tuple[Edge, ...]:
    """How the controller reaches a store. A Vault may be a service of the cluster; Kubernetes itself is reached as the API."""
    if "kubernetes" in store:
        return ()
    if "vault" not in store:
        return (edge(Known.CLOUD),)
    address = urlsplit(store["vault"]["server"])
    host, port = address.hostname or "", address.port or 443
    if host.endswith((".svc", ".svc.cluster.local")):
        return (edge(Pods(namespace=host.split(".")[1]), port),)
    return (edge(Known.OUTSIDE, port),)


def traffic(store: Mapping[str, Any]) -> tuple[Traffic, ...]:
    """The controller alone speaks with the store."""
    metrics = edge(Known.PROMETHEUS, 8080)
    api = edge(Known.API_SERVER)
    return (
        Traffic(
            "controller",
            _labels("external-secrets"),
            accepts=(metrics,),
            reaches=(api, *way_to(store)),
        ),
        Traffic(
            "webhook",
            _labels("external-secrets-webhook"),
            accepts=(edge(Known.API_SERVER, 10250), metrics),
            reaches=(api,),
        ),
        Traffic("cert-controller", _labels("external-secrets-cert-controller"), (metrics,), (api,)),
    )


def store(provider: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of the ClusterSecretStore, for the namespaces that carry STORE_LABELS."""
    return {
        "provider": dict(provider),
        "conditions": [{"namespaceSelector": {"matchLabels": STORE_LABELS}}],
    }


class ExternalSecrets(pulumi.ComponentResource):
    """The External Secrets operator with an identity that reads only the stack's own secrets. store: for applications."""

    store: SecretStore

    def __init__(self, name: str, ground: Ground, opts: pulumi.ResourceOptions | None = None):
        super().__init__(naming.type_token("platform", "ExternalSecrets"), name, None, opts)
        chosen = ground.settings.secrets
        if chosen.store:
            kinds = ground.found("externalsecrets.external-secrets.io", self)
            theirs = ground.theirs("secret-store", STORE_KIND, chosen.store, self, [kinds])
            self.store = SecretStore(
                chosen.store, chosen.prefix, chosen.refresh_minutes, STORE_LABELS, theirs
            )
        else:
            ready = self._store(ground)
            self.store = SecretStore(STORE, chosen.prefix, chosen.refresh_minutes, STORE_LABELS, ready)
        self.register_outputs({})

    def _store(self, ground: Ground) -> pulumi.Resource:
        chosen = ground.settings.secrets
        where = provider(ground.settings, ground.cluster)
        home = ground.namespace(NAMESPACE, "restricted", traffic(where), self)
        identity = Identity() if chosen.vault else self._identity(ground)
        release = ground.release(
            charts.EXTERNAL_SECRETS,
            home,
            values(ground.settings, identity),
            self,
            chosen.values,
            after=identity.ready,
        )
        return custom_resource(
            f"{ground.prefix}-secret-store",
            STORE_KIND,
            {"name": STORE},
            store(where),
            parent=self,
            after=[release],
            ready_within="5m",
        )

    def _identity(self, ground: Ground) -> Identity:
        return ground.cluster.identity(
            f"{ground.prefix}-external-secrets",
            NAMESPACE,
            SERVICE_ACCOUNT,
            [ReadSecrets(ground.settings.secrets.prefix)],
            pulumi.ResourceOptions(parent=self),
        )
