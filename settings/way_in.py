"""What applications ask of the way in and of the mesh that the platform, as it is chosen, does not give."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from settings.application import ApplicationSettings
from settings.platform import PlatformSettings
from settings.workload import WorkloadSpec


def unmeshed(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Applications in a mesh that is not there, or that the way in cannot reach."""
    for name, application in applications.items():
        if not application.mesh:
            continue
        if not platform.istio.there:
            yield (
                f"applications.{name}.mesh needs platform.istio, expected it to be installed or existing, got install: false; "
                "switch it on, or take the application out of the mesh"
            )
        elif platform.ingress.there and platform.ingress.kind == "nginx" and _routed(application):
            yield (
                f"applications.{name}.mesh: expected platform.ingress.kind to be gateway for an application in the mesh that has "
                "a route, got nginx, which is outside the mesh and would be refused for want of mutual TLS"
            )


def ungated(platform: PlatformSettings) -> Iterator[str]:
    """A gateway to be installed for a mesh that somebody else has installed."""
    ingress = platform.ingress
    if ingress.installed and ingress.kind == "gateway" and platform.istio.install == "existing":
        yield (
            "platform.ingress.install: expected existing, with the namespace of the gateway, where platform.istio is existing, "
            "got true: a gateway is of its mesh's version"
        )


def unlimited(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Limits that a gateway does not know."""
    if not (platform.ingress.there and platform.ingress.kind == "gateway"):
        return
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            for spec in application.workloads():
                limit = spec.route.rate_limit if spec.route else None
                if limit and limit.connections:
                    yield (
                        f"applications.{name}: the workload {spec.name} limits a client's connections to {limit.connections}, "
                        "expected none with platform.ingress.kind gateway, which counts requests only: take "
                        "rate_limit.connections out"
                    )


def untold(platform: PlatformSettings, applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Tokens to be asked for by a way in that does not know them."""
    if not platform.ingress.there or platform.ingress.kind == "gateway":
        return
    for name, spec in _specs(applications):
        if spec.route and spec.route.jwt:
            yield (
                f"applications.{name}: the workload {spec.name} has a route.jwt, expected platform.ingress.kind to be gateway, "
                "which asks for tokens, got nginx, which does not: set platform.ingress to gateway, or take route.jwt out and "
                "let the workload ask for them"
            )


def unread(applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """What callers may ask for, where nobody reads what they ask for."""
    for name, spec in _specs(applications):
        for caller in spec.reached_by:
            if not applications[name].mesh and (caller.methods or caller.paths):
                yield (
                    f"applications.{name}: the workload {spec.name} says what {caller.namespace}/{caller.name} may ask for "
                    f"(methods, paths), expected applications.{name}.mesh to be true, for only the mesh reads requests, got "
                    "false: put the application into the mesh, or take methods and paths out"
                )


def untried(applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """Candidates that nothing gives requests to."""
    for name, spec in _specs(applications):
        shared = spec.candidate and spec.candidate.strategy == "canary"
        if shared and not spec.route and not applications[name].mesh:
            yield (
                f"applications.{name}.candidate: expected a workload with a route, or an application in the mesh, where requests "
                f"are shared out between two versions, got {spec.name}, which has neither: give it a route, set "
                f'applications.{name}.mesh to true, or try it with strategy "blue-green"'
            )


def _specs(applications: Mapping[str, ApplicationSettings]) -> Iterator[tuple[str, WorkloadSpec]]:
    """Each workload, with its application's name."""
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            yield from ((name, spec) for spec in application.workloads())


def _routed(application: ApplicationSettings) -> bool:
    with suppress(ValidationError):  # told already
        return any(spec.route for spec in application.workloads())
    return False
