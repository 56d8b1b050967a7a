"""Log Analytics workspaces, and the diagnostic settings that write into them."""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.inputs import one_of, text, within
from rehearsal.simulation.azure.locks import release
from rehearsal.simulation.azure.resource import Name, azure, found, guid, in_place, name_of, subscription
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

WORKSPACE = "azure-native:operationalinsights:Workspace"
SETTING = "azure-native:monitor:DiagnosticSetting"
CLUSTER = "azure-native:containerservice:ManagedCluster"
WORKSPACE_NAME = Name(
    "workspaceName", r"[0-9A-Za-z][0-9A-Za-z-]{2,61}[0-9A-Za-z]", "4 to 63 letters, digits and hyphens"
)
SETTING_NAME = Name("name", r"[^*<>%&:\\?+/]{1,260}", "1 to 260 characters without *<>%&:\\?+/")
# https://learn.microsoft.com/azure/aks/monitor-aks-reference, "Resource logs"
CATEGORIES = (
    "kube-apiserver", "kube-audit", "kube-audit-admin", "kube-controller-manager", "kube-scheduler", "cluster-autoscaler",
    "cloud-controller-manager", "guard", "csi-azuredisk-controller", "csi-azurefile-controller", "csi-snapshot-controller",
)  # fmt: skip


def workspace_check(inputs: Properties) -> Iterator[Failure]:
    """Days within what the tier allows."""
    yield from one_of(
        inputs, "sku.name", ("PerGB2018", "CapacityReservation", "LACluster", "Free"), "InvalidParameter"
    )
    yield from within(inputs, "retentionInDays", 30, 730, "InvalidParameter")


def workspace(call: Call, id_: str) -> Properties:
    """The workspace with its own id."""
    return {"customerId": guid(call, "workspace"), "provisioningState": "Succeeded"}


def setting_create(call: Call) -> tuple[str, Properties]:
    """A setting on a live object, with a workspace that exists and categories that the object has."""
    target = text(call.inputs, "resourceUri")
    if not any(e.id.lower() == target.lower() for e in call.world):
        raise Refused("ResourceNotFound", f"resourceUri: {target} does not exist")
    for id_ in texts(call.inputs, "workspaceId"):
        if found(call, WORKSPACE, id_) is None:
            raise Refused("ResourceNotFound", f"workspaceId: the workspace {id_} does not exist")
    if found(call, CLUSTER, target):
        for category in texts(call.inputs, "logs.category"):
            if category not in CATEGORIES:
                reason = f"a cluster has no log category {category!r}, only {', '.join(CATEGORIES)}"
                raise Refused("BadRequest", reason)
    name = name_of(call, SETTING_NAME)
    return call.id or f"{target}/providers/Microsoft.Insights/diagnosticSettings/{name}", {"name": name}


def setting_check(inputs: Properties) -> Iterator[Failure]:
    """At least one place to write to."""
    places = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")
    if all(inputs.get(place) is None for place in places):
        yield Failure("workspaceId", f"BadRequest: at least one of {', '.join(places)} is expected")


def gone(call: Call) -> None:
    """Nothing that is locked goes."""
    release(call, subscription(call.provider))


KINDS: Mapping[str, Kind] = {
    WORKSPACE: in_place(
        azure("Microsoft.OperationalInsights/workspaces", WORKSPACE_NAME, workspace, check=workspace_check)
    ),
    SETTING: Kind(
        setting_create, setting_check, frozenset({"name", "resourceUri"}), frozenset({"resourceUri"}), delete=gone,
        scope=subscription,
    ),
}  # fmt: skip
