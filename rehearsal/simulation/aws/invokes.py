"""What AWS answers to a program's questions: who and where it is, and policy documents put together."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.simulation.aws.account import account, arn, dns_suffix, partition, region, zone_ids, zones
from rehearsal.simulation.aws.eks_addons import ADDONS, addon_version
from rehearsal.simulation.aws.policies import document_reasons
from rehearsal.simulation.kinds import Call, Properties, Refused


def identity(call: Call) -> Properties:
    """Who calls: a role that deploys, in the provider's account."""
    id_ = account(call.provider)
    user = "AROA00000000000000000:rehearsal"
    return {
        "accountId": id_,
        "arn": arn(call, "sts", "assumed-role/deployer/rehearsal", regional=False),
        "userId": user,
        "id": id_,
    }


def where(call: Call) -> Properties:
    """The region."""
    name = region(call)
    return {
        "name": name,
        "region": name,
        "id": name,
        "description": name,
        "endpoint": f"ec2.{name}.{dns_suffix(name)}",
    }


def division(call: Call) -> Properties:
    """The partition."""
    name = partition(region(call))
    suffix = dns_suffix(region(call))
    return {
        "partition": name,
        "id": name,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": ".".join(reversed(suffix.split("."))),
    }


def available(call: Call) -> Properties:
    """The zones of the region, without those excluded."""
    excluded = set(call.inputs.get("excludeNames") or ()) | set(call.inputs.get("excludeZoneIds") or ())
    every = dict(zip(zones(region(call)), zone_ids(region(call)), strict=True))
    found = {name: id_ for name, id_ in every.items() if not excluded & {name, id_}}
    return {
        **call.inputs, "id": region(call), "names": list(found), "zoneIds": list(found.values()), "groupNames": [region(call)],
        "region": region(call),
    }  # fmt: skip


def addon(call: Call) -> Properties:
    """The version of an add-on for a Kubernetes version."""
    name = str(call.inputs.get("addonName"))
    if name not in ADDONS:
        raise Refused("InvalidParameterException", f"unknown add-on {name!r}; known are {', '.join(ADDONS)}")
    found = addon_version(name, str(call.inputs.get("kubernetesVersion")))
    return {**call.inputs, "id": name, "version": found, "region": region(call)}


def alone(items: list[str]) -> str | list[str]:
    """One item by itself, several in order of the alphabet, last first: as the provider writes them."""
    return items[0] if len(items) == 1 else sorted(items, reverse=True)


def principals(found: list[Mapping[str, Any]]) -> Any:
    """Principals grouped by type; `*` stands for itself."""
    if any(p["type"] == "*" for p in found):
        return "*"
    return {p["type"]: alone([*p["identifiers"]]) for p in found}


def statement(given: Mapping[str, Any]) -> dict[str, Any]:
    """One statement in IAM's own words."""
    made: dict[str, Any] = {"Sid": given["sid"]} if given.get("sid") else {}
    made["Effect"] = given.get("effect") or "Allow"
    for key, word in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if given.get(key):
            made[word] = principals(given[key])
    for key, word in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if given.get(key):
            made[word] = alone([*given[key]])
    for condition in given.get("conditions") or ():
        made.setdefault("Condition", {}).setdefault(condition["test"], {})[condition["variable"]] = alone(
            [*condition["values"]]
        )
    return made


def purpose_of(made: Mapping[str, Any]) -> str:
    """What a statement can be for: one that names principals is a trust policy's without resources, else a resource's."""
    if "Principal" not in made and "NotPrincipal" not in made:
        return "managed"
    return "resource" if "Resource" in made or "NotResource" in made else "trust"


def policy_document(call: Call) -> Properties:
    """A policy document as JSON. Refused when its statements are no IAM statements."""
    sources = [
        json.loads(text)
        for key in ("sourcePolicyDocuments", "overridePolicyDocuments")
        for text in call.inputs.get(key) or ()
    ]
    made = {"Version": call.inputs.get("version") or "2012-10-17"}
    if call.inputs.get("policyId"):
        made["Id"] = call.inputs["policyId"]
    own = [statement(given) for given in call.inputs.get("statements") or ()]
    whole: dict[str, Any] = {
        **made,
        "Statement": [*(s for source in sources for s in source["Statement"]), *own],
    }
    for made_of in whole["Statement"]:
        for reason in document_reasons({**made, "Statement": made_of}, purpose_of(made_of)):
            raise Refused("MalformedPolicyDocument", reason)
    text = json.dumps(whole, indent=2)
    return {
        **call.inputs,
        "id": str(len(text)),
        "json": text,
        "minifiedJson": json.dumps(whole, separators=(",", ":")),
    }


INVOKES: Mapping[str, Callable[[Call], Properties]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": identity,
    "aws:index/getRegion:getRegion": where,
    "aws:index/getPartition:getPartition": division,
    "aws:index/getAvailabilityZones:getAvailabilityZones": available,
    "aws:iam/getPolicyDocument:getPolicyDocument": policy_document,
    "aws:eks/getAddonVersion:getAddonVersion": addon,
}
