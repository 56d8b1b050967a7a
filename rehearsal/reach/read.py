"""Each cluster's network, read off what a stack registers.

An application's pods are those of its Deployments, StatefulSets, DaemonSets, Jobs and CronJobs. A chart's pods are not registered
one by one: there the policies that close them say which there are, and with which labels. Pods in namespaces that the stack
does not make are those that its policies name, such as the cluster's DNS.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from rehearsal.reach import surroundings
from rehearsal.reach.ends import Pod
from rehearsal.reach.mesh import Mesh
from rehearsal.reach.network import Network
from rehearsal.reach.policies import Addresses, Chosen, Policy, read, selects
from rehearsal.recorded import Recording, manifest
from rehearsal.simulation.kinds import value_at

NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
NAME = "kubernetes.io/metadata.name"
"""The label of each namespace with its own name, which the API server sets."""
INJECTED = "sidecar.istio.io/inject"
AUTHENTICATION = "kubernetes:security.istio.io/v1:PeerAuthentication"
AUTHORIZATION = "kubernetes:security.istio.io/v1:AuthorizationPolicy"
GATEWAYS = ("ingressgateway", "egressgateway")
"""Values of the label `istio` of the mesh's own gateways, whose service accounts are called as their label `app` (the chart)."""
# Kind -> where its pods' template is.
_TEMPLATES = {
    **{f"kubernetes:apps/v1:{kind}": "spec.template" for kind in ("Deployment", "StatefulSet", "DaemonSet")},
    "kubernetes:batch/v1:Job": "spec.template",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template",
}


def networks(recording: Recording) -> list[Network]:
    """The network of each cluster of a recording, in the order in which the clusters are made."""
    return [network(recording, name) for name in surroundings.clusters(recording)]


def network(recording: Recording, cluster: str) -> Network:
    """One cluster's network."""
    # Sorted, for two runs may register them in another order.
    policies = sorted((read(one) for one in _manifests(recording, cluster, POLICY)), key=str)
    namespaces = _namespaces(recording, cluster)
    pods = list(_workloads(recording, cluster, namespaces))
    pods += _closed(policies, pods, namespaces)
    pods.sort(key=str)
    pods += sorted(_elsewhere(policies, namespaces), key=str)
    for pod in pods:
        namespaces.setdefault(pod.namespace, {NAME: pod.namespace})
    around = surroundings.around(recording, cluster)
    mesh = Mesh(*(_manifests(recording, cluster, kind) for kind in (AUTHENTICATION, AUTHORIZATION)))
    return Network(cluster, namespaces, pods, around.outside, policies, around.pod_blocks, mesh)


def _manifests(recording: Recording, cluster: str, kind: str) -> list[dict[str, Any]]:
    return [manifest(one) for one in recording.of(kind) if one.cluster == cluster]


def _namespaces(recording: Recording, cluster: str) -> dict[str, Mapping[str, str]]:
    found = [manifest(one)["metadata"] for one in recording.of(NAMESPACE) if one.cluster == cluster]
    return {one["name"]: {**(one.get("labels") or {}), NAME: one["name"]} for one in found}


def _workloads(
    recording: Recording, cluster: str, namespaces: Mapping[str, Mapping[str, str]]
) -> Iterator[Pod]:
    for one in recording.objects(cluster):
        if one.type not in _TEMPLATES:
            continue
        whole = manifest(one)
        template = value_at(whole, _TEMPLATES[one.type]) or {}
        spec: Mapping[str, Any] = template.get("spec") or {}
        if spec.get("hostNetwork"):
            continue  # its address is its node's, which no policy of a pod's concerns
        metadata = whole["metadata"]
        home = metadata.get("namespace") or "default"
        labels: dict[str, str] = dict(value_at(template, "metadata.labels") or {})
        if one.type.endswith(":Job"):  # which Kubernetes adds
            labels = {"batch.kubernetes.io/job-name": metadata["name"], **labels}
        yield Pod(
            home,
            metadata["name"],
            labels,
            dict(_named_ports([*(spec.get("initContainers") or ()), *(spec.get("containers") or ())])),
            spec.get("serviceAccountName") or "default",
            _mesh(home, labels, namespaces),
        )


def _mesh(
    home: str, labels: Mapping[str, str], namespaces: Mapping[str, Mapping[str, str]]
) -> Literal["", "sidecar", "gateway"]:
    if labels.get("istio") in GATEWAYS:
        return "gateway"
    injected = labels.get(INJECTED) or namespaces.get(home, {}).get("istio-injection")
    return "sidecar" if injected in {"true", "enabled"} else ""


def _named_ports(containers: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[int, str]]]:
    for container in containers:
        for port in container.get("ports") or ():
            if "name" in port:
                yield port["name"], (int(port["containerPort"]), port.get("protocol") or "TCP")


def _closed(
    policies: Iterable[Policy], known: Sequence[Pod], namespaces: Mapping[str, Mapping[str, str]]
) -> list[Pod]:
    """The pods that policies close and no manifest describes, under the name of the policy that does.

    Where several do, it is the one that is called as the pods are by one of their labels: others only add an edge.
    """
    found: list[Pod] = []
    for policy in sorted(policies, key=lambda one: one.name not in _labels(one.selector).values()):
        home, labels = policy.namespace, _labels(policy.selector)
        there = (pod for pod in (*known, *found) if pod.namespace == home)
        if labels and not any(selects(policy.selector, pod.labels) for pod in there):
            mesh = _mesh(home, labels, namespaces)
            account = labels.get("app", "") if mesh == "gateway" else ""
            found.append(Pod(home, policy.name, labels, account=account, mesh=mesh))
    return found


def _labels(selector: Mapping[str, Any]) -> dict[str, str]:
    """Labels of a pod that a selector chooses; nothing for one that chooses every pod."""
    labels = dict(selector.get("matchLabels") or {})
    for one in selector.get("matchExpressions") or ():
        if one["operator"] in {"In", "Exists"}:
            labels.setdefault(one["key"], (one.get("values") or [""])[0])
    return labels


def _elsewhere(policies: Iterable[Policy], ours: Mapping[str, object]) -> Iterator[Pod]:
    """The pods that policies name in namespaces that somebody else makes; where they name none there, one that is any of them."""
    seen: set[tuple[str, str]] = set()
    for home, labels in (peer for policy in policies for peer in _named(policy)):
        name = "-".join(labels[key] for key in sorted(labels)) or "any pod"
        if home not in ours and (home, name) not in seen:
            seen.add((home, name))
            yield Pod(home, name, labels)


def _named(policy: Policy) -> Iterator[tuple[str, dict[str, str]]]:
    """The peers of a policy's rules that are in a namespace by its name, with their labels."""
    for rules in policy.rules.values():
        for peer in (peer for rule in rules for peer in rule.peers):
            if isinstance(peer, Addresses) or peer.namespaces is None:
                continue
            if home := _labels(peer.namespaces).get(NAME):
                yield home, _labels(peer.pods or {})


def nobody(network: Network) -> list[str]:
    """The peers that rules name and that are nobody: a pod's labels that no pod has, which would never let anybody through."""
    found: dict[str, None] = {}
    for policy in network.policies:
        for rules in policy.rules.values():
            for peer in (peer for rule in rules for peer in rule.peers):
                if isinstance(peer, Chosen) and not any(
                    _is(peer, policy, pod, network) for pod in network.pods
                ):
                    found[f"{policy}: {peer}"] = None
    return list(found)


def _is(peer: Chosen, policy: Policy, pod: Pod, network: Network) -> bool:
    if peer.namespaces is None:
        here = pod.namespace == policy.namespace
    else:
        here = selects(peer.namespaces, network.namespaces.get(pod.namespace, {}))
    return here and selects(peer.pods or {}, pod.labels)
