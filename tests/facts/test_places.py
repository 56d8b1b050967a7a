"""Every region has a place, and distances between them are those of the earth."""

from facts import aws_regions, azure_regions, gcp_regions
from facts.places import CITIES, CLIENTS, REGIONS, Place


def test_every_region_of_every_cloud_has_a_place_and_nothing_else_does() -> None:
    assert set(REGIONS) == aws_regions.REGIONS | gcp_regions.REGIONS | azure_regions.REGIONS


def test_no_two_clouds_call_a_region_alike() -> None:
    assert len(REGIONS) == len(aws_regions.REGIONS) + len(gcp_regions.REGIONS) + len(azure_regions.REGIONS)


def test_every_city_is_a_point_on_the_earth_and_is_of_use() -> None:
    assert all(abs(one.latitude) <= 90 and abs(one.longitude) <= 180 for one in CITIES.values())
    used = {*REGIONS.values(), *(CITIES[city] for city in CLIENTS)}

    assert [city for city, place in CITIES.items() if place not in used] == []


def test_distances_are_great_circles() -> None:
    # A quarter of a meridian, and London to New York, which are some 5570 km apart.
    assert round(Place(0, 0).distance(Place(90, 0))) == 10008
    assert abs(CITIES["London"].distance(CITIES["New York"]) - 5570) < 20
    assert CITIES["Tokyo"].distance(CITIES["Tokyo"]) == 0


def test_the_short_way_over_the_date_line_is_taken() -> None:
    assert CITIES["Auckland"].distance(CITIES["Los Angeles"]) < 11000


def test_whoever_is_in_a_regions_city_is_nearest_to_it() -> None:
    for city, region in (
        ("Frankfurt", "eu-central-1"),
        ("Sydney", "australiaeast"),
        ("Tokyo", "asia-northeast1"),
    ):
        nearest = min(REGIONS.values(), key=CITIES[city].distance)
        assert nearest == REGIONS[region]
