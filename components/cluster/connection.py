"""How this program reaches a cluster's Kubernetes API, whichever cloud it is on: a kubeconfig without a token, a provider."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes


def kubeconfig(
    cluster_name: str,
    server: pulumi.Input[str],
    authority: pulumi.Input[str] | None,
    plugin: Mapping[str, Any],
) -> dict[str, Any]:
    """A kubeconfig that gets a token from the cloud whenever one is needed, so that it holds none.

    authority: base64 PEM; None where the server's certificate is one that every client trusts. plugin: the `exec` section of
    the cloud's credential plugin (kubernetes.io/docs/reference/access-authn-authz/authentication, client-go credential
    plugins) without what is the same for all.
    """
    cluster: dict[str, Any] = {"server": server}
    if authority is not None:
        cluster["certificate-authority-data"] = authority
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": cluster_name,
        "contexts": [{"name": cluster_name, "context": {"cluster": cluster_name, "user": cluster_name}}],
        "clusters": [{"name": cluster_name, "cluster": cluster}],
        "users": [
            {
                "name": cluster_name,
                "user": {
                    "exec": {
                        "apiVersion": "client.authentication.k8s.io/v1",
                        "interactiveMode": "Never",
                        **plugin,
                    }
                },
            }
        ],
    }


def connect(
    name: str,
    config: Mapping[str, Any],
    identifier: pulumi.Input[str],
    ready: Sequence[pulumi.Resource],
    opts: pulumi.ResourceOptions,
) -> kubernetes.Provider:
    """The provider for everything inside the cluster.

    ready: nodes, add-ons and admissions. Whatever is made through the provider then finds a cluster that can run it, and
    is deleted before they are. identifier alone decides whether it is still the same cluster: a change of the kubeconfig
    does not replace everything in it.
    """
    return kubernetes.Provider(
        name,
        kubeconfig=pulumi.Output.json_dumps(config),
        cluster_identifier=identifier,
        enable_server_side_apply=True,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(ready))),
    )
