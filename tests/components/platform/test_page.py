"""docs/platform.md says what the program does."""

from rehearsal.stackfile import ROOT
from tests.components.platform.homes import namespaces
from tests.components.platform.order import releases
from tests.components.platform.page import page, shown


def test_the_page_is_the_one_that_the_program_says() -> None:
    assert (ROOT / "docs" / "platform.md").read_text() == page(), (
        "run python -m tests.components.platform.page > docs/platform.md"
    )


def test_every_release_and_every_namespace_of_the_platform_is_on_the_page() -> None:
    for recording in shown():
        for release in releases(recording):
            assert f"| {release.inputs['name']} | {release.inputs['version']} |" in page()
        for name in namespaces(recording):
            assert f"| {name} |" in page()
