"""Karpenter's own objects: a class of nodes is ready, and a pool is once its class is. The nodes are autoscaler.py's.

https://karpenter.sh/docs/concepts/nodeclasses/#status and /nodepools/: the condition types.
"""

from rehearsal.life.operators.answers import Answer, Condition, Find, Object, always, is_true

PARTS = (
    "AMIsReady",
    "CapacityReservationsReady",
    "InstanceProfileReady",
    "SecurityGroupsReady",
    "SubnetsReady",
)

node_class = always(*(Condition(part, part) for part in (*PARTS, "ValidationSucceeded", "Ready")))


def node_pool(obj: Object, find: Find) -> Answer:
    """Ready, once the class it names is."""
    named = obj["spec"]["template"]["spec"]["nodeClassRef"]
    found = find(f"{named['group']}/v1", named["kind"], named["name"], "")
    if found is not None and is_true(found, "Ready"):
        parts = ("NodeClassReady", "ValidationSucceeded", "Ready")
        return Answer(tuple(Condition(part, part) for part in parts))
    told = f"{named['kind']} {named['name']} " + ("is not ready" if found else "not found")
    reason = "NodeClassNotReady" if found else "NodeClassNotFound"
    return Answer(
        (
            Condition("NodeClassReady", reason, told, "False"),
            Condition("Ready", "UnhealthyDependents", told, "False"),
        ),
        final=False,
    )
