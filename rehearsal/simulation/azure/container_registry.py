"""Container registries and their replicas in other regions.

Rules: https://learn.microsoft.com/azure/container-registry/container-registry-skus and container-registry-geo-replication.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.inputs import flag, one_of, text, within
from rehearsal.simulation.azure.resource import Name, azure, in_place, location, name_of, subscription
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

REGISTRY = "azure-native:containerregistry:Registry"
REPLICATION = "azure-native:containerregistry:Replication"
REGISTRY_NAME = Name("registryName", r"[0-9A-Za-z]{5,50}", "5 to 50 letters and digits")
REPLICATION_NAME = Name("replicationName", r"[0-9A-Za-z]{5,50}", "5 to 50 letters and digits")
PREMIUM = "Premium"


def check(inputs: Properties) -> Iterator[Failure]:
    """A tier, and what only the highest one has."""
    yield from one_of(inputs, "sku.name", ("Basic", "Standard", PREMIUM), "InvalidSku")
    yield from within(inputs, "policies.retentionPolicy.days", 0, 365, "InvalidRetentionPolicy")
    tier = text(inputs, "sku.name", PREMIUM)
    for path, value in (("zoneRedundancy", "Enabled"), ("policies.retentionPolicy.status", "enabled")):
        if tier != PREMIUM and text(inputs, path) == value:
            yield Failure(path, f"SkuNotSupported: {path} needs a registry of the tier {PREMIUM}, got {tier}")
    if flag(inputs, "anonymousPullEnabled") and tier == "Basic":
        yield Failure(
            "anonymousPullEnabled",
            "SkuNotSupported: anonymous pull needs a registry of the tier Standard or above",
        )


def refuse(call: Call) -> None:
    """Names are unique in the world, capitals or not."""
    name = name_of(call, REGISTRY_NAME).lower()
    if not call.id and any(
        one.type == REGISTRY and str(one.outputs.get("name")).lower() == name for one in call.world
    ):
        raise Refused("AlreadyInUse", f"the registry DNS name {name}.azurecr.io is already in use")


def answer(call: Call, id_: str) -> Properties:
    """The registry with the name that images begin with."""
    name = id_.rpartition("/")[2]
    return {
        "loginServer": f"{name.lower()}.azurecr.io",
        "provisioningState": "Succeeded",
        "status": {"displayStatus": "Ready"},
    }


def replication_check(inputs: Properties) -> Iterator[Failure]:
    """Whether a region's zones each have it."""
    yield from one_of(inputs, "zoneRedundancy", ("Enabled", "Disabled"), "InvalidZoneRedundancy")


def replication_refuse(call: Call) -> None:
    """A registry of the highest tier has one replica in each other region."""
    where = location(call)
    for one in call.world.of(REGISTRY, subscription(call.provider)):
        if one.outputs.get("name") != call.inputs.get("registryName"):
            continue
        if PREMIUM not in list(values(one.inputs, "sku.name")):
            raise Refused(
                "SkuNotSupported", f"{one.id} is no registry of the tier {PREMIUM}, which alone has replicas"
            )
        if one.outputs.get("location") == where:
            raise Refused("ReplicationLocationInvalid", f"location: {where} is the registry's own region")
    others = [
        one
        for one in call.world.of(REPLICATION, subscription(call.provider))
        if one.id != call.id and one.inputs.get("registryName") == call.inputs.get("registryName")
    ]
    if any(one.outputs.get("location") == where for one in others):
        raise Refused("ReplicationAlreadyExists", f"location: the registry has a replica in {where} already")


KINDS: Mapping[str, Kind] = {
    REGISTRY: in_place(
        azure(
            "Microsoft.ContainerRegistry/registries", REGISTRY_NAME, answer, check=check, refuse=refuse, required=("sku",),
            replaces=("zoneRedundancy",),
        )
    ),
    REPLICATION: in_place(
        azure(
            "Microsoft.ContainerRegistry/registries/{registryName}/replications", REPLICATION_NAME,
            lambda call, id_: {"provisioningState": "Succeeded"}, parent=REGISTRY, check=replication_check,
            refuse=replication_refuse, replaces=("zoneRedundancy",),
        )
    ),
}  # fmt: skip
