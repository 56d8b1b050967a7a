"""What the engine hears from the provider beside its answers."""

import pytest

from rehearsal.providers.kubernetes.voice import Voice
from tests.rehearsal.providers.kubernetes.conftest import Server


@pytest.mark.kubernetes
def test_warnings_stay_and_the_rest_is_for_the_moment(server: Server) -> None:
    server.engine.heard.clear()
    voice = Voice(f"127.0.0.1:{server.engine_port}")

    voice.warn("urn:a", "beware")
    voice.say("urn:a", "under way")

    assert server.engine.heard == [("WARNING", "beware"), ("INFO", "under way")]


def test_an_engine_that_is_gone_hears_nothing_and_that_is_no_error() -> None:
    Voice("127.0.0.1:1").warn("urn:a", "beware")
    Voice("").say("urn:a", "under way")
