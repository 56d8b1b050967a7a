"""IAM policy documents: reading them, and what AWS finds wrong with one.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. Sizes:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (characters, white space not counted).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, known

DOCUMENT_KEYS = {"Version", "Id", "Statement"}
STATEMENT_KEYS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip
ACTION = re.compile(r"\*|[A-Za-z0-9\-]+:[A-Za-z0-9*?]+")
SID = re.compile(r"[A-Za-z0-9]*")
PRINCIPALS = {"AWS", "Service", "Federated", "CanonicalUser"}
LIMITS = {"inline": 10240, "managed": 6144, "trust": 2048, "resource": 20480, "key": 32768}
"""Purpose of a document -> most characters; a trust, resource or key policy names principals instead of being attached to one."""
NAMES_PRINCIPALS = {"trust", "resource", "key"}


def listed(value: Any) -> list[Any]:
    """A value that a policy may write alone or as a list, as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def statements(document: Any) -> list[Mapping[str, Any]]:
    """The statements of a document given as text or as data; none when it cannot be read."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return []
    found = listed(document.get("Statement")) if isinstance(document, Mapping) else []
    return [statement for statement in found if isinstance(statement, Mapping)]


def allows(document: Any, kind: str, principal: str, action: str) -> bool:
    """Whether a policy allows a principal (`Service`, "ec2.amazonaws.com") an action. Conditions are taken as met."""
    for statement in statements(document):
        principals = statement.get("Principal")
        named = [principals] if isinstance(principals, str) else listed((principals or {}).get(kind))
        patterns = [re.escape(str(a)).replace(r"\*", ".*") for a in listed(statement.get("Action"))]
        granted = any(re.fullmatch(pattern, action, re.IGNORECASE) for pattern in patterns)
        if granted and statement.get("Effect") == "Allow" and (principal in named or "*" in named):
            return True
    return False


def document(path: str, value: Any, purpose: str) -> Iterator[Failure]:
    """What is wrong with a policy document, text or data. `purpose` is inline, managed, trust, resource or key."""
    if value is None or value is UNKNOWN:
        return
    if isinstance(value, str):
        try:
            parsed = json.loads(value)
        except ValueError as error:
            yield malformed(path, f"the policy is not JSON ({error})")
            return
    else:
        parsed = value
    if not isinstance(parsed, Mapping):
        yield malformed(path, "the policy is not a JSON object")
        return
    if not known(parsed):
        return
    for reason in document_reasons(parsed, purpose):
        yield malformed(path, reason)
    size = len(re.sub(r"\s", "", value if isinstance(value, str) else json.dumps(parsed)))
    if size > LIMITS[purpose]:
        yield Failure(
            path, f"LimitExceeded: the {purpose} policy has {size} characters, {LIMITS[purpose]} are allowed"
        )


def malformed(path: str, reason: str) -> Failure:
    """A failure as IAM words it."""
    return Failure(path, f"MalformedPolicyDocument: {reason}")


def document_reasons(parsed: Mapping[str, Any], purpose: str) -> Iterator[str]:
    """Why a parsed document is malformed."""
    unknown = set(parsed) - DOCUMENT_KEYS
    if unknown:
        yield f"unknown key {', '.join(sorted(unknown))} (known: {', '.join(sorted(DOCUMENT_KEYS))})"
    if parsed.get("Version") not in {"2012-10-17", "2008-10-17"}:
        yield f"Version is {parsed.get('Version')!r}, expected '2012-10-17'"
    found = listed(parsed.get("Statement"))
    if not found:
        yield "there is no Statement"
    sids = [s.get("Sid") for s in found if isinstance(s, Mapping) and s.get("Sid")]
    if len(sids) != len(set(sids)):
        yield "two statements have the same Sid"
    for number, statement in enumerate(found):
        if not isinstance(statement, Mapping):
            yield f"Statement[{number}] is not an object"
            continue
        for reason in statement_reasons(statement, purpose):
            yield f"Statement[{number}]: {reason}"


def statement_reasons(statement: Mapping[str, Any], purpose: str) -> Iterator[str]:
    """Why one statement is malformed."""
    unknown = set(statement) - STATEMENT_KEYS
    if unknown:
        yield f"unknown key {', '.join(sorted(unknown))}"
    if statement.get("Effect") not in {"Allow", "Deny"}:
        yield f"Effect is {statement.get('Effect')!r}, expected 'Allow' or 'Deny'"
    if not SID.fullmatch(str(statement.get("Sid", ""))) and purpose in {"inline", "managed"}:
        yield f"Sid {statement['Sid']!r} may hold letters and digits only"
    actions = listed(statement.get("Action")) + listed(statement.get("NotAction"))
    if not actions:
        yield "there is no Action"
    for action in actions:
        if not (isinstance(action, str) and ACTION.fullmatch(action)):
            yield f"Action {action!r} is not of the form service:Action"
    yield from principal_reasons(statement, purpose)
    if "Condition" in statement and not isinstance(statement["Condition"], Mapping):
        yield "Condition is not an object"


def principal_reasons(statement: Mapping[str, Any], purpose: str) -> Iterator[str]:
    """Whether the statement says whom and what it is about, as its purpose needs."""
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    resources = listed(statement.get("Resource")) + listed(statement.get("NotResource"))
    if purpose == "trust" and resources:
        yield "a trust policy has no Resource"
    if purpose != "trust" and not resources:
        yield "there is no Resource"
    for resource in resources:
        if not (isinstance(resource, str) and (resource == "*" or resource.startswith("arn:"))):
            yield f"Resource {resource!r} is neither an ARN nor '*'"
    if purpose not in NAMES_PRINCIPALS:
        if principal is not None:
            yield "a policy attached to an identity has no Principal"
    elif principal is None:
        yield "there is no Principal"
    elif isinstance(principal, Mapping) and (not principal or set(principal) - PRINCIPALS):
        yield f"Principal names {', '.join(principal) or 'nobody'}, expected one of {', '.join(sorted(PRINCIPALS))}"
    elif isinstance(principal, str) and principal != "*":
        yield f"Principal {principal!r} is neither '*' nor an object such as {{'Service': 'ec2.amazonaws.com'}}"
