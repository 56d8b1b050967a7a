"""Secret Manager: secrets and their versions."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import APIS, Cloud

SECRET, VERSION = "gcp:secretmanager/secret:Secret", "gcp:secretmanager/secretVersion:SecretVersion"
HERE = {"userManaged": {"replicas": [{"location": "europe-west4"}]}}


@pytest.fixture(name="cloud")
def _cloud() -> Cloud:
    return Cloud(apis=(*APIS, "secretmanager"))


def test_versions_are_counted(cloud: Cloud) -> None:
    secret = cloud.create(SECRET, secretId="staging-token", replication=HERE)
    found = [cloud.create(VERSION, secret=secret["id"], secretData=value)["id"] for value in ("one", "other")]

    assert secret["name"].endswith("/secrets/staging-token")
    assert found == [f"{secret['id']}/versions/{number}" for number in (1, 2)]


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"secretId": "staging/token"}, "Must be 1 to 255 letters, digits, - and _"),
        ({"replication": {}}, "Exactly one of auto and userManaged is needed"),
        (
            {"replication": {"userManaged": {"replicas": [{"location": "europe-west5"}]}}},
            "There is no such region",
        ),
    ],
)
def test_a_secret_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(SECRET, **{"secretId": "staging-token", "replication": HERE, **inputs})


def test_a_version_that_google_refuses(cloud: Cloud) -> None:
    secret = cloud.create(SECRET, secretId="staging-token", replication=HERE)

    assert "The resource 'none' was not found" in cloud.refusal(
        VERSION,
        secret="none",  # noqa: S106 - its name
        secretData="placeholder",
    )
    assert "65537 bytes, expected 1 to 65536" in cloud.refusal(
        VERSION, secret=secret["id"], secretData="x" * 65537
    )
