"""Revisions of a release: which of them are kept, and what they say."""

from pathlib import Path

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases import HANDLER
from rehearsal.providers.kubernetes.releases.attempt import TIMEOUT, seconds
from rehearsal.providers.kubernetes.releases.record import history
from tests.rehearsal.providers.kubernetes.releases.cases import asked, chart, config_map, inputs_of


def test_helms_time_limit_is_the_programs_or_five_minutes() -> None:
    assert seconds(asked({"timeout": 60})) == 60
    assert seconds(asked({})) == TIMEOUT == 300


@pytest.mark.kubernetes
@pytest.mark.usefixtures("helm")
def test_only_as_many_revisions_are_kept_as_the_program_wants(
    cluster: Client, home: str, tmp_path: Path
) -> None:
    folder = chart(tmp_path / "shop", plain=config_map("plain"))
    olds = inputs_of(folder, home, {"value": "0"}, maxHistory=2)
    made = HANDLER.create(cluster, asked(olds))
    for value in ("1", "2", "3"):
        news = inputs_of(folder, home, {"value": value}, maxHistory=2)
        made = HANDLER.update(cluster, asked(news, id=made.id, olds=olds))
        olds = news

    found = history(cluster, "shop", home)

    assert [(one.revision, one.status) for one in found] == [(4, "deployed"), (3, "superseded")]
    assert made.outputs["status"]["revision"] == 4
