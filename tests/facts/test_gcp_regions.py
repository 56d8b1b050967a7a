"""The regions of Google Cloud."""

from facts.gcp_regions import REGIONS, continent, wrong_region, zones


def test_a_region_that_exists_is_right() -> None:
    assert all(wrong_region(region) is None for region in REGIONS)


def test_a_misspelt_region_is_told_what_is_near_it() -> None:
    assert wrong_region("europe-west44") == (
        "expected a region of Google Cloud; did you mean europe-west4 or europe-west9?"
    )


def test_a_region_of_another_cloud_is_told_all_of_them() -> None:
    assert "they are africa-south1, asia-east1" in str(wrong_region("xx"))


def test_zones_are_a_to_c_except_where_they_are_not() -> None:
    assert zones("europe-west4") == ("europe-west4-a", "europe-west4-b", "europe-west4-c")
    assert zones("europe-west1")[0] == "europe-west1-b"
    assert zones("us-east1")[-1] == "us-east1-d"
    assert all(len(zones(region)) >= 3 for region in REGIONS)


def test_a_region_is_on_a_continent_whose_regions_keep_data_together_or_on_none() -> None:
    assert (continent("europe-west4"), continent("us-central1"), continent("asia-east1")) == (
        "europe",
        "us",
        "asia",
    )
    assert continent("northamerica-northeast1") is None
    assert continent("australia-southeast1") is None
