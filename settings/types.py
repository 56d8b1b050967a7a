"""Named scalars: each word a stack file may use, with the rule it must satisfy and what a wrong one is told.

A validator raises ValueError with "expected …" text; settings/load.py puts the dotted path and the value given around it.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network, ip_network
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

_DNS_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?")
_SUFFIX = {
    "m": Decimal("0.001"), "": Decimal(1), "k": Decimal(10**3), "M": Decimal(10**6), "G": Decimal(10**9), "T": Decimal(10**12),
    "Ki": Decimal(2**10), "Mi": Decimal(2**20), "Gi": Decimal(2**30), "Ti": Decimal(2**40),
}  # fmt: skip


class Model(BaseModel):
    """Base of every settings model: frozen, and an unknown key is an error rather than a silent typo."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Expecting:
    """A validator that can also say what it expects where nothing was given at all."""

    check: Callable[[str], str]
    expected: str

    def __call__(self, value: str) -> str:
        return self.check(value)


def matching(pattern: str, expected: str) -> Expecting:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(f"expected {expected}")
        return value

    return Expecting(check, expected)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _dns_name(value: str) -> str:
    labels = value.split(".")
    if len(value) > 253 or len(labels) < 2 or not all(_DNS_LABEL.fullmatch(label) for label in labels):
        raise ValueError("expected a DNS name in lower case (RFC 1123), for example app.example.com")
    return value


def _dns_label(value: str) -> str:
    if not _DNS_LABEL.fullmatch(value):
        raise ValueError(
            "expected a DNS label (RFC 1123): lower-case letters, digits and '-', at most 63 characters"
        )
    return value


def _cidr(value: str) -> str:
    try:
        return str(IPv4Network(value))
    except ValueError as error:
        hint = ""
        with suppress(ValueError):
            hint = f"; its network is {ip_network(value, strict=False)}"
        raise ValueError(f"expected an IPv4 CIDR block such as 10.20.0.0/16{hint}") from error


def _text(value: object) -> object:
    """YAML reads 1.35 and 0.5 as numbers; these words are text."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def quantity(value: str) -> Decimal:
    """The number a Kubernetes quantity stands for, in its base unit (cores or bytes). Raises ValueError."""
    match = _QUANTITY.fullmatch(value)
    if not match:
        raise ValueError("expected a Kubernetes quantity such as 500m, 2, 512Mi or 2Gi")
    return Decimal(match[1]) * _SUFFIX[match[2] or ""]


def _quantity(value: str) -> str:
    quantity(value)
    return value


def _image(value: str) -> str:
    reference, _, digest = value.partition("@")
    tag = reference.rsplit("/", 1)[-1].partition(":")[2]
    if digest and not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        raise ValueError("expected the digest as sha256: and 64 hexadecimal digits")
    if not re.fullmatch(r"[a-z0-9]([a-z0-9._/:-]*[A-Za-z0-9_.-])?", reference):
        raise ValueError("expected an image reference such as registry.example.com/team/app:1.4.2")
    if not digest and tag in {"", "latest"}:
        raise ValueError(
            "expected a pinned image, name:version or name@sha256:…; 'latest' and no tag move under a running stack"
        )
    return value


# The bounds of cron's fields as Kubernetes reads them: Sunday is 0 and never 7 (github.com/robfig/cron, spec.go).
CRON_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
CRON_NAMES = {
    3: {name: number for number, name in enumerate(_MONTHS, 1)},
    4: {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())},
}
"""What months and days of the week are called, by the place of the field."""
_CRON_PART = re.compile(r"(?:\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:/(\d+))?")


def _cron_part(part: str, place: int) -> bool:
    """Whether a field may have this between its commas: *, a value, or values from one to another, each with a step."""
    match = _CRON_PART.fullmatch(part.lower())
    if not match:
        return False
    low, high = CRON_BOUNDS[place]
    names = CRON_NAMES.get(place, {})
    values = [names.get(word, int(word) if word.isdecimal() else -1) for word in match.groups()[:2] if word]
    step = match[3] is None or 0 < int(match[3]) <= high
    return step and values == sorted(values) and all(low <= value <= high for value in values)


def _cron(value: str) -> str:
    fields = value.split()
    parts = [(part, place) for place, field in enumerate(fields) for part in field.split(",")]
    if len(fields) != 5 or not all(_cron_part(part, place) for part, place in parts):
        raise ValueError(
            "expected a cron schedule of five fields, for example '0 2 * * *' (daily at 02:00 UTC)"
        )
    return value


DnsName = Annotated[str, AfterValidator(Expecting(_dns_name, "a DNS name such as app.example.com"))]
DnsLabel = Annotated[str, AfterValidator(Expecting(_dns_label, "a DNS label"))]
Cidr = Annotated[str, AfterValidator(Expecting(_cidr, "an IPv4 CIDR block such as 10.20.0.0/16"))]
Quantity = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(Expecting(_quantity, "a Kubernetes quantity such as 500m or 512Mi")),
]
Image = Annotated[
    str, AfterValidator(Expecting(_image, "an image reference such as registry.example.com/team/app:1.4.2"))
]
Cron = Annotated[str, AfterValidator(Expecting(_cron, "a cron schedule such as '0 2 * * *'"))]
Port = Annotated[int, Field(ge=1, le=65535)]
PortName = Annotated[
    str,
    AfterValidator(
        matching(
            r"(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?",
            "a port name (RFC 6335): at most 15 of a-z, 0-9 and '-', one letter",
        )
    ),
]
EmailAddress = Annotated[
    str,
    AfterValidator(matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address such as platform@example.com")),
]
HttpPath = Annotated[
    str, AfterValidator(matching(r"/[^\s?#]*", "a path that begins with '/', without query or fragment"))
]
EnvName = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z_][A-Za-z0-9_]*",
            "an environment variable's name: letters, digits and '_', no digit first",
        )
    ),
]
AbsolutePath = Annotated[
    str,
    AfterValidator(
        matching(
            r"(/(?!\.{1,2}(/|\Z))[^\s:/]+)+",
            "an absolute path such as /tmp, without '..' and no '/' at its end",
        )
    ),
]
AwsAccount = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(matching(r"\d{12}", 'the 12 digits of an AWS account, in quotes: "123456789012"')),
]
InstanceType = Annotated[
    str,
    AfterValidator(
        matching(r"[a-z][a-z0-9-]*\d[a-z0-9-]*\.[a-z0-9-]+", "an EC2 instance type such as m6i.large")
    ),
]
IamPrincipal = Annotated[
    str,
    AfterValidator(
        matching(
            r"arn:aws[a-z-]*:iam::\d{12}:(role|user)/[\w+=,.@/-]+",
            "the ARN of an IAM role or user, for example arn:aws:iam::123456789012:role/platform-admin",
        )
    ),
]
TESTED = ("1.34", "1.35", "1.36")
"""The minors of Kubernetes that this program is tested with."""
KubernetesVersion = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(
        matching(
            "|".join(map(re.escape, TESTED)),
            f"one of {_listed(TESTED)}: the minors this program is tested with",
        )
    ),
]
UNREPEATED = "unrepeated"
"""The type of a mistake whose message leaves out what was given."""


def _unrepeated(value: object, check: ValidatorFunctionWrapHandler) -> object:
    try:
        return check(value)
    except ValidationError as error:
        raise PydanticCustomError(UNREPEATED, "{words}", {"words": error.errors()[0]["msg"]}) from None


NAMES_SECRET = WrapValidator(_unrepeated)
"""Beside the type of a secret's name, last: somebody may write the secret itself there, which no message must repeat."""

SecretKey = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9][\w./-]{0,254}(#[\w.-]+)?",
            "a secret's name in the store such as spoke/postgres-url, or spoke/database#url for a field of it",
        )
    ),
    NAMES_SECRET,
]
# What an Ingress may set; HSTS is the controller's, for every host alike. Any other header is refused at admission.
ResponseHeader = Literal[
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
]
