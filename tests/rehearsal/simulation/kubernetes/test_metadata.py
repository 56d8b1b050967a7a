"""Names, labels and annotations."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.metadata import matches, object_metadata


def reasons(kind: str, namespaced: bool | None = True, **metadata: Any) -> str:
    return " | ".join(f"{f.property}: {f.reason}" for f in object_metadata(kind, metadata, namespaced))


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("ConfigMap", "Upper", "'Upper' is not a DNS name of small letters"),
        ("ConfigMap", "x" * 254, "has 254 characters, 253 are allowed for a ConfigMap"),
        ("Namespace", "a.b", "'a.b' is not a DNS label"),
        ("Namespace", "x" * 64, "63 are allowed for a Namespace"),
        ("Service", "1st", "begins with a small letter (RFC 1035)"),
        ("CronJob", "x" * 53, "52 are allowed for a CronJob"),
        ("Role", "a/b", "'a/b' is not a path segment"),
    ],
)
def test_a_name_that_is_none(kind: str, name: str, text: str) -> None:
    assert text in reasons(kind, name=name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("ConfigMap", "a.b-c"), ("ClusterRole", "system:a"), ("Service", "a1"), ("Namespace", "1a")],
)
def test_a_name_that_is_one(kind: str, name: str) -> None:
    assert reasons(kind, name=name) == ""


def test_an_object_of_the_whole_cluster_has_no_namespace() -> None:
    assert "Forbidden: a ClusterRole has no namespace ('a' given)" in reasons(
        "ClusterRole", namespaced=False, namespace="a"
    )


def test_a_namespace_is_a_label() -> None:
    assert "metadata.namespace: Invalid value: 'A' is not a DNS label" in reasons("ConfigMap", namespace="A")


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        ({"with space": "a"}, "'with space' is not 1 to 63 letters"),
        ({"Example.com/a": "a"}, "the prefix of 'Example.com/a' is not a DNS name"),
        ({"a": "x" * 64}, "is not up to 63 letters"),
        ({"a": "-"}, "'-' is not up to 63 letters"),
        ({"a": 1}, "1 is not text; write it in quotes"),
        ({"a": True}, "True is not text"),
    ],
)
def test_labels_that_are_none(labels: dict[str, Any], text: str) -> None:
    assert text in reasons("ConfigMap", labels=labels)


@pytest.mark.parametrize(
    ("annotations", "text"),
    [
        ({"a b": "x"}, "'a b' is not 1 to 63"),
        ({"a": 1}, "1 is not text"),
        ({"a": "x" * 262144}, "262145 characters, 262144 are allowed for all annotations together"),
    ],
)
def test_annotations_that_are_none(annotations: dict[str, Any], text: str) -> None:
    assert text in reasons("ConfigMap", annotations=annotations)


def test_annotations_may_say_anything_and_have_capital_keys() -> None:
    assert (
        reasons(
            "ConfigMap",
            annotations={"pulumi.com/waitFor": "condition=Ready, and {more}"},
            labels={"a": "", "b/c": "D.e"},
        )
        == ""
    )


def test_unknown_values_are_never_wrong() -> None:
    assert (
        reasons("ConfigMap", name=UNKNOWN, namespace=UNKNOWN, labels={"a": UNKNOWN}, annotations=UNKNOWN)
        == ""
    )
    assert list(object_metadata("ConfigMap", UNKNOWN, True)) == []


@pytest.mark.parametrize(
    ("selector", "labels", "expected"),
    [
        ({"matchLabels": {"a": "1"}}, {"a": "1", "b": "2"}, True),
        ({"matchLabels": {"a": "1"}}, {"a": "2"}, False),
        ({"matchLabels": {"a": "1"}}, None, False),
        ({"matchLabels": {"a": "1"}}, {"a": UNKNOWN}, True),
        ({"matchExpressions": []}, {}, True),
        (UNKNOWN, {}, True),
    ],
)
def test_a_selector_matches_labels(selector: Any, labels: Any, expected: bool) -> None:
    assert matches(selector, labels) is expected
