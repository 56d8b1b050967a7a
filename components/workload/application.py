"""An application on one cluster: its namespaces, closed by default, its workloads in them, and what watches them."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.core.v1 import Namespace
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from components import naming
from components.contracts import Mesh, Platform
from components.observability.applications import Watch
from components.policies import DENY_ALL
from components.workload import network
from components.workload.access import without_pods
from components.workload.workload import Workload
from settings.workload import Account, WorkloadSpec

# Pod Security Standards "restricted", enforced by the API server; nothing a Workload makes needs more.
_RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}


class Application(pulumi.ComponentResource):
    """The namespaces and workloads of one application on one cluster. mesh: the one that its pods join, if any. accounts: service
    accounts without pods, which may be the only ones in their namespace."""

    def __init__(
        self,
        name: str,
        application: str,
        specs: Sequence[WorkloadSpec],
        platform: Platform,
        opts: pulumi.ResourceOptions | None = None,
        mesh: Mesh | None = None,
        accounts: Sequence[Account] = (),
    ):
        super().__init__(naming.type_token("application", "Application"), name, None, opts)
        self._mesh = mesh
        cluster = platform.cluster.name
        child = pulumi.ResourceOptions(parent=self)
        kept = {spec.namespace for spec in specs if spec.claims and platform.cluster.protect}
        closed = {
            namespace: self._namespace(
                f"{cluster}-{namespace}", namespace, application, platform, protect=namespace in kept
            )
            for namespace in sorted({*(one.namespace for one in specs), *(one.namespace for one in accounts)})
        }
        if platform.ingress and platform.issuer:
            for namespace in sorted({spec.namespace for spec in specs if spec.route}):
                NetworkPolicy(
                    f"{cluster}-{namespace}-acme",
                    metadata={"name": "acme-solver", "namespace": namespace},
                    spec=network.challenges(platform.ingress, platform.issuer, mesh),
                    opts=pulumi.ResourceOptions(parent=self, depends_on=[closed[namespace]]),
                )
        for account in accounts:
            opts = pulumi.ResourceOptions(parent=self, depends_on=[closed[account.namespace]])
            without_pods(f"{cluster}-{account.namespace}-{account.name}", account, application, opts)
        for spec in specs:
            inside = closed[spec.namespace]
            Workload(f"{cluster}-{spec.name}", spec, platform, application, inside, child, mesh)
        if platform.monitoring:
            watched = f"{name}-watch"
            Watch(watched, application, specs, platform.monitoring, platform.ingress, closed, child)
        self.register_outputs({})

    def _namespace(
        self, name: str, namespace: str, application: str, platform: Platform, *, protect: bool
    ) -> NetworkPolicy:
        """A namespace and the policy that closes it; whatever comes after the policy comes after both.

        protect: against deletion by Pulumi, for the volumes of its claims would go with it, and no other object here holds data.
        """
        labels = {
            **_RESTRICTED,
            **(platform.secret_store.namespace_labels if platform.secret_store else {}),
            "app.kubernetes.io/part-of": application,
            "app.kubernetes.io/managed-by": "pulumi",
            # Said outright, so that a mesh-wide default never adds a proxy that this namespace's pods do not expect.
            **(self._mesh.labels if self._mesh else {"istio-injection": "disabled"}),
        }
        # Pods of the mesh are not admitted before what gives them their proxy is there.
        ready = [self._mesh.ready] if self._mesh and self._mesh.ready else []
        made = Namespace(
            name,
            metadata={"name": namespace, "labels": labels},
            opts=pulumi.ResourceOptions(parent=self, depends_on=ready, protect=protect),
        )
        return NetworkPolicy(
            f"{name}-default-deny",
            metadata={"name": "default-deny", "namespace": made.metadata.name},
            spec=DENY_ALL,
            opts=pulumi.ResourceOptions(parent=self),
        )
