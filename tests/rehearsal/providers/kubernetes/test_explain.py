"""What the author of a program reads when the API server refuses something."""

import base64

from rehearsal.providers.kubernetes.errors import ApiError, Cause, NoKindMatch
from rehearsal.providers.kubernetes.explain import explained, scrubbed


def test_one_reason_stands_in_the_same_line() -> None:
    error = ApiError(422, "Invalid", "whatever", (Cause(".spec.a", "FieldValueInvalid", "Invalid value: 1"),))

    assert explained(error, "Deployment shop/web", "create") == (
        "the API server refused to create Deployment shop/web: spec.a: Invalid value: 1"
    )


def test_several_reasons_stand_in_lines_of_their_own() -> None:
    causes = (
        Cause("spec.a", "", "Required value"),
        Cause("<nil>", "", "not checked"),
        Cause("spec.b", "", "Forbidden"),
    )

    assert explained(ApiError(422, "Invalid", "whatever", causes), "Thing a", "change").splitlines() == [
        "the API server refused to change Thing a:",
        "  spec.a: Required value",
        "  spec.b: Forbidden",
    ]


def test_what_could_not_be_typed_is_told_by_its_fields() -> None:
    message = (
        "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n"
        "  .spec.replica: field not declared in schema\n  .spec.slector: field not declared in schema"
    )

    assert explained(ApiError(500, "Unknown", message), "Deployment shop/web", "create").splitlines()[1:] == [
        "  spec.replica: field not declared in schema",
        "  spec.slector: field not declared in schema",
    ]


def test_each_kind_of_refusal_comes_with_what_to_do() -> None:
    def hint(error: ApiError) -> str:
        return explained(error, "Secret shop/token", "create").rpartition("\n")[2]

    conflict = ApiError(
        409, "Conflict", "x", (Cause(".data.a", "FieldManagerConflict", 'conflict with "b"'),)
    )
    assert "change some of its fields with a SecretPatch" in hint(ApiError(409, "AlreadyExists", "x"))
    assert 'pulumi.com/patchForce: "true"' in hint(conflict)
    assert "Create the namespace first" in hint(ApiError(404, "NotFound", 'namespaces "shop" not found'))
    assert "Install what defines it first" in hint(NoKindMatch("example.com/v1", "Ship"))
    assert "Install cert-manager first" in hint(NoKindMatch("cert-manager.io/v1", "Issuer"))
    assert (
        hint(ApiError(500, "InternalError", "oh")) == "the API server refused to create Secret shop/token: oh"
    )
    assert hint(ApiError(500, "InternalError", "")).endswith("HTTP 500")


def test_secrets_are_hidden_plain_and_encoded_the_longest_first() -> None:
    encoded = base64.b64encode(b"hunter2").decode()

    assert (
        scrubbed(f"a hunter2 b {encoded} hunter22", ["hunter2", "hunter22"])
        == "a [secret] b [secret] [secret]"
    )
