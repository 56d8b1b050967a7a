"""Recorded clusters that the tests of this folder share, and the questions that they ask of one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster import create_cluster
from components.grants import Grant
from settings.clusters.eks import EksCluster
from tests.graph import Graph
from tests.recorded import Recorded, Recording, deploy

NO_DEFAULT_PROVIDERS = {"pulumi:disable-default-providers": ["*"]}
NAME = "groundwork-staging-main"
DEPLOYER = "arn:aws:iam::123456789012:role/groundwork-deploy"
CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"

_LEAST: dict[str, Any] = {
    "cloud": "eks",
    "region": "eu-west-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": [DEPLOYER],
    "node_pools": {"system": {}, "general": {}},
}


class Seen(pulumi.ComponentResource):
    """Holds outputs, so that a recording shows what they come to."""

    TYPE = "groundwork:test:Seen"

    def __init__(self, outputs: Mapping[str, Any]) -> None:
        super().__init__(self.TYPE, "seen")
        self.register_outputs(dict(outputs))


def settings(**changes: Any) -> EksCluster:
    """A cluster that says no more than it must, and the changes."""
    return EksCluster.model_validate({**_LEAST, **changes})


def deployed(**changes: Any) -> Recording:
    """What a cluster of these settings registers."""
    return deploy(lambda: create_cluster("main", settings(**changes)), NO_DEFAULT_PROVIDERS, stack="staging")


def previewed(**changes: Any) -> Recording:
    """What it registers on a first preview, when nothing exists and no answer is known."""
    return deploy(
        lambda: create_cluster("main", settings(**changes)),
        NO_DEFAULT_PROVIDERS,
        stack="staging",
        preview=True,
    )


def identity(
    grants: Sequence[Grant], opts: pulumi.ResourceOptions | None = None, **changes: Any
) -> Recording:
    """What an identity of such a cluster registers, with a service account that is made once it is ready."""

    def build() -> None:
        cluster = create_cluster("main", settings(**changes))
        made = cluster.identity("main-external-secrets", "external-secrets", "reader", grants, opts)
        Seen({"annotations": made.annotations, "endpoint": cluster.traits.identity_endpoint})
        kubernetes.core.v1.ServiceAccount(
            "reader",
            metadata={"name": "reader", "namespace": "kube-system", "annotations": dict(made.annotations)},
            opts=pulumi.ResourceOptions(provider=cluster.provider, depends_on=list(made.ready)),
        )

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def needs(recording: Recording, resource: Recorded) -> set[str]:
    """The names and types, `type name`, of all that must exist before a resource, and may go only after it."""
    graph = Graph(recording)
    return {f"{graph.known[urn].type} {graph.known[urn].name}" for urn in graph.needs(resource)}


def policy(text: Any) -> list[dict[str, Any]]:
    """The statements of a policy document."""
    found = json.loads(text)["Statement"]
    assert isinstance(found, list)
    return found


def managed(recording: Recording, role: str) -> list[str]:
    """The managed policies of the role of a logical name."""
    name = recording.one("aws:iam/role:Role", role).outputs["name"]
    attached = recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    return [str(one.inputs["policyArn"]).rsplit("/", 1)[-1] for one in attached if one.inputs["role"] == name]
