"""An application on one cluster: its namespaces, closed by default, and its workloads in them."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from components import naming
from components.contracts import Platform
from components.workload import network
from components.workload.workload import Workload
from settings.workload import WorkloadSpec

# Pod Security Standards "restricted", enforced by the API server; nothing a Workload makes needs more.
_RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}


class Application(pulumi.ComponentResource):
    """The namespaces and workloads of one application on one cluster."""

    def __init__(
        self,
        name: str,
        application: str,
        specs: Sequence[WorkloadSpec],
        platform: Platform,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("application", "Application"), name, None, opts)
        cluster = platform.cluster.name
        child = pulumi.ResourceOptions(parent=self)
        closed = {
            namespace: self._namespace(f"{cluster}-{namespace}", namespace, application, platform)
            for namespace in sorted({spec.namespace for spec in specs})
        }
        for namespace in sorted({spec.namespace for spec in specs if spec.route}):
            NetworkPolicy(
                f"{cluster}-{namespace}-acme",
                metadata={"name": "acme-solver", "namespace": namespace},
                spec=network.challenges(platform),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[closed[namespace]]),
            )
        for spec in specs:
            Workload(f"{cluster}-{spec.name}", spec, platform, application, closed[spec.namespace], child)
        self.register_outputs({})

    def _namespace(self, name: str, namespace: str, application: str, platform: Platform) -> NetworkPolicy:
        """A namespace and the policy that closes it; whatever comes after the policy comes after both."""
        labels = {
            **_RESTRICTED,
            **platform.secret_store.namespace_labels,
            "app.kubernetes.io/part-of": application,
            "app.kubernetes.io/managed-by": "pulumi",
            # Said outright, so that a mesh-wide default never adds a proxy that this namespace's pods do not expect.
            "istio-injection": "disabled",
        }
        made = Namespace(
            name, metadata={"name": namespace, "labels": labels}, opts=pulumi.ResourceOptions(parent=self)
        )
        return NetworkPolicy(
            f"{name}-default-deny",
            metadata={"name": "default-deny", "namespace": made.metadata.name},
            spec=network.DENY_ALL,
            opts=pulumi.ResourceOptions(parent=self),
        )
