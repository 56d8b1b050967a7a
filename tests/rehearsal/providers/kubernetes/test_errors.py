"""Refusals are read from Status objects, and from whatever else a server says."""

import json

from rehearsal.providers.kubernetes.errors import Cause, NoKindMatch, Unreachable, refusal

STATUS = {
    "kind": "Status", "code": 422, "reason": "Invalid", "message": "no good",
    "details": {"causes": [{"field": "spec.a", "reason": "FieldValueInvalid", "message": "Invalid value: 1"}]},
}  # fmt: skip


def test_a_status_is_read_with_its_causes() -> None:
    for body in (STATUS, json.dumps(STATUS).encode()):
        error = refusal(500, body)

        assert (error.code, error.reason, error.message) == (422, "Invalid", "no good")
        assert error.causes == (Cause("spec.a", "FieldValueInvalid", "Invalid value: 1"),)


def test_anything_else_is_quoted() -> None:
    assert str(refusal(502, b"bad gateway\n")) == "bad gateway"
    assert str(refusal(502, b"")) == "HTTP 502"
    assert refusal(502, b"[1]").reason == "Unknown"
    assert str(refusal(500, {"kind": "Status"})) == "HTTP 500"


def test_a_kind_that_is_not_there_counts_as_not_found() -> None:
    error = NoKindMatch("example.com/v1", "Ship")

    assert (error.code, error.api_version) == (404, "example.com/v1")
    assert str(error) == 'no matches for kind "Ship" in version "example.com/v1"'


def test_no_answer_says_where_why_and_what_to_do() -> None:
    assert str(Unreachable("https://127.0.0.1:1", "refused")) == (
        "the rehearsal's API server at https://127.0.0.1:1 does not answer (refused); see kube-apiserver's log in the "
        "session's folder, and run the same command again"
    )
