"""Which clusters' buckets are copied where."""

import pytest

from tests.components.cluster.pairs import FIRST, buckets, region, replaced, seen

BUCKETS = {
    "eks": "aws:s3/bucket:Bucket",
    "gke": "gcp:storage/bucket:Bucket",
    "aks": "azure-native:storage:StorageAccount",
}


@pytest.mark.parametrize("cloud", FIRST)
def test_a_cluster_that_copies_has_each_bucket_twice_and_the_other_has_its_own_once(cloud: str) -> None:
    names = {one.name for one in buckets(cloud).of(BUCKETS[cloud])}

    assert {"main-files", "other-copy-of-main-files", "other-files"} <= names
    assert "main-copy-of-other-files" not in names


@pytest.mark.parametrize("cloud", FIRST)
def test_a_copy_is_made_by_the_other_clusters_own_provider_in_its_region(cloud: str) -> None:
    made = buckets(cloud)

    assert region(made, BUCKETS[cloud], "other-copy-of-main-files") == region(
        made, BUCKETS[cloud], "other-files"
    )
    assert region(made, BUCKETS[cloud], "main-files") != region(
        made, BUCKETS[cloud], "other-copy-of-main-files"
    )


@pytest.mark.parametrize("cloud", FIRST)
def test_two_may_copy_to_each_other_and_a_copy_is_not_copied_on(cloud: str) -> None:
    names = {one.name for one in buckets(cloud, back=True).of(BUCKETS[cloud])}

    assert {name for name in names if "copy" in name} == {
        "other-copy-of-main-files",
        "main-copy-of-other-files",
    }


@pytest.mark.parametrize("cloud", FIRST)
def test_whoever_must_read_the_copy_is_told_of_it(cloud: str) -> None:
    assert seen(buckets(cloud))["copy"]["name"] == {"aks": "objects"}.get(
        cloud, buckets(cloud).one(BUCKETS[cloud], "other-copy-of-main-files").id
    )
    assert seen(buckets(cloud, copies=False))["copy"] == {}


@pytest.mark.parametrize("cloud", FIRST)
def test_a_live_cluster_that_begins_to_copy_keeps_its_bucket_and_loses_nothing(cloud: str) -> None:
    assert replaced(cloud, buckets(cloud, copies=False), buckets(cloud)) == set()


@pytest.mark.parametrize("cloud", FIRST)
def test_a_copy_is_protected_as_what_it_is_a_copy_of(cloud: str) -> None:
    kept, lost = buckets(cloud), buckets(cloud, protect=False)

    assert kept.one(BUCKETS[cloud], "other-copy-of-main-files").protect
    assert not lost.one(BUCKETS[cloud], "other-copy-of-main-files").protect
    assert lost.one(BUCKETS[cloud], "other-files").protect


@pytest.mark.parametrize("cloud", FIRST)
def test_a_protected_copy_stays_when_the_cluster_that_it_is_of_leaves_the_stack(cloud: str) -> None:
    kept = {one.name for one in buckets(cloud).resources if one.retain_on_delete}

    assert kept == {"other-copy-of-main-files"}
    assert buckets(cloud).one(BUCKETS[cloud], "other-copy-of-main-files").retain_on_delete
    assert not [one for one in buckets(cloud, protect=False).resources if one.retain_on_delete]
