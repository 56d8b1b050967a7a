"""Identities and whom they trust."""

from typing import Any

import pytest

from tests.rehearsal.simulation.azure.cloud import IDENTITY, Cloud

CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"


def trust(number: int = 0, **changes: Any) -> dict[str, Any]:
    sound = {
        "resourceName": "app",
        "issuer": "https://example.com/issuer",
        "subject": f"system:serviceaccount:a:{number}",
        "audiences": ["api://AzureADTokenExchange"],
    }
    return {**sound, **changes}


def test_an_identity_has_ids_of_its_own(cloud: Cloud) -> None:
    one, other = cloud.put(IDENTITY), cloud.put(IDENTITY)

    assert len({one["principalId"], one["clientId"], other["principalId"], other["clientId"]}) == 4


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"issuer": "http://example.com"}, "'http://example.com' does not begin with https://"),
        ({"audiences": []}, "one audience is expected, 0 given"),
        ({"subject": ""}, "the subject is empty"),
    ],
)
def test_a_trust_that_azure_would_not_take_is_refused(
    cloud: Cloud, change: dict[str, Any], reason: str
) -> None:
    (failure,) = cloud.wrong(CREDENTIAL, resourceGroupName="main", **trust(**change))

    assert failure.reason == f"InvalidParameter: {reason}"


def test_an_identity_trusts_a_service_account_once(cloud: Cloud) -> None:
    cloud.put(IDENTITY, resourceName="app")
    cloud.put(CREDENTIAL, **trust())

    assert "has this issuer and this subject already" in cloud.refused(CREDENTIAL, **trust())


def test_an_identity_trusts_at_most_twenty(cloud: Cloud) -> None:
    cloud.put(IDENTITY, resourceName="app")
    for number in range(20):
        cloud.put(CREDENTIAL, **trust(number))

    assert cloud.refused(CREDENTIAL, **trust(20)) == (
        "TooManyFederatedIdentityCredentials: an identity has at most 20"
    )
