"""Destroying a stack takes everything in the opposite order of its making; here is what that order must say.

The engine destroys a resource only when nothing is left that depends on it, so each rule is about what waits for what. A
rule gives the pairs that break it, in words.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rehearsal.recorded import RELEASE, Recorded, Recording
from rehearsal.simulation.kinds import value_at
from rehearsal.simulation.kubernetes.catalog import GROUPS, group_of
from rehearsal.simulation.kubernetes.charts import GIVEN_GROUPS, brought
from tests.graph import Graph
from tests.stackfiles import OWN_PLATFORM, named, recorded

NAMESPACE = "kubernetes:core/v1:Namespace"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
NODE_POOL, NODE_CLASS = "kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
NODES = {
    "aws:eks/nodeGroup:NodeGroup",
    "gcp:container/nodePool:NodePool",
    "azure-native:containerservice:AgentPool",
    "azure-native:containerservice:ManagedCluster",  # which has the system pool
    NODE_POOL,
}
# What nodes reach the world through, and load balancers are reached through.
WAYS = {
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/route:Route",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpc:Vpc",
    "gcp:compute/network:Network",
    "gcp:compute/routerNat:RouterNat",
    "gcp:compute/subnetwork:Subnetwork",
    "azure-native:network:NatGateway",
    "azure-native:network:Subnet",
    "azure-native:network:VirtualNetwork",
}
BALANCED = {"ingress-nginx", "gateway"}
Rule = Callable[[Recording], Iterator[str]]


def cluster_of(recording: Recording, one: Recorded) -> str:
    """The cluster that a resource belongs to: the component of the first layer that it is in, or its provider."""
    known = recording.by_urn()
    while one.parent in known:
        one = known[one.parent]
    return one.name


def is_way(one: Recorded) -> bool:
    """Whether nodes reach the world through it. A subnet of Azure without a NAT gateway has endpoints in it, and no nodes."""
    return one.type in WAYS and not (
        one.type == "azure-native:network:Subnet" and "natGateway" not in one.inputs
    )


def inside(recording: Recording) -> list[Recorded]:
    """All that is in a cluster: objects, patches and releases."""
    return [one for one in recording.resources if one.custom and one.type.startswith("kubernetes:")]


def unmet(recording: Recording, pairs: Iterator[tuple[Recorded, Recorded]]) -> Iterator[str]:
    """The pairs of which the first does not wait for the second."""
    graph = Graph(recording)
    for one, other in pairs:
        if not graph.waits(one, other):
            yield f"{one.type} {one.name} would not be gone before {other.type} {other.name}"


def operators(recording: Recording) -> Iterator[str]:
    """Each custom resource goes before one of the releases that brought its kind: its finalizer needs the operator."""
    graph, releases = Graph(recording), recording.of(RELEASE)
    for one in recording.objects():
        group = group_of(str(one.inputs.get("apiVersion", "")))
        if group in GROUPS or group in GIVEN_GROUPS:
            continue
        bringers = [release for release in releases if group in brought(release.inputs)]
        bringers += [
            kind for kind in recording.of(DEFINITION) if value_at(kind.inputs, "spec.group") == group
        ]
        if not any(graph.waits(one, release) for release in bringers):
            yield f"{one.type} {one.name} would not be gone before an operator of {group}"


def namespaces(recording: Recording) -> Iterator[str]:
    """Each release and object goes before its namespace, which would otherwise take them along, finalizers unheard."""
    homes = {
        (cluster_of(recording, one), value_at(one.outputs, "metadata.name")): one
        for one in recording.of(NAMESPACE)
    }
    by_cluster = {(home.cluster, name): home for (_, name), home in homes.items()}

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        for one in inside(recording):
            path = "namespace" if one.type == RELEASE else "metadata.namespace"
            home = by_cluster.get((one.cluster, value_at(one.outputs, path)))
            if home:
                yield one, home

    yield from unmet(recording, pairs())


def nodes(recording: Recording) -> Iterator[str]:
    """Everything in a cluster goes before the cluster's nodes, but for what makes nodes."""

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        pools = [one for one in recording.resources if one.type in NODES]
        for one in inside(recording):
            for pool in pools:
                same = cluster_of(recording, pool) == one.cluster
                # What Karpenter itself needs is there before the nodes that it makes.
                if same and not (pool.type == NODE_POOL and "cluster:Karpenter" in one.parent):
                    yield one, pool

    yield from unmet(recording, pairs())


def network(recording: Recording) -> Iterator[str]:
    """Nodes go before the network that they are in, and before their way out of it."""

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        ways = [one for one in recording.resources if is_way(one)]
        for pool in (one for one in recording.resources if one.type in NODES):
            for way in ways:
                if cluster_of(recording, pool) == cluster_of(recording, way):
                    yield pool, way

    yield from unmet(recording, pairs())


def load_balancers(recording: Recording) -> Iterator[str]:
    """What makes a load balancer goes, and it with it, before the nodes behind it and the network around it."""

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        makers = [
            one
            for one in inside(recording)
            if value_at(one.inputs, "spec.type") == "LoadBalancer"
            or (one.type == RELEASE and str(one.inputs.get("chart")).rsplit("/", 1)[-1] in BALANCED)
        ]
        for one in makers:
            for other in recording.resources:
                around = other.type in NODES or is_way(other)
                if around and cluster_of(recording, other) == one.cluster:
                    yield one, other

    yield from unmet(recording, pairs())


def karpenter(recording: Recording) -> Iterator[str]:
    """Karpenter's pools go before it, or their nodes would be left running; it goes before its nodes, its leave and its queue."""

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        controllers = [one for one in recording.of(RELEASE) if one.outputs.get("name") == "karpenter"]
        for controller in controllers:
            own = [one for one in recording.resources if cluster_of(recording, one) == controller.cluster]
            for pool in (one for one in own if one.type in {NODE_POOL, NODE_CLASS}):
                yield pool, controller
            for other in own:
                group = other.type == "aws:eks/nodeGroup:NodeGroup"
                if group or (
                    other.name.startswith(f"{controller.cluster}-karpenter") and other.type.startswith("aws:")
                ):
                    yield controller, other

    yield from unmet(recording, pairs())


def applications(recording: Recording) -> Iterator[str]:
    """An application's objects go before the platform's releases that act on them."""

    def pairs() -> Iterator[tuple[Recorded, Recorded]]:
        acting = {
            "Ingress": "ingress-nginx",
            "HTTPRoute": "istio-ingressgateway",
            "ServiceEntry": "istiod",
            "Certificate": "cert-manager",
            "ExternalSecret": "external-secrets",
        }
        for one in inside(recording):
            controller = acting.get(one.type.rsplit(":", 1)[-1])
            for release in recording.of(RELEASE):
                if release.outputs.get("name") == controller and release.cluster == one.cluster:
                    yield one, release

    yield from unmet(recording, pairs())


RULES: dict[str, Rule] = {
    "custom resources before their operators": operators,
    "releases and objects before their namespaces": namespaces,
    "everything in a cluster before its nodes": nodes,
    "nodes before their network": network,
    "load balancers before nodes and network": load_balancers,
    "Karpenter's pools before it, it before its nodes and leave": karpenter,
    "applications before what acts on them": applications,
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
def test_a_destroy_takes(rule: str, path: Path) -> None:
    assert list(RULES[rule](recorded(path))) == []


@pytest.mark.parametrize("rule", RULES)
def test_without_dependencies_every_rule_is_broken(rule: str) -> None:
    (path,) = [path for path in OWN_PLATFORM if path.name == "Pulumi.eks.yaml"]
    whole = recorded(path)
    loose = [
        replace(one, dependencies=(), property_dependencies={}, deleted_with="") for one in whole.resources
    ]
    # The provider remains: a Kubernetes object always has one, and that alone must not satisfy a rule.
    assert list(RULES[rule](replace(whole, resources=tuple(loose))))
