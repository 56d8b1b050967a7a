"""What a refusal of the API server means to the author of a program: which object, which fields, and what to do."""

import base64
import re
from collections.abc import Iterable, Iterator

from rehearsal.providers.kubernetes.errors import ApiError, NoKindMatch
from rehearsal.simulation.kubernetes.charts import bringers

UNTYPED = re.compile(r"failed to create typed patch object \(.*?\): ")
CONFLICT = "FieldManagerConflict"
HIDDEN = "[secret]"


def explained(error: ApiError, what: str, verb: str) -> str:
    """The text for the user. `what` is the object as it is known by ("Deployment shop/web"), `verb` what was to be done
    with it ("create")."""
    lines = list(_reasons(error))
    head = f"the API server refused to {verb} {what}"
    text = (
        f"{head}: {lines[0]}"
        if len(lines) == 1
        else "\n".join([f"{head}:", *(f"  {line}" for line in lines)])
    )
    hint = _hint(error, what)
    return f"{text}\n{hint}" if hint else text


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """The text without any of these secrets, plain or as base64."""
    for secret in sorted(secrets, key=len, reverse=True):
        for form in (secret, base64.b64encode(secret.encode()).decode()):
            text = text.replace(form, HIDDEN)
    return text


def _reasons(error: ApiError) -> Iterator[str]:
    told = [cause for cause in error.causes if cause.field not in {"", "<nil>"} and cause.message]
    for cause in told:
        yield f"{cause.field.removeprefix('.')}: {cause.message}"
    if not told:
        message = UNTYPED.sub("", error.message)
        lines = [line.strip() for line in message.removeprefix("errors:").splitlines() if line.strip()]
        yield from (line.removeprefix(".") for line in lines or [f"HTTP {error.code}"])


def _hint(error: ApiError, what: str) -> str:
    if isinstance(error, NoKindMatch):
        group = error.api_version.rpartition("/")[0]
        charts = " or ".join(bringers(group))
        return f"Install {charts or 'what defines it'} first, and depend on it (depends_on)."
    if error.reason == "AlreadyExists":
        kind = what.partition(" ")[0]
        return f"Import it (import_), change some of its fields with a {kind}Patch, or give this one another name."
    if any(cause.reason == CONFLICT for cause in error.causes):
        return (
            "Leave these fields out of the program (or in ignore_changes), or take them over with the annotation "
            'pulumi.com/patchForce: "true".'
        )
    if error.code == 404 and error.message.startswith("namespaces "):
        return "Create the namespace first, and depend on it: pass its metadata.name to what is in it."
    return ""
