"""A secret that got out is found, and the one who let it out is named."""

import base64
from typing import Any

from rehearsal.checks import Result, secrets_stay_secret
from rehearsal.journal import Problem
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import CANARY


def found(stack: StackFile, outputs: dict[str, Any], printed: str = "") -> list[Problem]:
    state = {"resources": [{"urn": "good", "inputs": {}}, {"urn": "bad", "outputs": outputs}]}
    return list(secrets_stay_secret(Result(stack, state, printed)))


def test_a_hidden_secret_is_fine(stack: StackFile) -> None:
    assert found(stack, {"token": {"ciphertext": "v1:abc"}}) == []


def test_a_secret_in_plain_text_names_the_resource_and_the_setting(stack: StackFile) -> None:
    problems = found(stack, {"deep": [f"postgres://{CANARY}@db"]})

    assert [problem.urn for problem in problems] == ["bad"]
    assert "holds the secret groundwork:token in plain text; mark what is made from it" in problems[0].message


def test_a_secret_in_base64_is_found_too(stack: StackFile) -> None:
    assert len(found(stack, {"data": base64.b64encode(CANARY.encode()).decode()})) == 1


def test_a_printed_secret_is_found(stack: StackFile) -> None:
    assert [problem.message for problem in found(stack, {}, f"debug {CANARY}")] == [
        "the secret groundwork:token was printed; do not log it"
    ]
