"""Volumes, claims, quotas, tokens and definitions are ready when their controller has done its part."""

from typing import Any

import pytest

from rehearsal.providers.kubernetes.awaiting import storage
from rehearsal.providers.kubernetes.awaiting.verdict import Around, Interest, Verdict

NOBODY = Around()
AT_ONCE = {"volumeBindingMode": "Immediate"}
ON_USE = {"volumeBindingMode": "WaitForFirstConsumer"}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ({"phase": "Available"}, ()),
        ({"phase": "Bound"}, ()),
        ({"phase": "Failed", "message": "no plugin"}, ("it is Failed, not Available or Bound", "no plugin")),
        ({}, ("it is Pending, not Available or Bound",)),
    ],
)
def test_a_volume_is_ready_when_it_is_available_or_bound(
    status: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert storage.volume({"status": status}, NOBODY) == Verdict(not why, why)


@pytest.mark.parametrize(
    ("phase", "classes", "why"),
    [
        ("Bound", [AT_ONCE], ()),
        ("Bound", [ON_USE], ()),
        ("Pending", [ON_USE], ()),
        ("Pending", [AT_ONCE], ("it is Pending, not Bound",)),
        ("Pending", [{}], ("it is Pending, not Bound",)),
        ("Pending", [], ("it is Pending, not Bound", "there is no StorageClass fast")),
        ("Lost", [ON_USE], ("it is Lost, not Bound",)),
    ],
)
def test_a_claim_is_ready_when_it_is_bound_or_will_be_at_its_first_use(
    phase: str, classes: list[dict[str, Any]], why: tuple[str, ...]
) -> None:
    live = {"spec": {"storageClassName": "fast"}, "status": {"phase": phase}}

    assert storage.claim(live, Around({"StorageClass": classes})) == Verdict(not why, why)


def test_a_claim_without_a_class_is_ready_when_it_is_bound() -> None:
    assert storage.claim({"spec": {"storageClassName": ""}}, NOBODY).why == ("it is Pending, not Bound",)
    assert storage.storage_class({"spec": {"storageClassName": ""}}) == []
    assert storage.storage_class({"spec": {"storageClassName": "fast"}}) == [
        Interest("storage.k8s.io/v1", "StorageClass", "", "fast")
    ]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ({"hard": {"pods": "3"}}, ()),
        ({"hard": {"pods": "2"}}, ("its controller does not enforce these limits yet",)),
        ({}, ("its controller does not enforce these limits yet",)),
    ],
)
def test_a_quota_is_ready_when_its_limits_are_enforced(status: dict[str, Any], why: tuple[str, ...]) -> None:
    assert storage.quota({"spec": {"hard": {"pods": "3"}}, "status": status}, NOBODY) == Verdict(not why, why)


@pytest.mark.parametrize(
    ("secret", "ready"),
    [
        ({"type": "Opaque"}, True),
        ({"type": storage.TOKEN, "data": {"token": "eA=="}}, True),
        ({"type": storage.TOKEN}, False),
    ],
)
def test_a_secret_is_ready_unless_its_token_is_still_to_come(secret: dict[str, Any], ready: bool) -> None:
    assert storage.secret(secret, NOBODY).ready is ready


def test_a_token_that_does_not_come_says_where_to_look() -> None:
    assert storage.secret({"type": storage.TOKEN}, NOBODY).why == (
        "its token has not been issued; see whether its service account exists",
    )


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        ([{"type": "Established", "status": "True"}], ()),
        ([], ("it is not established",)),
        (
            [{"type": "NamesAccepted", "status": "False", "reason": "PluralConflict", "message": "in use"}],
            ("it is not established", "PluralConflict: in use"),
        ),
    ],
)
def test_a_definition_is_ready_when_it_is_established(conditions: list[Any], why: tuple[str, ...]) -> None:
    assert storage.definition({"status": {"conditions": conditions}}, NOBODY) == Verdict(not why, why)
