"""Names and tags that Azure takes."""

import re

import pulumi
import pytest

from components.cluster.azure_names import dns_prefix, physical_name, short_name
from tests.components.cluster.aks_deployments import CLUSTER, made


def test_what_azure_does_not_take_in_a_stacks_name_becomes_a_hyphen() -> None:
    assert physical_name("v1.2", "main") == "groundwork-v1-2-main"


def test_a_name_beyond_what_aks_takes_is_refused_with_its_length() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        physical_name("s" * 40, "c" * 40)

    assert str(refused.value).startswith(
        "expected a cluster name of at most 63 characters on Azure, got 'groundwork-sss"
    )
    assert str(refused.value).endswith("which has 92: shorten the cluster's or the stack's name")


def test_a_host_name_has_no_hyphen_at_the_end_of_its_prefix() -> None:
    assert dns_prefix("a" * 53 + "-bcd") == "a" * 53
    assert dns_prefix("groundwork-staging-main") == "groundwork-staging-main"


def test_a_short_name_is_24_letters_and_digits_whatever_it_is_for() -> None:
    for label in ("main-spoke-storage", "a", "kv" + "x" * 80):
        assert re.fullmatch(r"[a-z0-9]{24}", short_name(label, "main-group1a2b3c4d"))


def test_short_names_differ_by_label_and_by_resource_group() -> None:
    names = {short_name(label, seed) for label in ("main-one", "main-other") for seed in ("one", "other")}

    assert len(names) == 4


def test_every_resource_that_can_carry_tags_carries_the_clusters() -> None:
    tags = {"groundwork-stack": "staging", "groundwork-cluster": "main", "managed-by": "pulumi"}
    tagged = [one for one in made().resources if "tags" in one.inputs]

    assert made().one(CLUSTER) in tagged
    assert len(tagged) == 11
    assert {one.name: one.inputs["tags"] for one in tagged} == {one.name: tags for one in tagged}
