"""What must hold in every stack, said one by one: who reaches what it needs, and who must not."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rehearsal.reach.ends import End, Outside, Pod
from rehearsal.reach.matrix import STRANGER, Matrix
from rehearsal.reach.network import Network
from rehearsal.reach.ports import NONE, Ports
from rehearsal.reach.read import networks
from rehearsal.reach.solver import Solver
from rehearsal.reach.surroundings import IDENTITY, INTERNET, NODES, SERVER
from rehearsal.recorded import RELEASE
from tests.components.platform.ports import OPEN, RELEASES
from tests.rehearsal.reach.declared import runs
from tests.rehearsal.reach.given import DNS, Given, given, is_in
from tests.stackfiles import OWN_PLATFORM, named

EVERY_STACK = pytest.mark.parametrize("path", OWN_PLATFORM, ids=named)
SCRAPER = {"app.kubernetes.io/name": "prometheus"}
# Where nothing names the nodes or the API, the ports of these are open to all addresses; nobody answers there at the metadata's.
UNNAMED = Ports.numbers(443, 6443, 9100, 10250)


@cache
def clusters(path: Path) -> list[tuple[Given, Network, Solver, str]]:
    """Each cluster of a stack file, with its solver and its cloud."""
    found = given(path)
    return [
        (found, network, Solver(network), found.settings.clusters[network.cluster].cloud)
        for network in networks(found.recording)
    ]


def ours(network: Network) -> list[Pod]:
    return Matrix(network).closed()


def the(network: Network, name: str) -> End:
    ends: list[End] = [*network.pods, *network.outside]
    return next(one for one in ends if str(one) == name)


def way_in(found: Given, network: Network) -> Pod:
    nginx = found.settings.platform.ingress.kind == "nginx"
    name = "ingress-nginx/controller" if nginx else "istio-ingress/gateway"
    return next(pod for pod in network.pods if str(pod) == name)


@EVERY_STACK
def test_the_way_in_reaches_each_routed_port_and_nothing_else_of_an_application(path: Path) -> None:
    for found, network, solver, _ in clusters(path):
        specs = list(found.specs(network.cluster))
        for spec in specs:
            meant = Ports.numbers(spec.ports[spec.route.port]) if spec.route else NONE
            reach = solver.reach(way_in(found, network), the(network, f"{spec.namespace}/{spec.name}"))
            assert (reach.sure, reach.perhaps) == (meant, meant), spec.name
        homes = {spec.namespace for spec in specs}
        for pod in (pod for pod in ours(network) if pod.namespace in homes and pod.name.endswith("-backup")):
            assert solver.reach(way_in(found, network), pod).perhaps == NONE


@EVERY_STACK
def test_only_the_way_in_the_monitoring_and_declared_pods_reach_an_application(path: Path) -> None:
    for found, network, solver, _ in clusters(path):
        for spec in found.specs(network.cluster):
            target = the(network, f"{spec.namespace}/{spec.name}")
            others: list[End] = [*network.pods, *network.outside, STRANGER]
            callers = {one for one in others if solver.reach(one, target).perhaps}
            declared = {
                one
                for one in callers
                for caller in spec.reached_by
                if isinstance(one, Pod) and one.namespace == caller.namespace
                if one.name in {caller.name, f"{caller.name}-candidate"}
            }
            scrapers = {one for one in callers if is_in(one, "monitoring", SCRAPER)}
            clients = {one for one in callers if isinstance(one, Outside) and spec.load_balancer}
            assert callers - declared - scrapers - clients <= {way_in(found, network)}, spec.name


@EVERY_STACK
def test_only_those_that_declare_a_database_reach_its_port(path: Path) -> None:
    for found, network, solver, _ in clusters(path):
        specs = list(found.specs(network.cluster))
        for port in (5432, 6379):
            declared = {
                f"{spec.namespace}/{name}"
                for spec in specs
                for name, run in runs(spec).items()
                for way in (spec.reaches[key] for key in run.ways)
                if port in way.ports and way.to != "workload"
            }
            declared |= {
                str(pod)
                for home, traffic in found.traffic[network.cluster]
                if any(port in edge.ports for edge in traffic.reaches)
                for pod in network.pods
                if is_in(pod, home, traffic.pods)
            }
            nets = [one for one in network.outside if one.name != INTERNET]
            reaching = {
                str(pod) for pod in ours(network) for net in nets if port in solver.reach(pod, net).perhaps
            }
            assert reaching == declared


def metrics(found: Given, network: Network) -> Iterator[tuple[Pod, int]]:
    """The metrics ports of applications, from their specs, and of charts, as those have them."""
    for spec in found.specs(network.cluster):
        if spec.metrics:
            pod = the(network, f"{spec.namespace}/{spec.name}")
            assert isinstance(pod, Pod)
            yield pod, 15020 if found.meshed(spec) else spec.ports[spec.metrics.port]
    for pod, port in charts(found, network, "metrics"):
        yield pod, port


def charts(found: Given, network: Network, what: str) -> Iterator[tuple[Pod, int]]:
    for release in found.recording.of(RELEASE):
        if release.cluster == network.cluster and (known := RELEASES.get(release.inputs["name"])):
            for labels, port in getattr(known, what):
                for pod in network.pods:
                    if is_in(pod, release.inputs["namespace"], labels):
                        yield pod, port


@EVERY_STACK
def test_the_monitoring_reaches_every_metrics_port(path: Path) -> None:
    for found, network, solver, _ in clusters(path):
        scraper = next(pod for pod in network.pods if is_in(pod, "monitoring", SCRAPER))
        wanted = list(metrics(found, network))

        assert len(wanted) >= 10
        assert [(str(pod), port) for pod, port in wanted if port not in solver.reach(scraper, pod).sure] == []


@EVERY_STACK
def test_everything_reaches_the_cluster_s_dns(path: Path) -> None:
    lookups = Ports.numbers(53) | Ports.numbers(53, protocol="UDP")
    for _, network, solver, _ in clusters(path):
        # A solver outside the mesh only answers.
        silent = {str(pod) for pod in ours(network) if pod.name == "acme-solver" and not pod.mesh}
        deaf = {
            str(pod) for pod in ours(network) if lookups - solver.reach(pod, the(network, DNS)).sure != NONE
        }
        assert deaf == silent


@EVERY_STACK
def test_every_proxy_of_the_mesh_reaches_its_control_plane(path: Path) -> None:
    for _, network, solver, _ in clusters(path):
        plane = the(network, "istio-system/istiod")
        assert [
            str(pod) for pod in network.pods if pod.mesh and 15012 not in solver.reach(pod, plane).sure
        ] == []


@EVERY_STACK
def test_nobody_reaches_the_nodes_identity_and_its_own_only_who_has_one(path: Path) -> None:
    for found, network, solver, cloud in clusters(path):
        pods = ours(network)
        metadata = {str(pod): solver.reach(pod, the(network, SERVER)).perhaps for pod in pods}
        known = NONE if cloud == "eks" else UNNAMED
        if cloud == "gke":  # which answers a pod there with the pod's own identity
            known |= Ports.numbers(80)
        assert {name: ports for name, ports in metadata.items() if ports - known} == {}
        if cloud == "eks":
            agent = solver.network.outside[[one.name for one in network.outside].index(IDENTITY)]
            by_agent = getattr(found.settings.clusters[network.cluster], "identity", "") == "pod-identity"
            asking = {str(pod): ports for pod in pods if (ports := solver.reach(pod, agent).perhaps)}
            assert set(asking.values()) <= ({Ports.numbers(80)} if by_agent else set())


def callers(network: Network, cloud: str) -> list[End]:
    """Where a cloud's Kubernetes API calls webhooks from."""
    if cloud == "existing":
        return list(network.outside)
    if cloud == "eks":
        return [the(network, NODES)]
    agent = the(network, "kube-system/konnectivity-agent")
    return [agent, the(network, NODES)] if cloud == "gke" else [agent]


@EVERY_STACK
def test_the_kubernetes_api_reaches_every_webhook(path: Path) -> None:
    for found, network, solver, cloud in clusters(path):
        webhooks = list(charts(found, network, "webhooks"))

        assert len(webhooks) >= 4
        assert [
            f"{caller} to {pod}:{port}"
            for pod, port in webhooks
            for caller in callers(network, cloud)
            if port not in solver.reach(caller, pod).sure
        ] == []


@EVERY_STACK
def test_a_stranger_reaches_what_is_for_everybody_and_webhooks_where_no_rule_tells_their_caller(
    path: Path,
) -> None:
    for found, network, solver, cloud in clusters(path):
        untold = charts(found, network, "webhooks") if cloud in {"eks", "existing"} else ()
        meant = {(pod.namespace, port) for pod, port in untold} | set(OPEN)
        for pod in ours(network):
            for _, low, high in solver.reach(STRANGER, pod).perhaps.ranges:
                assert {(pod.namespace, port) for port in range(low, high + 1)} <= meant, str(pod)


@EVERY_STACK
def test_the_world_reaches_the_ways_in_alone(path: Path) -> None:
    for found, network, solver, cloud in clusters(path):
        world = the(network, INTERNET)
        assert isinstance(world, Outside)
        reached = {str(pod): ports for pod in ours(network) if (ports := solver.reach(world, pod).perhaps)}
        if cloud != "existing":
            balanced = {
                f"{spec.namespace}/{name}": Ports.numbers(
                    *(spec.ports[port] for port in spec.load_balancer.ports)
                )
                for spec in found.specs(network.cluster)
                if spec.load_balancer and not spec.load_balancer.internal
                for name, run in runs(spec).items()
                if run.serves
            }
            ways = {"ingress-nginx/controller", "istio-ingress/gateway"}
            assert set(reached) <= ways | set(balanced)
            assert {name: ports for name, ports in reached.items() if name in balanced} == balanced
            assert {ports for name, ports in reached.items() if name in ways} == {Ports.numbers(80, 443)}
