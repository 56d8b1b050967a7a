"""The annotations skipAwait, waitFor and timeoutSeconds mean what the real provider takes them for."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import annotations
from rehearsal.providers.kubernetes.awaiting.annotations import WrongAnnotation
from rehearsal.providers.kubernetes.awaiting.verdict import Around, Verdict


def annotated(kind: str = "Deployment", **given: Any) -> dict[str, Any]:
    found = {f"pulumi.com/{key}": value for key, value in given.items()}
    return {"kind": kind, "metadata": {"annotations": found}}


def judged(expression: str, live: dict[str, Any]) -> Verdict:
    judge = annotations.wanted(annotated(waitFor=expression))
    assert judge is not None
    return judge(live, Around())


@pytest.mark.parametrize(
    ("value", "skips"), [("true", True), ("True", True), ("false", False), ("", False), (True, False)]
)
def test_skip_await_skips_when_it_is_true(value: Any, skips: bool) -> None:
    assert annotations.skips(annotated(skipAwait=value)) is skips


def test_what_has_no_annotations_is_awaited_as_usual() -> None:
    for metadata in (None, {}, {"annotations": None}):
        inputs = {"metadata": metadata}
        assert not annotations.skips(inputs)
        assert annotations.wanted(inputs) is None
        assert annotations.seconds(inputs, None, 600) == 600


@pytest.mark.parametrize(("kind", "skips"), [("Deployment", True), ("Namespace", True), ("Service", False)])
def test_skip_await_skips_the_deletion_of_the_kinds_for_which_it_always_did(kind: str, skips: bool) -> None:
    assert annotations.skips_deletion(annotated(kind, skipAwait="true")) is skips


@pytest.mark.parametrize(
    ("annotation", "given", "seconds"),
    [("20", None, 20), ("20", 30, 30), ("", None, 600), ("soon", None, 600), ("20", 0, 20)],
)
def test_custom_timeouts_go_before_the_annotation_and_that_before_the_usual(
    annotation: str, given: float | None, seconds: float
) -> None:
    assert annotations.seconds(annotated(timeoutSeconds=annotation), given, 600) == seconds


READY = {"type": "Ready", "status": "True"}
LIVE = {
    "metadata": {"generation": 2},
    "status": {"phase": "Running", "count": 3, "good": True, "none": None, "conditions": [READY]},
    "spec": {"password": "canary-0123456789abcdef"},
}


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("jsonpath={.status.phase}", ""),
        ("jsonpath={ .status.phase }", ""),
        ("jsonpath={.status.phase}=Running", ""),
        ("jsonpath={.status.count}=3", ""),
        ("jsonpath={.status.good}=true", ""),
        ("jsonpath={.status.none}=<nil>", ""),
        ('jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', ""),
        ("jsonpath={.status.phase}=Done", "its .status.phase is Running, not Done"),
        ("jsonpath={.status.address}", "it has no .status.address"),
        ("jsonpath={.status}=x", "its .status is an object or a list, not x"),
        ("jsonpath={.status}", ""),
        ("condition=Ready", ""),
        ("condition=ready=true", ""),
        ("condition=Ready=False", "its condition Ready is True, not False"),
        ("condition=Synced", "it has no condition Synced"),
        ('["condition=Ready","jsonpath={.status.count}=3"]', ""),
        ('["condition=Synced","jsonpath={.status.count}=4"]', "it has no condition Synced"),
    ],
)
def test_wait_for_is_met_or_says_what_is_missing(expression: str, why: str) -> None:
    verdict = judged(expression, LIVE)

    assert (verdict.ready, (*verdict.why, "")[0]) == (not why, why)


def test_a_list_says_all_that_is_missing() -> None:
    verdict = judged('["condition=Synced","jsonpath={.status.count}=4"]', LIVE)

    assert verdict.why == ("it has no condition Synced", "its .status.count is 3, not 4")


@pytest.mark.parametrize(
    "observed",
    [{"conditions": [READY | {"observedGeneration": 1}]}, {"observedGeneration": 1, "conditions": [READY]}],
)
def test_a_condition_about_an_older_version_does_not_count(observed: dict[str, Any]) -> None:
    verdict = judged("condition=Ready", LIVE | {"status": observed})

    assert verdict.why == ("its condition Ready is about an older version of it",)


def test_a_condition_that_does_not_hold_is_told_with_its_reason() -> None:
    held = {"type": "Ready", "status": "False", "reason": "NoKey", "message": "the key is not there"}

    assert judged("condition=Ready", {"status": {"conditions": [held]}}).why == (
        "its condition Ready is False, not True (NoKey: the key is not there)",
    )


def test_a_value_outside_the_status_is_not_repeated_as_it_may_be_secret() -> None:
    verdict = judged("jsonpath={.spec.password}=other", LIVE)

    assert verdict.why == ("its .spec.password has another value",)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("status.phase=Running", "it begins with neither jsonpath= nor condition="),
        ("[]", "it names no condition"),
        ("jsonpath=.status.phase", "expected the path in braces, as in {.status.phase}, not .status.phase"),
        ("jsonpath='{.status.phase}'=Running", "the quotes are a shell's; leave them out"),
        ("jsonpath={.status.phase}=", "expected {.path} or {.path}=value"),
        ("jsonpath={.status.phase}=a=b", "expected {.path} or {.path}=value"),
        ("jsonpath={.status[?(@.a!='b')]}", "with no other = in it but =="),
        ("jsonpath={$.status.phase}", "the path begins with a dot"),
        (
            "jsonpath={.status.phase[}",
            "expected a quoted name, an index, a slice, * or a filter ?(...) at character 15",
        ),
        ('["condition=Ready","Ready"]', "it begins with neither jsonpath= nor condition="),
    ],
)
def test_a_wrong_wait_for_is_refused_with_what_was_given_and_what_is_expected(
    expression: str, why: str
) -> None:
    with pytest.raises(WrongAnnotation) as refused:
        annotations.wanted(annotated(waitFor=expression))

    assert str(refused.value).startswith("the annotation pulumi.com/waitFor cannot be read: ")
    assert why in str(refused.value)
    assert "expected jsonpath={.path}[=value], condition=Type[=Status], or a JSON list of such" in str(
        refused.value
    )
