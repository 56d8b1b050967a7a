"""Storage accounts, their blob containers and what is set on them.

Names: https://learn.microsoft.com/azure/storage/common/storage-account-overview.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.inputs import flag, one_of, text, within
from rehearsal.simulation.azure.network import SUBNET
from rehearsal.simulation.azure.resource import (
    Name,
    Reference,
    azure,
    found,
    in_place,
    name_of,
    plain,
    subscription,
)
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

ACCOUNT = "azure-native:storage:StorageAccount"
BLOBS = "azure-native:storage:BlobServiceProperties"
CONTAINER = "azure-native:storage:BlobContainer"
ACCOUNT_NAME = Name("accountName", r"[a-z0-9]{3,24}", "3 to 24 small letters and digits")
CONTAINER_NAME = Name(
    "containerName",
    r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|\$(root|web|logs)",
    "3 to 63 small letters, digits and single hyphens",
)
SKUS = ("Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_RAGRS", "Standard_GZRS", "Standard_RAGZRS", "Premium_LRS",
        "Premium_ZRS")  # fmt: skip


def account_check(inputs: Properties) -> Iterator[Failure]:
    """What an account may be."""
    yield from one_of(inputs, "sku.name", SKUS, "InvalidRequestPropertyValue")
    kinds = ("StorageV2", "Storage", "BlobStorage", "BlockBlobStorage", "FileStorage")
    yield from one_of(inputs, "kind", kinds, "InvalidRequestPropertyValue")
    yield from one_of(
        inputs, "minimumTlsVersion", ("TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"), "InvalidRequestPropertyValue"
    )
    yield from one_of(
        inputs, "networkRuleSet.defaultAction", ("Allow", "Deny"), "InvalidRequestPropertyValue"
    )


def account_refuse(call: Call) -> None:
    """Names are unique in the world; a subnet gets in by a service endpoint."""
    name = name_of(call, ACCOUNT_NAME)
    if not call.id and any(e.type == ACCOUNT and e.outputs.get("name") == name for e in call.world):
        raise Refused("StorageAccountAlreadyTaken", f"the storage account name {name!r} is already taken")
    for id_ in values(call.inputs, "networkRuleSet.virtualNetworkRules.virtualNetworkResourceId"):
        subnet = found(call, SUBNET, str(id_))
        services = list(values(subnet.inputs, "serviceEndpoints.service")) if subnet else []
        if "Microsoft.Storage" not in services:
            reason = f"{id_} has no service endpoint for Microsoft.Storage"
            raise Refused("SubnetsHaveNoServiceEndpointsConfigured", reason)


def account(call: Call, id_: str) -> Properties:
    """The account with its endpoints."""
    name = id_.rsplit("/", 1)[-1]
    return {
        "primaryEndpoints": {"blob": f"https://{name}.blob.core.windows.net/"},
        "provisioningState": "Succeeded",
        "statusOfPrimary": "available",
    }


def container_check(inputs: Properties) -> Iterator[Failure]:
    """The levels of public access."""
    yield from one_of(inputs, "publicAccess", ("None", "Blob", "Container"), "InvalidRequestPropertyValue")


def container_refuse(call: Call) -> None:
    """A container is no more public than its account lets it be."""
    for one in call.world.of(ACCOUNT, subscription(call.provider)):
        mine = one.outputs.get("name") == call.inputs.get("accountName")
        if (
            mine
            and text(call.inputs, "publicAccess", "None") != "None"
            and not flag(one.inputs, "allowBlobPublicAccess")
        ):
            raise Refused("PublicAccessNotPermitted", f"{one.id} does not permit public access")


def blobs_check(inputs: Properties) -> Iterator[Failure]:
    """Days that deleted things are kept."""
    for name in ("deleteRetentionPolicy", "containerDeleteRetentionPolicy"):
        yield from within(inputs, f"{name}.days", 1, 365, "InvalidRequestPropertyValue")


def policy_check(inputs: Properties) -> Iterator[Failure]:
    """Rules with names of their own that do something."""
    rules = [rule for rule in values(inputs, "policy.rules") if isinstance(rule, Mapping)]
    names = [str(rule.get("name")) for rule in rules]
    if len(names) != len(set(names)):
        yield Failure("policy.rules", "InvalidXmlDocument: two rules have the same name")
    for rule in rules:
        if not any(
            list(values(rule, f"definition.actions.{what}")) for what in ("baseBlob", "snapshot", "version")
        ):
            yield Failure("policy.rules", f"InvalidXmlDocument: the rule {rule.get('name')!r} does nothing")


def policy_refuse(call: Call) -> None:
    """Rules for versions need versions."""
    versions = any(
        one.inputs.get("accountName") == call.inputs.get("accountName")
        and flag(one.inputs, "isVersioningEnabled")
        for one in call.world.of(BLOBS, subscription(call.provider))
    )
    if list(values(call.inputs, "policy.rules.definition.actions.version")) and not versions:
        raise Refused("InvalidRequest", "a rule for versions needs versioning on the account")


def only(input_: str) -> Name:
    """The name of a setting of which an account has one."""
    return Name(input_, "default", "'default', the only one there is")


KINDS: Mapping[str, Kind] = {
    ACCOUNT: in_place(
        azure(
            "Microsoft.Storage/storageAccounts", ACCOUNT_NAME, account, check=account_check, refuse=account_refuse,
            required=("kind", "sku"), fixed=("encryption.requireInfrastructureEncryption",),
            references=(Reference("networkRuleSet.virtualNetworkRules.virtualNetworkResourceId", SUBNET),),
        )
    ),
    BLOBS: azure(
        "Microsoft.Storage/storageAccounts/{accountName}/blobServices", only("blobServicesName"), lambda call, id_: {},
        parent=ACCOUNT, check=blobs_check,
    ),
    CONTAINER: azure(
        "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers", CONTAINER_NAME, plain,
        check=container_check, refuse=container_refuse,
    ),
    "azure-native:storage:ManagementPolicy": azure(
        "Microsoft.Storage/storageAccounts/{accountName}/managementPolicies", only("managementPolicyName"),
        lambda call, id_: {}, parent=ACCOUNT, check=policy_check, refuse=policy_refuse, required=("policy",),
    ),
}  # fmt: skip
