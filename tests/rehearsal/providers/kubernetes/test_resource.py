"""What a handler is asked and what it answers, and that each handler has what it takes."""

from rehearsal.providers.kubernetes.objects import Objects
from rehearsal.providers.kubernetes.patches import Patches
from rehearsal.providers.kubernetes.releases import HANDLERS
from rehearsal.providers.kubernetes.resource import Handler, Made, Request

METHODS = ("check", "diff", "create", "update", "read", "delete")


def test_every_handler_answers_every_question() -> None:
    handlers: list[Handler] = [Objects(), Patches(), *HANDLERS.values()]

    assert [(each, name) for each in handlers for name in METHODS if not callable(getattr(each, name))] == []


def test_a_request_is_quiet_and_not_cancelled_unless_told_otherwise() -> None:
    request = Request("type", "urn", "name", {}, {})

    request.say("nobody hears it")
    request.warn("nor this")
    assert not request.cancelled()
    assert Made("a", {}).reasons == ()
