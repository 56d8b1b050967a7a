"""Where data may be, and where copies of it."""

import copy
from typing import Any

import pytest

from settings.load import Settings, SettingsError
from tests.settings.stack import EKS, stack

WEST = {**EKS, "region": "us-west-2", "network": {"cidr": "10.21.0.0/16"}}
GKE: dict[str, Any] = {
    "cloud": "gke",
    "project": "example-project",
    "region": "us-central1",
    "network": {"nodes": "10.30.0.0/20", "pods": "10.96.0.0/14", "services": "10.30.16.0/20"},
    "admins": ["group:platform@example.com"],
    "node_pools": {"general": {}},
}
GKE_TOO: dict[str, Any] = {
    **GKE,
    "region": "us-east1",
    "network": {"nodes": "10.40.0.0/20", "pods": "10.100.0.0/14", "services": "10.40.16.0/20"},
}
GUID = "00000000-0000-4000-8000-00000000000"
AKS: dict[str, Any] = {
    "cloud": "aks",
    "subscription": f"{GUID}1",
    "tenant": f"{GUID}2",
    "region": "eastus",
    "network": {"cidr": "10.50.0.0/20"},
    "admins": [f"{GUID}3"],
    "node_pools": {"general": {}},
    "secrets_vault": f"/subscriptions/{GUID}1/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/example-secrets",
}
EXISTING = {
    "cloud": "existing",
    "context": "kind-example",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}
PAIR = {"main": EKS, "other": WEST}
DASHES = {"secrets": {"prefix": "staging-"}, "monitoring": {"grafana_admin": "grafana-admin"}}
"""A platform whose secrets have names that every store takes."""
VAULT = {"server": "https://vault.example.com", "role": "groundwork"}


def given(clusters: dict[str, Any], platform: dict[str, Any] | None = None, **data: Any) -> Settings:
    """A stack with these clusters and this data, whose application is on the first one."""
    first = next(iter(clusters))
    return stack(platform, application={"clusters": [first]}, clusters=copy.deepcopy(clusters), data=data)


def mistakes(clusters: dict[str, Any], platform: dict[str, Any] | None = None, **data: Any) -> list[str]:
    with pytest.raises(SettingsError) as error:
        given(clusters, platform, **data)
    return [line.strip() for line in str(error.value).splitlines()[1:]]


def images(**more: Any) -> dict[str, Any]:
    return {"cluster": "main", "repositories": ["team/app"], **more}


def secret(cluster: str = "main", *copies: str) -> dict[str, Any]:
    return {"cluster": cluster, "copies": list(copies)}


def test_images_and_secrets_are_copied_to_another_region_of_the_same_account() -> None:
    settings = given(PAIR, images=images(copies=["other"]), secrets={"team/token": secret("main", "other")})

    assert settings.data.images
    assert settings.data.images.copies == ("other",)


@pytest.mark.parametrize(
    ("clusters", "line"),
    [
        (
            {"main": EKS},
            "data.images.copies: expected clusters of this stack (main), got 'other'",
        ),
        (
            {"main": EKS, "other": GKE},
            "data.images.copies: expected clusters of main's cloud, which copies from region to region, got 'other'",
        ),
        (
            {"main": EKS, "other": {**WEST, "region": "us-east-1"}},
            (
                "data.images.copies: expected each in another region, got 'other' in us-east-1, where 'main' is already: one "
                "copy serves all clusters of a region"
            ),
        ),
        (
            {"main": EKS, "other": {**WEST, "account": "210987654321"}},
            "data.images.copies: expected a cluster in the AWS account 123456789012, got 'other' in 210987654321",
        ),
        (
            {"main": GKE, "other": {**GKE_TOO, "region": "europe-west4"}},
            (
                "data.images.copies: expected clusters on us-central1's continent, Asia, Europe or the United States, over which "
                "Artifact Registry keeps images, got 'other' in europe-west4: give that region a registry of its own"
            ),
        ),
        (
            {"main": GKE, "other": {**GKE_TOO, "project": "other-project"}},
            "data.images.copies: expected a cluster in the Google Cloud project example-project, got 'other' in other-project",
        ),
    ],
)
def test_a_copy_of_images_that_the_cloud_does_not_make_is_refused(
    clusters: dict[str, Any], line: str
) -> None:
    assert line in mistakes(clusters, DASHES, images=images(copies=["other"]))


def test_images_are_beside_a_cluster_of_a_cloud() -> None:
    unknown = mistakes(PAIR, images=images(cluster="mian"))
    existing = mistakes({"main": EKS, "kind": EXISTING}, images=images(cluster="kind"))

    assert unknown == ["data.images.cluster: expected a cluster of this stack (main, other), got 'mian'"]
    assert (
        "data.images.cluster: expected a cluster of another kind than 'kind': it has no cloud, and so no registry to make "
        "repositories in" in existing
    )


def test_a_repository_is_named_once() -> None:
    assert mistakes(PAIR, images=images(repositories=["a1", "b1", "a1"])) == [
        "data.images.repositories: expected each repository once, got a1 more than once"
    ]


def test_a_key_vault_keeps_no_empty_secret_and_copies_none() -> None:
    (line,) = mistakes({"main": AKS}, DASHES, secrets={"token": secret()})

    assert line == (
        "data.secrets.token.cluster: expected a cluster of another kind than 'main': a Key Vault keeps no secret without a "
        "value, and copies none to a region of your choice: put it into each cluster's secrets_vault yourself, under the same "
        "name"
    )


def test_what_is_in_a_vault_of_the_stacks_own_is_made_there() -> None:
    found = mistakes(
        PAIR, {"secrets": {"prefix": "staging/", "vault": VAULT}}, secrets={"team/token": secret()}
    )

    assert (
        "data.secrets: expected none with platform.secrets.vault, which keeps all secrets of the stack: put them there"
        in found
    )


def test_a_secret_has_a_name_that_the_store_takes_and_is_whole() -> None:
    field = mistakes(PAIR, secrets={"team/token#value": secret()})
    slash = mistakes({"main": GKE}, DASHES, secrets={"team/token": secret()})

    assert field == [
        "data.secrets.team/token#value: expected the name of a whole secret, got one field of it: leave out what begins with #"
    ]
    assert slash == [
        (
            "data.secrets.team/token: expected a name that clusters.main takes, letters, digits, - and _, no / and no dot, got "
            "'staging-team/token' with the prefix"
        )
    ]


def test_buckets_are_copied_within_an_account_and_within_a_tenant() -> None:
    strangers = {"main": {**EKS, "copies_to": "other"}, "other": {**WEST, "account": "210987654321"}}
    tenants = {
        "main": {**AKS, "copies_to": "other"},
        "other": {**AKS, "region": "westus2", "network": {"cidr": "10.51.0.0/20"}, "tenant": f"{GUID}9"},
    }

    assert mistakes(strangers) == [
        "clusters.main.copies_to: expected a cluster in the AWS account 123456789012, got 'other' in 210987654321"
    ]
    assert mistakes(tenants, DASHES) == [
        f"clusters.main.copies_to: expected a cluster in the Entra tenant {GUID}2, got 'other' in {GUID}9"
    ]


def test_google_cloud_copies_buckets_from_project_to_project() -> None:
    pair = {"main": {**GKE, "copies_to": "other"}, "other": {**GKE_TOO, "project": "other-project"}}

    assert given(pair, DASHES).clusters["main"].copies_to == "other"
