"""Which pool could take a pod that waits for a node, and what of a node a pod needs. Pure.

The scheduler decides where a pod goes; this only says whether a new node could help, as an autoscaler does:
https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#how-does-scale-up-work
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rehearsal.life.cluster import Pool
from rehearsal.life.nodes import labels, room
from rehearsal.simulation.kubernetes.quantities import amount

Object = Mapping[str, Any]
Needs = dict[str, float]


def number(quantity: object) -> float:
    """What a quantity stands for; 0 for what is none."""
    return float(amount(str(quantity)) or 0)


def needs(spec: Object) -> Needs:
    """What a pod asks of its node: cpu in cores, memory in bytes, pods always 1.

    Containers together with the sidecars among the init containers, or the largest other init container, whichever is more
    (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers).
    """
    total: Needs = {"cpu": 0.0, "memory": 0.0}
    starting: Needs = {"cpu": 0.0, "memory": 0.0}
    for container in (*(spec.get("containers") or ()), *(spec.get("initContainers") or ())):
        asked = requests(container)
        stays = container in (spec.get("containers") or ()) or container.get("restartPolicy") == "Always"
        for name in total:
            if stays:
                total[name] += asked.get(name, 0.0)
            else:
                starting[name] = max(starting[name], asked.get(name, 0.0))
    return {"pods": 1.0, **{name: max(total[name], starting[name]) for name in total}}


def requests(container: Object) -> Needs:
    """A container's requests; a limit alone counts as one."""
    given = container.get("resources") or {}
    return {
        name: number(value)
        for name, value in {**(given.get("limits") or {}), **(given.get("requests") or {})}.items()
    }


def capacity(pool: Pool, cloud: str, daemons: Iterable[Needs] = ()) -> Needs:
    """The room of an empty node of a pool: what is left for pods, less what runs on every node."""
    whole = {name: number(value) for name, value in room(pool, cloud).items()}
    for daemon in daemons:
        whole = {name: whole[name] - daemon.get(name, 0.0) for name in whole}
    return whole


def takes(free: Needs, asked: Needs) -> bool:
    """Whether there is room for it."""
    return all(free.get(name, 0.0) >= value for name, value in asked.items())


def welcome(spec: Object, pool: Pool, zone: str, region: str = "") -> bool:
    """Whether a node of the pool in that zone is one that the pod wants, and that lets it in."""
    has = labels(pool, "new", zone, region)
    selector: Mapping[str, str] = spec.get("nodeSelector") or {}
    if any(has.get(key) != value for key, value in selector.items()):
        return False
    node_affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    terms = (node_affinity.get("requiredDuringSchedulingIgnoredDuringExecution") or {}).get(
        "nodeSelectorTerms"
    )
    if terms and not any(
        all(_matches(has, rule) for rule in term.get("matchExpressions") or ()) for term in terms
    ):
        return False
    hard = [taint for taint in pool.taints if taint.effect in {"NoSchedule", "NoExecute"}]
    tolerations = list(spec.get("tolerations") or ())
    return all(
        any(_tolerates(one, taint.key, taint.value, taint.effect) for one in tolerations) for taint in hard
    )


def alone(spec: Object) -> bool:
    """Whether the pod may have to be alone among its like on a node: anti-affinity, or an even spread over host names."""
    anti = (spec.get("affinity") or {}).get("podAntiAffinity") or {}
    terms = anti.get("requiredDuringSchedulingIgnoredDuringExecution") or ()
    spreads = [
        rule
        for rule in spec.get("topologySpreadConstraints") or ()
        if rule.get("whenUnsatisfiable") == "DoNotSchedule"
    ]
    return any(one.get("topologyKey") == "kubernetes.io/hostname" for one in (*terms, *spreads))


def waiting(pods: Iterable[Object]) -> Iterator[Object]:
    """The pods for which the scheduler found no node, and for which a new node may be one."""
    for pod in pods:
        for condition in (pod.get("status") or {}).get("conditions") or ():
            told = str(condition.get("message", ""))
            if (
                condition.get("reason") == "Unschedulable"
                and "unbound immediate" not in told
                and "not found" not in told
            ):
                yield pod


def _matches(has: Mapping[str, str], rule: Object) -> bool:
    value, given = has.get(rule["key"]), list(rule.get("values") or ())
    match rule["operator"]:
        case "In":
            return value in given
        case "NotIn":
            return value not in given
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case "Gt":
            return value is not None and int(value) > int(given[0])
        case _:
            return value is not None and int(value) < int(given[0])


def _tolerates(toleration: Object, key: str, value: str, effect: str) -> bool:
    if toleration.get("effect") not in {None, "", effect}:
        return False
    if toleration.get("operator") == "Exists":
        return toleration.get("key") in {None, "", key}
    return toleration.get("key") == key and (toleration.get("value") or "") == value
