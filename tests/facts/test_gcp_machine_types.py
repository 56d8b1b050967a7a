"""The machine types of Compute Engine."""

import pytest

from facts.gcp_machine_types import MACHINE_TYPES, wrong_machine_type


def test_every_type_of_the_table_is_right() -> None:
    assert all(wrong_machine_type(name) is None for name in MACHINE_TYPES)
    assert {"e2-standard-4", "n2d-highmem-8", "c3-standard-22"} <= MACHINE_TYPES


def test_a_size_that_a_family_does_not_have_is_told_what_is_near_it() -> None:
    assert "did you mean e2-standard-" in str(wrong_machine_type("e2-standard-6"))


def test_a_type_of_no_family_is_told_the_families() -> None:
    assert "the families are e2-standard, e2-highmem" in str(wrong_machine_type("m6i.large"))


@pytest.mark.parametrize("name", ["n4-standard-4", "c4a-standard-8"])
def test_a_machine_that_cannot_attach_the_clusters_volumes_is_refused_with_the_reason(name: str) -> None:
    assert "attaches Persistent Disks, which" in str(wrong_machine_type(name))
