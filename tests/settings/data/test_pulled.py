"""Where a cluster pulls its images from."""

from typing import Any

import pytest

from settings.load import SettingsError
from tests.settings.data.test_copies import GKE, PAIR, images
from tests.settings.stack import EKS, stack

EAST = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app:1.0.0"
WEST = EAST.replace("us-east-1", "us-west-2")


def load(image: str, copies: tuple[str, ...] = ("other",), **application: Any) -> None:
    stack(
        application={"image": image, **application},
        clusters=PAIR,
        data={"images": images(copies=list(copies))},
    )


def test_the_address_in_another_region_is_refused_with_the_override_to_write() -> None:
    with pytest.raises(SettingsError) as error:
        load(EAST)

    assert (
        "applications.app.image: expected on other the copy in us-west-2, or nothing new starts there once us-east-1 is lost, "
        f"got {EAST}: write overrides: {{other: {{image: {WEST}}}}}"
    ) in str(error.value)


def test_with_that_override_each_region_has_its_own() -> None:
    load(EAST, overrides={"other": {"image": WEST}})


def test_an_override_that_names_the_wrong_region_is_refused_where_it_is_written() -> None:
    with pytest.raises(SettingsError, match=r"applications\.app\.overrides\.other\.image: expected on other"):
        load(EAST, overrides={"other": {"image": EAST.replace("1.0.0", "2.0.0")}})


def test_an_image_that_is_nested_is_told_with_the_way_to_it() -> None:
    newer = EAST.replace("1.0.0", "2.0.0")
    with pytest.raises(SettingsError) as error:
        load(EAST, overrides={"other": {"image": WEST}}, candidate={"image": newer})

    assert (
        f"overrides: {{other: {{candidate: {{image: {newer.replace('us-east-1', 'us-west-2')}}}}}}}"
        in str(error.value)
    )


@pytest.mark.parametrize(
    "image",
    [
        "registry.example.com/team/app:1.0.0",
        EAST.replace("123456789012", "210987654321"),  # another account's
        EAST.replace("team/app", "team/other"),  # none of the stack's repositories
        EAST.replace("us-east-1", "eu-west-1"),  # a region where the stack makes none
    ],
)
def test_what_the_stack_does_not_copy_is_its_users_business(image: str) -> None:
    load(image)


def test_a_region_without_a_copy_has_nothing_better() -> None:
    load(EAST, copies=())


def test_a_cloud_with_one_address_everywhere_is_not_asked() -> None:
    stack(
        {"secrets": {"prefix": "staging-"}, "monitoring": False},
        application={"image": EAST, "clusters": ["main"]},
        clusters={"main": GKE, "other": EKS},
        data={"images": images()},
    )
