"""Managed identities and the tokens that they trust."""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.groups import IDENTITY
from rehearsal.simulation.azure.inputs import text
from rehearsal.simulation.azure.resource import Name, azure, guid, in_place, subscription
from rehearsal.simulation.inputs import values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"
MOST_CREDENTIALS = (
    20  # of one identity (learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations)
)
IDENTITY_NAME = Name(
    "resourceName", r"[0-9A-Za-z][\w-]{2,127}", "3 to 128 letters, digits, _ and -, a letter or digit first"
)
CREDENTIAL_NAME = Name(
    "federatedIdentityCredentialResourceName",
    r"[0-9A-Za-z][\w-]{2,119}",
    "3 to 120 letters, digits, _ and -, a letter or digit first",
)


def identity(call: Call, id_: str) -> Properties:
    """An identity with its ids in Entra ID."""
    return {
        "principalId": guid(call, "principal"),
        "clientId": guid(call, "client"),
        "tenantId": text(call.provider, "tenantId", "00000000-0000-4000-8000-000000000002"),
    }


def credential_check(inputs: Properties) -> Iterator[Failure]:
    """An issuer over HTTPS, one audience, a subject."""
    issuer = inputs.get("issuer")
    if isinstance(issuer, str) and not issuer.startswith("https://"):
        yield Failure("issuer", f"InvalidParameter: {issuer!r} does not begin with https://")
    audiences = inputs.get("audiences")
    if isinstance(audiences, list) and len(audiences) != 1:
        yield Failure("audiences", f"InvalidParameter: one audience is expected, {len(audiences)} given")
    if inputs.get("subject") == "":
        yield Failure("subject", "InvalidParameter: the subject is empty")


def credential_refuse(call: Call) -> None:
    """An identity trusts each subject of an issuer once, and few of them."""
    same = ("resourceGroupName", "resourceName")
    others = [
        one
        for one in call.world.of(CREDENTIAL, subscription(call.provider))
        if one.id != call.id and all(one.inputs.get(key) == call.inputs.get(key) for key in same)
    ]
    if len(others) >= MOST_CREDENTIALS:
        raise Refused("TooManyFederatedIdentityCredentials", f"an identity has at most {MOST_CREDENTIALS}")
    for one in others:
        if all(
            list(values(one.inputs, key)) == list(values(call.inputs, key)) for key in ("issuer", "subject")
        ):
            raise Refused("Conflict", f"{one.id} has this issuer and this subject already")


KINDS: Mapping[str, Kind] = {
    IDENTITY: in_place(
        azure("Microsoft.ManagedIdentity/userAssignedIdentities", IDENTITY_NAME, identity)
    ),
    CREDENTIAL: azure(
        "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials",
        CREDENTIAL_NAME, lambda call, id_: {}, parent=IDENTITY, check=credential_check, refuse=credential_refuse,
        required=("audiences", "issuer", "subject"),
    ),
}  # fmt: skip
