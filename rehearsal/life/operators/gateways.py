"""Controllers of the Gateway API: classes are accepted, gateways get an address, routes find their gateway.

https://gateway-api.sigs.k8s.io/reference/spec/: the condition types and reasons.
"""

import hashlib

from rehearsal.life.operators.answers import Answer, Condition, Find, Object, always, conditions, not_yet

GROUP = "gateway.networking.k8s.io/v1"

gateway_class = always(Condition("Accepted", "Accepted", "Handled by its controller"))


def gateway(obj: Object, find: Find) -> Answer:
    """Programmed, once its class is there: an address of the range for examples, and every listener accepted."""
    name = obj["spec"]["gatewayClassName"]
    if find(GROUP, "GatewayClass", name, "") is None:
        return not_yet("Pending", f"the GatewayClass {name!r} does not exist", "Accepted")
    digest = int(hashlib.sha256(obj["metadata"]["uid"].encode()).hexdigest()[:6], 16)
    since = obj["metadata"]["creationTimestamp"]
    kinds = [{"group": "gateway.networking.k8s.io", "kind": kind} for kind in ("HTTPRoute", "GRPCRoute")]
    said = (
        Condition("Accepted", "Accepted"),
        Condition("Programmed", "Programmed"),
        Condition("ResolvedRefs", "ResolvedRefs"),
    )
    listeners = [
        {
            "name": one["name"],
            "supportedKinds": kinds,
            "attachedRoutes": 0,
            "conditions": conditions(obj, said, since),
        }
        for one in obj["spec"].get("listeners") or ()
    ]
    address = {"type": "IPAddress", "value": f"198.51.100.{digest % 254 + 1}"}
    return Answer(said[:2], {"addresses": [address], "listeners": listeners})


def route(obj: Object, find: Find) -> Answer:
    """Accepted by each gateway it names, once that is there."""
    parents, final = [], True
    for parent in obj["spec"].get("parentRefs") or ():
        home = parent.get("namespace", obj["metadata"]["namespace"])
        found = find(GROUP, "Gateway", parent["name"], home) or parent.get("kind", "Gateway") != "Gateway"
        final = final and bool(found)
        said = (
            Condition(
                "Accepted", "Accepted" if found else "NoMatchingParent", "", "True" if found else "False"
            ),
            Condition("ResolvedRefs", "ResolvedRefs"),
        )
        since = obj["metadata"]["creationTimestamp"]
        parents.append(
            {
                "parentRef": parent,
                "controllerName": "rehearsal/gateway",
                "conditions": conditions(obj, said, since),
            }
        )
    return Answer((), {"parents": parents}, final=final)
