"""An AWS on moto for each test: one moto for them all, and an account that no other test has."""

from collections.abc import Iterator
from itertools import count

import pytest

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.moto_backed import Moto, on_moto
from rehearsal.simulation.kinds import Kind
from tests.rehearsal.simulation.aws.cloud import Cloud

ACCOUNTS = count(200000000001)


@pytest.fixture(scope="session")
def moto() -> Iterator[Moto]:
    running = Moto()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def kinds(moto: Moto) -> dict[str, Kind]:
    return on_moto(KINDS, moto)


@pytest.fixture
def account() -> str:
    return str(next(ACCOUNTS))


@pytest.fixture
def cloud(kinds: dict[str, Kind], account: str) -> Cloud:
    return Cloud(kinds=kinds, account=account)
