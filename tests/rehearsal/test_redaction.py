"""Where secrets are."""

from google.protobuf.struct_pb2 import Struct

from rehearsal.providers import wire
from rehearsal.redaction import positions, shown


def struct() -> Struct:
    secret = {wire.SIGNATURE: wire.SECRET, "value": {"x": "canary"}}
    reference = {wire.SIGNATURE: wire.REFERENCE, "urn": "urn", "id": "the-id"}
    return wire.encode(
        {"b": [{"c": secret}, 1], "a": secret, "d": {"e": 2, "f": None, "g": True}, "r": reference}
    )


def test_a_secret_has_a_path() -> None:
    assert positions(struct()) == ("a", "b[0].c")


def test_everything_else_is_shown() -> None:
    assert shown(struct()) == {
        "a": "[secret]",
        "b": [{"c": "[secret]"}, 1],
        "d": {"e": 2, "f": None, "g": True},
        "r": "the-id",
    }
    assert repr(shown(struct())["d"]["e"]) == "2"
