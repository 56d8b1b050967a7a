"""The catalogue of Google Cloud types, held against the SDK."""

import pytest

from rehearsal.simulation.gcp import INVOKES, KINDS
from tests.rehearsal.simulation.sdks import Sdk, source

SDK = Sdk("pulumi_gcp", "gcp")
pytestmark = SDK.needed


@pytest.mark.parametrize("token", [*KINDS, *INVOKES])
def test_every_type_and_function_is_the_sdks(token: str) -> None:
    assert source(SDK, token), f"{SDK.package} has no {token}"


@pytest.mark.parametrize("token", KINDS)
def test_what_is_required_and_what_replaces_are_inputs_of_the_sdk(token: str) -> None:
    assert SDK.unknown(token, KINDS[token]) == set()


@pytest.mark.parametrize("token", KINDS)
def test_what_the_sdk_requires_is_required(token: str) -> None:
    assert SDK.forgotten(token, KINDS[token]) == set()


@pytest.mark.parametrize("token", KINDS)
def test_whatever_an_input_is_it_is_taken_or_named_and_never_a_fault(token: str) -> None:
    assert list(SDK.faults(token, KINDS[token])) == []
