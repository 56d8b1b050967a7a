"""Where the mesh of one cluster leaves by name: each host that any application on it declares, through the egress gateway."""

from collections.abc import Iterable

import pulumi

from components import naming
from components.contracts import Egress
from components.helm import custom_resource
from components.workload import mesh


class MeshEgress(pulumi.ComponentResource):
    """A VirtualService for each host, once, however many applications reach it: two of one host would contradict each other."""

    def __init__(
        self,
        name: str,
        hosts: Iterable[str],
        egress: Egress,
        after: pulumi.Resource | None,
        opts: pulumi.ResourceOptions | None = None,
    ):
        super().__init__(naming.type_token("application", "MeshEgress"), name, None, opts)
        for host in sorted(set(hosts)):
            own = host.replace(".", "-")
            custom_resource(
                f"{name}-{own}",
                ("networking.istio.io/v1", "VirtualService"),
                {"name": own, "namespace": egress.pods.namespace},
                mesh.through(host, egress),
                parent=self,
                after=[after] if after else [],
            )
        self.register_outputs({})
