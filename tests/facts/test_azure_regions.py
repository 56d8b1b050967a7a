"""The regions of Azure."""

from facts.azure_regions import REGIONS, WITH_ZONES, WITHOUT_ZONES


def test_a_region_has_zones_or_has_none() -> None:
    assert frozenset() == WITH_ZONES & WITHOUT_ZONES
    assert WITH_ZONES | WITHOUT_ZONES == REGIONS


def test_regions_are_written_as_azure_does() -> None:
    assert {"westeurope", "eastus2"} <= WITH_ZONES
    assert {"westus", "ukwest"} <= WITHOUT_ZONES
    assert [region for region in REGIONS if not region.isalnum() or not region.islower()] == []
