"""A generated stack has as many workloads as asked for, each by itself, and is one that a user could write."""

import pytest

import stacks
from benchmarks.generated import stack_of
from settings.load import parse


@pytest.fixture(autouse=True)
def catalogue_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "CATALOGUE", dict(stacks.CATALOGUE))


def test_the_stack_has_so_many_workloads_each_in_a_namespace_of_its_own() -> None:
    settings = parse(stack_of(3).settings, stacks.CATALOGUE)
    specs = [spec for one in settings.applications.values() for spec in one.workloads()]

    assert len({(spec.namespace, spec.name) for spec in specs}) == 3


def test_the_stack_can_be_of_no_workload_at_all() -> None:
    assert parse(stack_of(0).settings, stacks.CATALOGUE).applications == {}
