"""What every cloud's place for state has alike, and that others find it."""

import subprocess
import sys

import pytest

from rehearsal.stackfile import ROOT
from tests.bootstrap.stacks import BY_CLOUD, made, outputs

HOLDERS = {
    "aws": {"aws:s3/bucket:Bucket", "aws:kms/key:Key"},
    "gcp": {"gcp:storage/bucket:Bucket", "gcp:kms/cryptoKey:CryptoKey"},
    "azure": {
        "azure-native:resources:ResourceGroup",
        "azure-native:storage:StorageAccount",
        "azure-native:storage:BlobContainer",
        "azure-native:keyvault:Vault",
        "azure-native:keyvault:Key",
    },
}
"""Types of what a state, or what reads it, is lost with."""


def test_others_find_it_by_two_commands() -> None:
    aws, gcp, azure = (outputs(cloud) for cloud in ("aws", "gcp", "azure"))

    assert aws["login"] == "pulumi login 's3://example-pulumi-state?region=us-east-2'"
    assert aws["init"] == (
        "pulumi stack init NAME --secrets-provider 'awskms://alias/pulumi?region=us-east-2'"
    )
    assert gcp["login"] == "pulumi login 'gs://example-pulumi-state'"
    assert gcp["init"] == f"pulumi stack init NAME --secrets-provider 'gcpkms://{gcp['key']}'"
    assert gcp["key"].startswith("projects/example-platform/locations/us-west1/keyRings/")
    assert azure["login"] == "pulumi login 'azblob://state?storage_account=examplestate'"
    assert azure["init"].startswith(
        "pulumi stack init NAME --secrets-provider 'azurekeyvault://example-state.vault.azure.net/keys/pulumi/"
    )


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_what_a_state_would_be_lost_with_is_protected_until_the_setting_lets_it_go(cloud: str) -> None:
    protected = {one.type for one in made(cloud).resources if one.protect}
    loose = [one.type for one in made(cloud, protect=False).resources if one.protect]

    assert protected == HOLDERS[cloud]
    assert all(one.protect for one in made(cloud).resources if one.type in HOLDERS[cloud])
    assert loose == []


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_nothing_of_it_is_secret(cloud: str) -> None:
    assert [one.urn for one in made(cloud).resources if one.secrets] == []


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_a_first_preview_needs_no_answer_of_the_cloud(cloud: str) -> None:
    planned = {one.urn for one in made(cloud, preview=True).resources}

    assert planned == {one.urn for one in made(cloud).resources}


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_everything_is_made_by_the_clouds_own_provider(cloud: str) -> None:
    providers = {one.urn for one in made(cloud).resources if one.type.startswith("pulumi:providers:")}

    assert len(providers) == 1
    assert {one.provider for one in made(cloud).resources if one.custom} - {""} == providers


def test_before_a_cloud_is_chosen_no_clouds_sdk_is_loaded() -> None:
    sdks = ("pulumi_aws", "pulumi_gcp", "pulumi_azure_native")
    code = f"import sys, bootstrap.backend; print([name for name in {sdks!r} if name in sys.modules])"

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert loaded.stdout.strip() == "[]", loaded.stderr
