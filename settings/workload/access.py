"""What a pod, or a person's tool, may ask of the Kubernetes API: typed rules of one namespace."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from settings.types import DnsLabel, Model, matching

Verb = Literal["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]
Resource = Annotated[
    str,
    AfterValidator(
        matching(
            r"[a-z][a-z0-9]*(/[a-z]+)?",
            "a resource in lower case and the plural such as configmaps or pods/log, and no wildcard",
        )
    ),
]
ApiGroup = Annotated[
    str,
    AfterValidator(
        matching(
            r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?",
            'an API group without its version such as apps, or "" for the core',
        )
    ),
]
# kubernetes.io/docs/concepts/overview/working-with-objects/names; some kinds' names have ':' besides.
ObjectName = Annotated[
    str,
    AfterValidator(
        matching(
            r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9.:-]*[a-z0-9])?",
            "an object's name: at most 253 lower-case letters, digits, '-' and '.', and no wildcard",
        )
    ),
]
GroupName = Annotated[
    str,
    AfterValidator(matching(r"[^\s*,]{1,253}", "the name of a group of the cluster's users, without spaces")),
]
_WRITES = frozenset({"create", "update", "patch", "delete", "deletecollection"})
# A Role gives nothing on what belongs to no namespace (kubectl api-resources --namespaced=false).
_OF_THE_CLUSTER = frozenset(
    "certificatesigningrequests clusterissuers clusterrolebindings clusterroles clustersecretstores "
    "customresourcedefinitions gatewayclasses ingressclasses mutatingwebhookconfigurations nodes persistentvolumes "
    "priorityclasses storageclasses validatingwebhookconfigurations".split()
)


class Rule(Model):
    """Verbs on resources of one API group ("" is the core's), of its namespace alone, and on named objects where there are names.

    No wildcard, and nothing by which rights are widened: roles, bindings and tokens cannot be written (NSA/CISA Kubernetes
    Hardening Guide 1.2, "Role-based access control"). Secrets can be read by name only.
    """

    group: ApiGroup = ""
    resources: tuple[Resource, ...] = Field(min_length=1)
    verbs: tuple[Verb, ...] = Field(min_length=1)
    names: tuple[ObjectName, ...] = ()

    @model_validator(mode="after")
    def _least(self) -> Self:
        if problems := list(self._problems()):
            raise ValueError("; ".join(problems))
        return self

    def _problems(self) -> Iterator[str]:
        verbs = set(self.verbs)
        if "secrets" in self.resources and self.group == "" and (not self.names or verbs - {"get", "watch"}):
            yield "expected secrets by name and with get or watch alone: list and wildcards show them all"
        if _WRITES & verbs and (
            self.group == "rbac.authorization.k8s.io" or "serviceaccounts/token" in self.resources
        ):
            yield (
                "expected nothing that hands out rights: roles, bindings and tokens are not for an application to write"
            )
        if self.names and {"create", "deletecollection"} & verbs:
            yield "expected no names with create or deletecollection, which know none"
        if wide := [one for one in self.resources if one.partition("/")[0] in _OF_THE_CLUSTER]:
            yield (
                f"expected resources of a namespace, got {', '.join(wide)}, which the whole cluster has: a rule is of one "
                "namespace and would give nothing"
            )


class Account(Model):
    """A service account without a pod: what a pipeline or a monitor outside acts as, by tokens that expire.

    groups: of the cluster's users, who get the same rights under their own names.
    """

    name: DnsLabel
    namespace: DnsLabel
    access: tuple[Rule, ...] = Field(min_length=1)
    groups: tuple[GroupName, ...] = ()

    @field_validator("name")
    @classmethod
    def _own(cls, name: str) -> str:
        if name == "default":
            raise ValueError("expected a name of its own, for every namespace has a default account already")
        return name

    @field_validator("groups")
    @classmethod
    def _of_people(cls, groups: tuple[str, ...]) -> tuple[str, ...]:
        # system:authenticated is whoever has a certificate or a token, system:unauthenticated everybody (Kubernetes, RBAC).
        if taken := [group for group in groups if group.startswith("system:")]:
            raise ValueError(
                f"expected groups that somebody is put into, of which {', '.join(taken)} is not: Kubernetes fills it by itself"
            )
        if len(set(groups)) != len(groups):
            raise ValueError("expected every group once")
        return groups
