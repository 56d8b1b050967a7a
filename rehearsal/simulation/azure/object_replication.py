"""Object replication: the policies, one on each of two storage accounts, by which blobs are copied from one to the other.

Rules: https://learn.microsoft.com/azure/storage/blobs/object-replication-overview and
https://learn.microsoft.com/rest/api/storagerp/object-replication-policies/create-or-update.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rehearsal.simulation.azure.inputs import flag, text
from rehearsal.simulation.azure.resource import Name, azure, guid
from rehearsal.simulation.azure.storage import ACCOUNT, BLOBS, CONTAINER
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused
from rehearsal.simulation.world import Entity

POLICY = "azure-native:storage:ObjectReplicationPolicy"
FIRST = "default"
POLICY_NAME = Name(
    "objectReplicationPolicyId",
    rf"{FIRST}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}",
    "'default', or the GUID that Azure gave the policy of the destination",
)
SIDES = {"sourceAccount": "sourceContainer", "destinationAccount": "destinationContainer"}


def check(inputs: Properties) -> Iterator[Failure]:
    """Two accounts, and at least one pair of containers, each pair once."""
    if text(inputs, "sourceAccount") and text(inputs, "sourceAccount") == text(inputs, "destinationAccount"):
        yield Failure(
            "destinationAccount", "InvalidRequestPropertyValue: the source cannot be its own destination"
        )
    pairs = [
        tuple(str(rule.get(name)) for name in SIDES.values())
        for rule in values(inputs, "rules")
        if isinstance(rule, Mapping)
    ]
    if len(pairs) != len(set(pairs)):
        yield Failure("rules", "InvalidRequestPropertyValue: two rules have the same two containers")


def side(call: Call, name: str) -> Entity:
    """The account of one side, in whichever subscription."""
    wanted = text(call.inputs, name)
    for one in call.world:
        if one.type == ACCOUNT and one.id.lower() == wanted.lower():
            return one
    raise Refused(
        "StorageAccountNotFound", f"{name}: {wanted!r} does not exist, expected the whole id of an account"
    )


def of(call: Call, type_: str, account: Entity) -> list[Entity]:
    """What there is of a type in an account."""
    name = account.outputs.get("name")
    return [one for one in call.world if one.type == type_ and one.inputs.get("accountName") == name]


def refuse(call: Call) -> None:
    """Both accounts keep versions, the source what changes, there are the containers, and the destination comes first."""
    accounts = {name: side(call, name) for name in SIDES}
    for name, account in accounts.items():
        services = of(call, BLOBS, account)
        if not any(flag(one.inputs, "isVersioningEnabled") for one in services):
            raise Refused("VersioningNotEnabledForAccount", f"{name}: {account.id} keeps no versions")
        if name == "sourceAccount" and not any(flag(one.inputs, "changeFeed.enabled") for one in services):
            raise Refused("ChangeFeedNotEnabledForAccount", f"{name}: {account.id} has no change feed")
        there = {str(one.inputs.get("containerName")) for one in of(call, CONTAINER, account)}
        for wanted in texts(call.inputs, f"rules.{SIDES[name]}"):
            if wanted not in there:
                raise Refused(
                    "ContainerNotFound", f"rules.{SIDES[name]}: {account.id} has no container {wanted!r}"
                )
    mine, asked = text(call.inputs, "accountName"), text(call.inputs, POLICY_NAME.input)
    if mine == accounts["destinationAccount"].outputs.get("name"):
        return
    given = {str(one.outputs.get("policyId")) for one in of(call, POLICY, accounts["destinationAccount"])}
    if asked not in given:
        message = f"objectReplicationPolicyId: the destination has no policy {asked!r}, which is made there first, as {FIRST!r}"
        raise Refused("ObjectReplicationPolicyNotFound", message)


def answer(call: Call, id_: str) -> Properties:
    """The policy with the ids that Azure gives it and its rules."""
    rules: list[Any] = [
        {**rule, "ruleId": rule.get("ruleId") or guid(call, f"rule-{number}")}
        if isinstance(rule, Mapping)
        else rule
        for number, rule in enumerate(values(call.inputs, "rules"))
    ]
    return {"policyId": id_.rpartition("/")[2], "rules": rules}


def named(kind: Kind) -> Kind:
    """The kind of what is asked for as `default` and has a GUID from then on."""

    def create(call: Call) -> tuple[str, Properties]:
        id_, outputs = kind.create(call)
        if not call.id and id_.endswith(f"/{FIRST}"):
            id_ = f"{id_.removesuffix(FIRST)}{guid(call, 'policy')}"
        return id_, {**outputs, **answer(call, id_), "name": id_.rpartition("/")[2]}

    return replace(kind, create=create)


KINDS: Mapping[str, Kind] = {
    POLICY: named(
        azure(
            "Microsoft.Storage/storageAccounts/{accountName}/objectReplicationPolicies", POLICY_NAME, lambda call, id_: {},
            parent=ACCOUNT, check=check, refuse=refuse, required=("sourceAccount", "destinationAccount"),
        )
    ),
}  # fmt: skip
