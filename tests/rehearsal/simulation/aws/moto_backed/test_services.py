"""moto in this process: one AWS for each account and region, nothing of the user's, and no way out."""

import importlib
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from rehearsal.simulation.aws.moto_backed import services
from rehearsal.simulation.aws.moto_backed.services import Escaped, Moto, not_installed, refusals
from rehearsal.simulation.kinds import Refused


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that somebody tries to connect to; none can be."""
    tried: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def test_accounts_and_regions_are_apart(moto: Moto, account: str) -> None:
    here = moto.services(account, "eu-central-1")
    here("sqs").create_queue(QueueName="jobs")

    assert len(here("sqs").list_queues()["QueueUrls"]) == 1
    assert "QueueUrls" not in moto.services(account, "eu-west-1")("sqs").list_queues()
    assert "QueueUrls" not in moto.services("200000000000", "eu-central-1")("sqs").list_queues()


def test_an_account_is_who_it_says(moto: Moto, account: str) -> None:
    assert moto.client("sts", account, "eu-central-1").get_caller_identity()["Account"] == account


def test_nothing_connects_to_anywhere(moto: Moto, account: str, offline: list[Any]) -> None:
    aws = moto.services(account, "eu-central-1")
    for ask in (
        aws("ec2").describe_vpcs,
        aws("iam").list_roles,
        aws("s3").list_buckets,
        aws("eks").list_clusters,
    ):
        ask()

    assert offline == []


def test_what_moto_does_not_answer_ends_on_this_machine(moto: Moto, offline: list[Any]) -> None:
    client = moto.client("ec2", "200000000000", "eu-central-1")
    stub = importlib.import_module("moto.core.models").botocore_stubber
    client.meta.events.unregister("before-send", stub)

    with (
        pytest.raises(Escaped, match="moto does not answer this request, and it was sent nowhere"),
        refusals(moto),
    ):
        client.describe_vpcs()
    moto.stop()

    assert {address[0] for address in offline} == {"127.0.0.1"}


def test_a_users_profile_and_endpoints_are_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    profile = tmp_path / "config"
    profile.write_text(
        "[default]\nregion = mars-1\nendpoint_url = http://192.0.2.1\n[profile other]\nregion = mars-2\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profile))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1")
    moto = Moto()

    client = moto.client("sqs", "200000000000", "eu-central-1")
    moto.stop()

    assert client.meta.endpoint_url == "https://sqs.eu-central-1.amazonaws.com"
    assert client.meta.region_name == "eu-central-1"


def test_the_environment_is_as_before_when_it_has_stopped(moto: Moto) -> None:
    moto.stop()
    before = dict(os.environ)
    moto.client("sqs", "200000000000", "eu-central-1").create_queue(QueueName="left")
    moto.stop()
    left = moto.client("sqs", "200000000000", "eu-central-1").list_queues()
    moto.stop()

    assert dict(os.environ) == before
    assert "QueueUrls" not in left


def test_what_boto3_refuses_by_itself_is_a_refusal(moto: Moto, account: str) -> None:
    with (
        pytest.raises(Refused, match=r'ParamValidation: .*Unknown parameter in input: "Cidr"'),
        refusals(moto),
    ):
        moto.services(account, "eu-central-1")("ec2").create_vpc(Cidr="10.0.0.0/16")


def test_without_moto_a_rehearsal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "WANTED", ("boto3", "no_such_moto"))
    moto = Moto()
    moto.warm()

    with pytest.raises(Refused) as refused:
        moto.start()

    assert str(refused.value) == (
        "MotoNotInstalled: no_such_moto is not installed in this Python, and the rehearsal of AWS stands on moto; `make setup` "
        "installs what requirements/dev.txt locks"
    )
    assert not_installed(["boto3", "moto"]).startswith("boto3 and moto are not installed")
