"""What an API server says when it refuses, and what there is to say when it does not answer at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cause:
    """One reason of a refusal: the dotted `field` it is about (may be empty), the server's word for it, its sentence."""

    field: str
    reason: str
    message: str


class ApiError(Exception):
    """An API server's refusal: the HTTP `code`, the `reason` in one word (NotFound, Invalid, Conflict, Forbidden), its
    `message`, and its `causes`, field by field where it gives any. Source: metav1.Status,
    https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/."""

    def __init__(self, code: int, reason: str, message: str, causes: tuple[Cause, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.causes = causes

    @property
    def no_path(self) -> bool:
        """Whether the server has not the path of the request, rather than not the object."""
        return self.code == 404 and (
            "page not found" in self.message or "the requested resource" in self.message
        )


class NoKindMatch(ApiError):
    """The API server has no such kind: a definition that is not there yet, or a name that is wrong."""

    def __init__(self, api_version: str, kind: str) -> None:
        super().__init__(404, "NoKindMatch", f'no matches for kind "{kind}" in version "{api_version}"')
        self.api_version = api_version


class Unreachable(Exception):
    """The API server did not answer; the text says where it was looked for, why, and what to do."""

    def __init__(self, server: str, why: str) -> None:
        super().__init__(
            f"the rehearsal's API server at {server} does not answer ({why}); "
            "see kube-apiserver's log in the session's folder, and run the same command again"
        )


def refusal(code: int, body: bytes | Mapping[str, Any]) -> ApiError:
    """The error in an answer: a Status object, or whatever else a server that is not well says."""
    try:
        status: Any = json.loads(body) if isinstance(body, bytes) else body
    except ValueError:
        status = None
    if not isinstance(status, Mapping) or status.get("kind") != "Status":
        text = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
        return ApiError(code, "Unknown", text.strip() or f"HTTP {code}")
    details = status.get("details") or {}
    causes = tuple(
        Cause(cause.get("field", ""), cause.get("reason", ""), cause.get("message", ""))
        for cause in details.get("causes") or ()
    )
    return ApiError(
        int(status.get("code") or code),
        status.get("reason") or "Unknown",
        status.get("message") or f"HTTP {code}",
        causes,
    )
