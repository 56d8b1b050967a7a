"""What every add-on's section has: whether it is installed, and values of the stack's own for its chart."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from facts.charts import Chart
from settings.types import DnsLabel, Model

_TELLING = re.compile(
    r"(password|passwd|passphrase|secret|token|credentials?|authorization|client[-_]?secret|"
    r"(secret|private|api|access|routing|service)[-_]?key)s?$",
    re.IGNORECASE,
)
# A private key, a header's value, an address with a password in it, an incoming webhook: secret wherever they stand.
_ITSELF = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|^(bearer|basic)\s+[\w.~+/=-]{16,}$|://[^\s/@:]*:[^\s/@$]+@|//hooks\.slack\.com/\w",
    re.IGNORECASE,
)
# What a pod puts a Secret's value in for when it starts.
_REFERENCE = re.compile(r"\$\{(env:)?\w+\}|\$\(\w+\)|\$__(env|file)\{[^}]+\}")
# Keys that end like a secret's and hold none: the name of one, or a switch.
_HARMLESS = re.compile(r"(existing|tls|admin)[-_]?secrets?$|server-tokens$", re.IGNORECASE)


def secret_literals(values: object, path: str = "") -> Iterator[str]:
    """The dotted paths of texts that look like a secret itself: by the key they stand under, or by their form."""
    if isinstance(values, Mapping):
        name, value = values.get("name"), values.get("value")
        if isinstance(name, str) and _telling(name) and _literal(value):
            yield f"{path}.value".lstrip(".")
        for key, inner in values.items():
            here = f"{path}.{key}".lstrip(".")
            if _literal(inner) and _telling(str(key)):
                yield here
            else:
                yield from secret_literals(inner, here)
    elif isinstance(values, list | tuple):
        for index, inner in enumerate(values):
            yield from secret_literals(inner, f"{path}[{index}]")
    elif isinstance(values, str) and _ITSELF.search(values):
        yield path


def _literal(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not _REFERENCE.fullmatch(value)


def _telling(key: str) -> bool:
    return bool(_TELLING.search(key)) and not _HARMLESS.search(key)


def _no_secret(values: dict[str, Any]) -> dict[str, Any]:
    if found := sorted(set(secret_literals(values))):
        raise ValueError(
            f"expected no secret among a chart's values, which Helm keeps in plain text, got one at {', '.join(found)}: put it "
            "into the secret store and name the Secret that brings it"
        )
    return values


ChartValues = Annotated[dict[str, Any], AfterValidator(_no_secret)]
"""Values of a chart, merged over the program's own, last: mappings key by key, lists whole; null takes a default away."""


def _switch(section: object) -> object:
    """`monitoring: false` says what `monitoring: { install: false }` does."""
    return {"install": section} if isinstance(section, bool) or section == "existing" else section


class AddOn(Model):
    """install: true puts it onto every cluster of the stack; false leaves it out; existing says that somebody else has
    installed it on every one of them, and that what this program makes may count on it. namespace: where an existing one is,
    for those that others must find there.
    """

    CHARTS: ClassVar[tuple[Chart, ...]] = ()
    """The charts that it installs."""
    LOCATED: ClassVar[bool] = False
    """Whether others must know the namespace of an existing one."""

    install: Literal[True, False, "existing"] = True
    namespace: DnsLabel | None = None
    values: ChartValues = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whereabouts(self) -> "AddOn":
        problems = []
        if self.install == "existing" and self.LOCATED and self.namespace is None:
            problems.append("expected the namespace that the existing one is in")
        if not self.LOCATED and self.namespace is not None:
            problems.append(
                f"expected no namespace, got {self.namespace!r}: nothing here asks where an existing one is, and what is "
                "installed has its own; take it out"
            )
        elif self.install != "existing" and self.namespace is not None:
            problems.append("expected namespace only with install: existing; what is installed has its own")
        if self.install is not True and self.values:
            problems.append("expected values only with install: true, for nothing is installed to take them")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def installed(self) -> bool:
        """Whether this program installs it."""
        return self.install is True

    @property
    def there(self) -> bool:
        """Whether it is on the cluster, whoever installed it."""
        return self.install is not False

    @property
    def brings(self) -> tuple[Chart, ...]:
        """The charts that are installed as the section stands."""
        return self.CHARTS if self.installed else ()

    @property
    def files(self) -> tuple[str, ...]:
        """What else is installed as the section stands, by its name in a folder of charts."""
        return ()

    @property
    def needs(self) -> Mapping[str, str]:
        """The sections that it cannot do without, each with what for."""
        return {}


Switch = BeforeValidator(_switch)
"""Beside a section's type: lets a stack file write true, false or existing for the whole section."""
