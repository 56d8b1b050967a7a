"""Which kinds an API server has."""

import pytest

from rehearsal.simulation.kubernetes.catalog import BUILT_IN, REMOVED, group_of


@pytest.mark.parametrize(
    ("version", "kind", "namespaced"),
    [
        ("v1", "Pod", True),
        ("v1", "Namespace", False),
        ("apps/v1", "Deployment", True),
        ("storage.k8s.io/v1", "StorageClass", False),
    ],
)
def test_a_kind_says_whether_it_is_in_a_namespace(version: str, kind: str, namespaced: bool) -> None:
    assert BUILT_IN[version, kind] is namespaced


def test_nothing_is_both_served_and_removed() -> None:
    assert {version for version, _ in BUILT_IN} & set(REMOVED) == set()


def test_the_core_group_has_no_name() -> None:
    assert (group_of("v1"), group_of("apps/v1")) == ("", "apps")
