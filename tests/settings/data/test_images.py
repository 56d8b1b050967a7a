"""What a stack file may say about repositories of images."""

import pytest
from pydantic import ValidationError

from settings.data.images import Images


@pytest.mark.parametrize("name", ["app", "team/app", "a.b/c_d-e", "app2"])
def test_a_repository_has_a_name_that_every_clouds_registry_takes(name: str) -> None:
    assert Images(cluster="main", repositories=(name,)).repositories == (name,)


@pytest.mark.parametrize("name", ["App", "team//app", "/app", "app/", "a", "app:1", "x" * 201])
def test_a_name_that_a_registry_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="expected a repository's name such as team/app"):
        Images(cluster="main", repositories=(name,))


def test_untagged_images_go_after_two_weeks_unless_it_is_said_otherwise() -> None:
    assert Images(cluster="main", repositories=("app",)).untagged_days == 14
