"""What cannot change."""

import pytest

from rehearsal.simulation.kinds import changed
from rehearsal.simulation.kubernetes import lookup
from rehearsal.simulation.kubernetes.immutable import immutable


@pytest.mark.parametrize(
    ("kind", "path"),
    [("Deployment", "spec.selector"), ("StatefulSet", "spec.volumeClaimTemplates"), ("Job", "spec.template"),
     ("Service", "spec.clusterIP"), ("RoleBinding", "roleRef"), ("Anything", "metadata.namespace")],
)  # fmt: skip
def test_a_change_of_it_means_replacement(kind: str, path: str) -> None:
    assert path in immutable(kind)


def test_a_new_image_is_an_update_and_a_new_name_is_not() -> None:
    kind = lookup("kubernetes:apps/v1:Deployment")
    old = {"metadata": {"name": "a"}, "spec": {"template": 1}}

    assert changed(old, {"metadata": {"name": "a"}, "spec": {"template": 2}}, kind.replaces) == []
    assert changed(old, {"metadata": {"name": "b"}, "spec": {"template": 1}}, kind.replaces) == [
        "metadata.name"
    ]


def test_a_custom_kind_is_not_taken_for_a_built_in_one_of_the_same_name() -> None:
    assert "spec.clusterIP" not in lookup("kubernetes:serving.example.com/v1:Service").replaces
