"""What a recording holds: one frozen record per resource, and the questions that tests and `render` ask of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from rehearsal.providers import wire
from rehearsal.redaction import positions, shown
from rehearsal.simulation.kinds import Properties, value_at

RELEASE = "kubernetes:helm.sh/v3:Release"


def provider_urn(reference: str) -> str:
    """The URN in a provider reference `urn::id`; empty when there is none."""
    return reference.rpartition("::")[0]


@dataclass(frozen=True)
class Recorded:
    """One registered resource, as the engine would see it.

    `inputs` are the program's with secrets unwrapped, `visible` the same with each secret as `[secret]`, and `secrets` the
    dotted paths of those. `outputs` are what the provider answered, or what a component registered. `parent`, `provider`,
    `dependencies` and `deleted_with` are URNs; `provider` is empty for components and for default providers.
    """

    urn: str
    type: str
    name: str
    id: str
    custom: bool
    parent: str
    provider: str
    inputs: Properties
    visible: Properties
    secrets: tuple[str, ...]
    outputs: Properties
    dependencies: tuple[str, ...]
    property_dependencies: Mapping[str, tuple[str, ...]]
    protect: bool
    retain_on_delete: bool
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    delete_before_replace: bool
    aliases: tuple[str, ...]
    custom_timeouts: Mapping[str, str]
    deleted_with: str
    secret_outputs: tuple[str, ...]

    @classmethod
    def registered(cls, request: Any, urn: str, id_: str, known: wire.Decoded, outputs: Properties) -> Self:
        """The record of a RegisterResourceRequest and its answer."""
        timeouts = request.customTimeouts
        secrets = positions(request.object) if known.secret else ()
        return cls(
            urn=urn,
            type=request.type,
            name=request.name,
            id=id_,
            custom=request.custom,
            parent=request.parent,
            provider=provider_urn(request.provider),
            inputs=known.values,
            visible=shown(request.object) if secrets else known.values,
            secrets=secrets,
            outputs=outputs,
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={
                key: tuple(sorted(deps.urns)) for key, deps in request.propertyDependencies.items()
            },
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            delete_before_replace=request.deleteBeforeReplace,
            aliases=tuple(alias.urn or alias.spec.name for alias in request.aliases),
            custom_timeouts={
                name: text for name in ("create", "update", "delete") if (text := getattr(timeouts, name))
            },
            deleted_with=request.deletedWith,
            secret_outputs=tuple(request.additionalSecretOutputs),
        )

    @property
    def cluster(self) -> str:
        """The logical name of the resource's provider, which for Kubernetes objects is their cluster."""
        return self.provider.rpartition("::")[2]


@dataclass(frozen=True)
class Recording:
    """Everything one run registered, in order of registration; the stack itself is not among `resources`.

    `outputs` are the stack's exports, `visible_outputs` the same with each secret as `[secret]`, and `secret_outputs` the
    dotted paths of those. `looked_up`: type and id of what the program asked for rather than made.
    """

    stack: str
    project: str
    resources: tuple[Recorded, ...]
    outputs: Properties
    visible_outputs: Properties
    secret_outputs: tuple[str, ...]
    looked_up: tuple[tuple[str, str], ...] = ()

    def of(self, type_: str) -> list[Recorded]:
        """Every resource of a type, in order of registration."""
        return [r for r in self.resources if r.type == type_]

    def one(self, type_: str, name: str | None = None) -> Recorded:
        """The resource of a type, and of a logical name when several could be. Raises LookupError unless there is just one."""
        found = [r for r in self.of(type_) if name in {None, r.name}]
        if len(found) == 1:
            return found[0]
        there = ", ".join(sorted(r.name for r in self.of(type_))) or "none"
        wanted = f" named {name!r}" if name else ""
        raise LookupError(f"{len(found)} resources of type {type_}{wanted}; of this type there are: {there}")

    def by_urn(self) -> dict[str, Recorded]:
        """Every resource by its URN."""
        return {r.urn: r for r in self.resources}

    def objects(self, cluster: str | None = None) -> list[Recorded]:
        """Every Kubernetes object of a cluster, or of all; neither Helm releases nor patches of others' objects."""
        return [
            r
            for r in self.resources
            if r.custom
            and r.type.startswith("kubernetes:")
            and r.type != RELEASE
            and not r.type.endswith("Patch")
            if cluster in {None, r.cluster}
        ]

    def manifests(self, cluster: str) -> list[dict[str, Any]]:
        """The Kubernetes objects of a cluster as manifests, each secret as `[secret]`, in order of registration."""
        return [manifest(r) for r in self.objects(cluster)]

    def releases(self) -> list[dict[str, Any]]:
        """The Helm releases: cluster, name, namespace, chart, repo ("" for OCI and local charts), version and values."""
        return [
            {
                "cluster": r.cluster,
                "name": r.outputs.get("name"),
                "namespace": r.outputs.get("namespace"),
                "chart": r.visible.get("chart"),
                "repo": value_at(r.visible, "repositoryOpts.repo") or "",
                "version": r.visible.get("version"),
                "values": r.visible.get("values") or {},
            }
            for r in self.of(RELEASE)
        ]


def manifest(recorded: Recorded) -> dict[str, Any]:
    """A Kubernetes object's manifest, with the name and namespace it got."""
    body = dict(recorded.visible)
    given = body.get("metadata")
    identity = {
        key: value
        for key in ("name", "namespace")
        if (value := value_at(recorded.outputs, f"metadata.{key}"))
    }
    body["metadata"] = {**(given if isinstance(given, Mapping) else {}), **identity}
    return body
