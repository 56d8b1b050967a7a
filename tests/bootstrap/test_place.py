"""What the bootstrap may be told, and what it says of every mistake."""

from pathlib import Path
from typing import Any

import pytest

from bootstrap.place import AwsPlace, AzurePlace, GcpPlace, Place, load, parse
from rehearsal import stackfile
from rehearsal.recording import record
from settings.load import SettingsError
from tests.bootstrap.stacks import BY_CLOUD, settings
from tests.stackfiles import ALL, named

BUCKET = (
    "expected a bucket's name of 3 to 58 small letters, digits and '-', which nobody else in the world has and no cloud keeps "
    "for itself, such as example-pulumi-state"
)


def place(cloud: str, **changes: Any) -> Place:
    return parse({"state": settings(cloud, **changes)})


def mistakes(config: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as error:
        parse(config)
    return [line.strip() for line in str(error.value).splitlines()[1:]]


def mistake(cloud: str, **changes: Any) -> str:
    (line,) = mistakes({"state": settings(cloud, **changes)})
    return line


def test_there_is_a_complete_stack_file_for_each_cloud() -> None:
    assert {cloud: type(place(cloud)) for cloud in BY_CLOUD} == {
        "aws": AwsPlace,
        "azure": AzurePlace,
        "gcp": GcpPlace,
    }


@pytest.mark.parametrize("path", ALL, ids=named)
def test_no_region_of_a_cluster_takes_the_state_with_it_when_it_is_lost(path: Path) -> None:
    clusters = stackfile.read(path).settings["clusters"].values()

    assert not {place(cloud).region for cloud in BY_CLOUD} & {one.get("region") for one in clusters}


@pytest.mark.parametrize("cloud", BY_CLOUD)
def test_a_state_is_protected_and_its_history_kept_unless_it_is_said_otherwise(cloud: str) -> None:
    assert (place(cloud).protect, place(cloud).history_days) == (True, 90)


def test_all_mistakes_are_told_at_once() -> None:
    wrong = settings("aws", account=None, bucket="Example", deployers=[], regoin="x")

    assert mistakes({"state": wrong, "clusters": {}}) == [
        "clusters is not known here; expected one of state",
        "state.deployers: expected 1 or more of them, got []",
        'state.account is missing, expected the 12 digits of an AWS account, in quotes: "123456789012"',
        f"state.bucket: {BUCKET}, got 'Example'",
        "state.regoin is not known here; did you mean region?",
    ]


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ({}, "state is missing; bootstrap/ has a complete one for each cloud"),
        (
            {"state": "aws"},
            "state: expected a section of settings, got 'aws'; bootstrap/ has a complete one for each cloud",
        ),
        ({"state": {"region": "us-east-1"}}, "state.cloud: expected one of 'aws', 'gcp', 'azure'"),
        ({"state": {"cloud": "eks"}}, "state.cloud: expected one of 'aws', 'gcp', 'azure', got 'eks'"),
        ({"state": {"cloud": ["aws"]}}, "state.cloud: expected one of 'aws', 'gcp', 'azure', got ['aws']"),
    ],
)
def test_a_section_that_names_no_cloud_is_told_which_there_are(config: dict[str, Any], line: str) -> None:
    assert mistakes(config) == [line]


@pytest.mark.parametrize(
    "name",
    [
        "ab",
        "a.b.c",
        "-state",
        "state-",
        "xn--state",
        "state-s3alias",
        "my-google-state",
        "goog-state",
        "a" * 59,
    ],
)
def test_a_bucket_has_a_name_that_both_clouds_take_and_its_logs_too(name: str) -> None:
    assert [mistake(cloud, bucket=name) for cloud in ("aws", "gcp")] == [
        f"state.bucket: {BUCKET}, got {name!r}"
    ] * 2


@pytest.mark.parametrize(
    ("cloud", "changes", "words"),
    [
        ("aws", {"region": "us-east-11"}, "state.region: expected an AWS region"),
        ("aws", {"deployers": ["groundwork-deploy"]}, "expected the ARN of an IAM role or user"),
        ("aws", {"readers": ["preview"]}, "expected the ARN of an IAM role or user"),
        ("aws", {"history_days": 5}, "state.history_days: expected 7 or more, got 5"),
        (
            "gcp",
            {"deployers": ["group:a@example.com"], "readers": ["group:a@example.com"]},
            "state: expected each of deployers and readers once, got group:a@example.com again",
        ),
        ("gcp", {"history_days": 91}, "state.history_days: expected 90 or less, got 91"),
        ("gcp", {"region": "us-central9"}, "state.region: expected a region of Google Cloud"),
        ("gcp", {"deployers": ["allUsers"]}, "expected a member of IAM such as serviceAccount:deploy@"),
        (
            "azure",
            {"deployers": ["00000000-0000-4000-8000-000000000004"]},
            "expected user:, group: or service:",
        ),
        ("azure", {"account": "example-state"}, "expected a storage account's name of 3 to 24 small letters"),
        ("azure", {"vault": "example--state"}, "expected a vault's name of 3 to 24 letters"),
        ("azure", {"region": "westus"}, "state.region: expected a region with three availability zones"),
        ("azure", {"group": "state."}, "expected a resource group's name such as pulumi-state"),
        ("azure", {"tenant": "example.com"}, "state.tenant: expected a GUID"),
    ],
)
def test_a_wrong_word_is_told_with_what_was_expected(cloud: str, changes: dict[str, Any], words: str) -> None:
    assert words in mistake(cloud, **changes)


def read(secret_keys: tuple[str, ...] = ()) -> list[Place]:
    """What the program reads of a stack's configuration."""
    found: list[Place] = []
    config = {"groundwork-bootstrap:state": settings("aws")}
    record(lambda: found.append(load()), config, "aws", "groundwork-bootstrap", secret_keys=secret_keys)
    return found


def test_the_running_stacks_configuration_is_read() -> None:
    assert read() == [place("aws")]


def test_a_section_that_is_encrypted_is_refused() -> None:
    with pytest.raises(SettingsError, match="state is encrypted in the stack file, expected no secret there"):
        read(("groundwork-bootstrap:state",))
