"""Databases beside clusters that can have them, and secrets that their stores take."""

from typing import Any

import pytest

from settings.load import Settings, SettingsError
from tests.settings.stack import EKS, stack

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
VAULT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/staging"
THERE = {**EKS, "region": "us-west-2", "network": {"cidr": "10.30.0.0/16"}}
GKE: dict[str, Any] = {
    "cloud": "gke",
    "project": "example-staging",
    "region": "europe-west4",
    "network": {"nodes": "10.60.0.0/22", "pods": "10.64.0.0/16", "services": "10.60.16.0/20"},
    "admins": ["group:platform@example.com"],
    "node_pools": {"general": {}},
}
AKS: dict[str, Any] = {
    "cloud": "aks",
    "subscription": SUBSCRIPTION,
    "tenant": "00000000-0000-4000-8000-000000000002",
    "region": "westeurope",
    "network": {"cidr": "10.70.0.0/20"},
    "admins": ["00000000-0000-4000-8000-000000000003"],
    "node_pools": {"general": {}},
    "secrets_vault": VAULT,
}
EXISTING = {
    "cloud": "existing",
    "context": "kind-example",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}
SHOP = {"cluster": "main", "secret": "shop/url"}
FOLLOWED = {**SHOP, "replica": "there", "replica_secret": "shop/url"}


def load(database: dict[str, Any], *, platform: dict[str, Any] | None = None, **clusters: Any) -> Settings:
    every = {"main": EKS, "there": THERE, **clusters}
    return stack(platform, clusters=every, data={"databases": {"shop": database}})


def told(database: dict[str, Any], **more: Any) -> str:
    with pytest.raises(SettingsError) as error:
        load(database, **more)
    return str(error.value)


def test_a_database_and_its_replica_in_another_region_may_have_one_name_in_two_stores() -> None:
    assert load(FOLLOWED).data.databases["shop"].replica == "there"


def test_one_that_was_promoted_says_so_for_as_long_as_it_is_there() -> None:
    back = {**FOLLOWED, "cluster": "there", "replica": "main"}

    assert load({**FOLLOWED, "promoted": ["there"]})
    assert load({**SHOP, "cluster": "there", "promoted": ["there"]})
    assert load({**back, "promoted": ["there", "main"]})


@pytest.mark.parametrize(
    ("database", "line"),
    [
        (
            {**SHOP, "cluster": "none"},
            "data.databases.shop.cluster: expected a cluster of this stack (main, there), got 'none'",
        ),
        (
            {**FOLLOWED, "replica": "none"},
            "data.databases.shop.replica: expected a cluster of this stack (main, there), got 'none'",
        ),
        (
            {**FOLLOWED, "replica": "main"},
            "data.databases.shop.replica: expected a cluster in another region than us-east-1, or the replica goes with the",
        ),
        (
            {**SHOP, "replica": "there"},
            "data.databases.shop.replica_secret: expected a secret's name exactly when replica names a cluster",
        ),
        (
            {**SHOP, "replica_secret": "shop/url"},
            "data.databases.shop.replica_secret: expected a secret's name exactly when replica names a cluster",
        ),
        (
            {**FOLLOWED, "promoted": ["elsewhere"]},
            "data.databases.shop.promoted: expected clusters that have this database, main and there, got 'elsewhere'",
        ),
        (
            {**SHOP, "secret": "shop/database#url"},
            "expected for the store of clusters.main: letters, digits and /_+=.@-, and no #FIELD",
        ),
    ],
)
def test_a_database_that_cannot_be_is_told_by_its_path(database: dict[str, Any], line: str) -> None:
    assert line in told(database)


def test_a_cluster_that_exists_already_has_no_cloud_to_make_one() -> None:
    assert (
        "data.databases.shop.cluster: expected a cluster that this stack makes, whose cloud makes a database beside it, got "
        "'local', which exists already; read the connection string of your own from the secret store instead"
    ) in told({**SHOP, "cluster": "local"}, local=EXISTING)


def test_a_replica_is_of_the_same_cloud() -> None:
    line = "data.databases.shop.replica: expected a cluster of the same cloud as main, which sends its database's changes there"

    assert line in told({**FOLLOWED, "replica": "google"}, google=GKE)


def test_a_replica_is_of_the_same_account() -> None:
    line = "data.databases.shop.replica: expected a cluster of the same account as main, for a replica has its primary's"

    assert line in told(FOLLOWED, there={**THERE, "account": "210987654321"})


@pytest.mark.parametrize(
    ("secrets", "got"),
    [
        ({"install": False}, "got install: false"),
        (
            {"prefix": "staging/", "vault": {"server": "https://vault.example.com", "role": "groundwork"}},
            "got vault, in which this stack writes nothing",
        ),
    ],
)
def test_somebody_has_to_read_what_is_written(secrets: dict[str, Any], got: str) -> None:
    lines = told(SHOP, platform={"secrets": secrets})

    assert (
        "data.databases needs platform.secrets, expected External Secrets on the secret store of each cluster's"
        in lines
    )
    assert got in lines


def test_a_stack_without_a_database_needs_no_secret_store() -> None:
    assert stack({"secrets": {"install": False}, "monitoring": False}).data.databases == {}


def test_two_databases_never_write_one_secret() -> None:
    with pytest.raises(SettingsError) as error:
        stack(data={"databases": {"shop": SHOP, "bills": SHOP}})

    assert (
        "data.databases.bills.secret: expected a secret of its own, got the one of data.databases.shop.secret, in the same store"
    ) in str(error.value)


def test_a_database_never_writes_what_somebody_is_to_fill_in() -> None:
    with pytest.raises(SettingsError) as error:
        stack(data={"databases": {"shop": SHOP}, "secrets": {"shop/url": {"cluster": "main"}}})

    assert (
        "data.databases.shop.secret: expected a secret of its own, got the one of data.secrets.shop/url"
        in str(error.value)
    )


def test_the_regions_of_a_google_project_have_one_store() -> None:
    there = {
        **GKE,
        "region": "europe-west1",
        "network": {"nodes": "10.80.0.0/22", "pods": "10.96.0.0/16", "services": "10.80.16.0/20"},
    }
    both = {"main": GKE, "there": there}
    follows = {**FOLLOWED, "secret": "shop-url", "replica_secret": "shop-url"}
    secrets = {"secrets": {"prefix": "staging-"}, "monitoring": False}
    with pytest.raises(SettingsError) as error:
        stack(secrets, clusters=both, data={"databases": {"shop": follows}})

    assert (
        "data.databases.shop.replica_secret: expected a secret of its own, got the one of data.databases.shop.secret"
        in str(error.value)
    )
    apart = {**follows, "replica_secret": "shop-replica-url"}
    assert stack(secrets, clusters=both, data={"databases": {"shop": apart}})


def test_a_vault_of_another_subscription_is_not_written_to() -> None:
    foreign = VAULT.replace(SUBSCRIPTION, "00000000-0000-4000-8000-000000000009")
    azure = {"main": {**AKS, "secrets_vault": foreign}}
    with pytest.raises(SettingsError) as error:
        stack(
            {"secrets": {"prefix": "staging-"}},
            clusters=azure,
            data={"databases": {"shop": {**SHOP, "secret": "shop-url"}}},
        )

    assert (
        f"clusters.main.secrets_vault: expected a vault of the cluster's own subscription {SUBSCRIPTION}, in which the stack "
        "may write"
    ) in str(error.value)
