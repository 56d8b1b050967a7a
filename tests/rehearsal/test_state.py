"""What is read from the engine's exported state."""

from typing import Any

from rehearsal.session import Remaining
from rehearsal.state import STACK, concealed, left_over, outputs, protected, retained

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}


def state(**root_outputs: Any) -> dict[str, Any]:
    return {
        "resources": [
            {"urn": "root", "type": STACK, "outputs": root_outputs},
            {"urn": "vpc", "type": "aws:Vpc", "protect": True},
            {"urn": "bucket", "type": "aws:Bucket", "retainOnDelete": True},
        ]
    }


def test_outputs_are_shown_with_their_secrets_hidden() -> None:
    assert outputs(state(url="https://example.com", ports=[1, 2], token=SECRET, deep={"a": [SECRET], "b": 1})) == {
        "url": "https://example.com", "ports": "[1, 2]", "token": "[secret]", "deep.a": '["[secret]"]', "deep.b": "1",
    }  # fmt: skip


def test_an_empty_state_has_no_outputs() -> None:
    assert outputs({}) == {}
    assert outputs({"resources": None}) == {}


def test_a_value_that_only_mentions_a_ciphertext_is_shown() -> None:
    assert concealed({"ciphertext": "AES", "mode": "GCM", "bits": 256}) == {
        "ciphertext": "AES",
        "mode": "GCM",
        "bits": 256,
    }


def test_protected_and_retained_resources_are_found() -> None:
    assert protected(state()) == ["vpc"]
    assert retained(state()) == {"bucket"}


def test_what_is_kept_on_purpose_is_not_left_over() -> None:
    vpc, bucket = Remaining("aws:Vpc", "vpc-1", "vpc"), Remaining("aws:Bucket", "b", "bucket")

    assert left_over([vpc, bucket], {"bucket"}) == ([vpc], [bucket])


def test_what_says_itself_that_it_stays_is_not_left_over() -> None:
    definition = Remaining("apiextensions.k8s.io/v1:CustomResourceDefinition", "a", "a", kept=True)

    assert left_over([definition], set()) == ([], [definition])
