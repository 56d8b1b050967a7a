"""Small programs to record, and the addresses of what they register."""

import pulumi
import pulumi_kubernetes as k8s

KUBECONFIG = "clusters: [{name: main, cluster: {server: https://main.example.com}}]"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SECRET = "kubernetes:core/v1:Secret"


def cluster(name: str = "main") -> k8s.Provider:
    return k8s.Provider(name, kubeconfig=KUBECONFIG, cluster_identifier=name)


def config_map(name: str, **options: object) -> k8s.core.v1.ConfigMap:
    opts = pulumi.ResourceOptions(**options)  # type: ignore[arg-type]
    return k8s.core.v1.ConfigMap(name, metadata={"name": name}, data={"size": "1"}, opts=opts)


class Group(pulumi.ComponentResource):
    """A component with whatever its maker puts into it."""

    def __init__(
        self, name: str, type_: str = "groundwork:test:Group", opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(type_, name, None, opts)
