"""The applications that a stack file may name."""

from settings.application import ApplicationSettings
from stacks import CATALOGUE


def test_every_application_has_settings_of_its_own() -> None:
    assert sorted(CATALOGUE) == ["clipper", "dog-walking", "ironclad", "orion", "spoke"]
    assert all(issubclass(model, ApplicationSettings) for model in CATALOGUE.values())
