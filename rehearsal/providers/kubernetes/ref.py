"""What names one object in a cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True)
class Ref:
    """One object: its kind, its name, and its namespace where it has one."""

    api_version: str
    kind: str
    name: str
    namespace: str = ""

    @classmethod
    def of(cls, obj: Mapping[str, Any]) -> Self:
        """The reference to an object that is at hand."""
        metadata = obj.get("metadata") or {}
        return cls(obj["apiVersion"], obj["kind"], metadata.get("name", ""), metadata.get("namespace") or "")

    @property
    def id(self) -> str:
        """`namespace/name`, or `name`: how Pulumi identifies it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
