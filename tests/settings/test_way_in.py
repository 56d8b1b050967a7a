"""What applications ask of the way in and of the mesh that the platform, as it is chosen, does not give."""

from typing import Any

import pytest

from rehearsal.stackfile import ROOT, read
from settings.load import SettingsError, parse
from settings.platform import PlatformSettings
from settings.way_in import ungated, unlimited, unmeshed
from settings.workload import RateLimit, Route, WorkloadSpec
from stacks.orion import Orion
from stacks.spoke import Spoke
from tests.components.workload.specs import full

IMAGE = "registry.example.com/orion/auth-service:1.4.2"


class Limited(Orion):
    """An application that limits its clients' connections."""

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        limit = RateLimit(requests_per_second=5, connections=9)
        return (full(route=Route(hosts=(self.host,), port="http", rate_limit=limit).model_dump()),)


def platform(**sections: Any) -> PlatformSettings:
    least = {"cert_manager": {"acme_email": "platform@example.com"}, "secrets": {"prefix": "staging/"}}
    return PlatformSettings.model_validate({**least, **sections})


def orion(kind: type[Orion] = Orion, **settings: Any) -> dict[str, Any]:
    return {"orion": kind.model_validate({"image": IMAGE, "host": "auth.example.com", **settings})}


def test_an_application_in_the_mesh_needs_the_mesh() -> None:
    (line,) = unmeshed(platform(istio=False), orion(mesh=True))

    assert line == (
        "applications.orion.mesh needs platform.istio, expected it to be installed or existing, got install: false; switch it "
        "on, or take the application out of the mesh"
    )


def test_an_application_in_the_mesh_is_not_reached_from_outside_it() -> None:
    (line,) = unmeshed(platform(), orion(mesh=True))

    assert line == (
        "applications.orion.mesh: expected platform.ingress.kind to be gateway for an application in the mesh that has a route, "
        "got nginx, which is outside the mesh and would be refused for want of mutual TLS"
    )


def test_through_the_gateway_it_is_reached_and_outside_the_mesh_by_either() -> None:
    assert list(unmeshed(platform(ingress={"kind": "gateway"}), orion(mesh=True))) == []
    assert list(unmeshed(platform(), orion())) == []
    assert list(unmeshed(platform(ingress=False), orion(mesh=True))) == []


def test_a_gateway_is_installed_by_whoever_installed_its_mesh() -> None:
    istio = {"install": "existing", "namespace": "mesh"}
    there = {"kind": "gateway", "install": "existing", "namespace": "edge"}

    (line,) = ungated(platform(istio=istio, ingress="gateway"))

    assert line == (
        "platform.ingress.install: expected existing, with the namespace of the gateway, where platform.istio is existing, got "
        "true: a gateway is of its mesh's version"
    )
    assert list(ungated(platform(istio=istio, ingress=there))) == []
    assert list(ungated(platform(ingress="gateway"))) == []


def test_a_gateway_counts_no_connections() -> None:
    (line,) = unlimited(platform(ingress={"kind": "gateway"}), orion(Limited))

    assert line == (
        "applications.orion: the workload app limits a client's connections to 9, expected none with platform.ingress.kind "
        "gateway, which counts requests only: take rate_limit.connections out"
    )


def test_nginx_does() -> None:
    assert list(unlimited(platform(), orion(Limited))) == []
    assert list(unlimited(platform(ingress={"kind": "gateway"}), orion())) == []


def test_a_stack_file_is_told_of_both() -> None:
    stack = read(ROOT / "examples" / "Pulumi.gateway.yaml")
    sections = {key.rpartition(":")[2]: value for key, value in stack.config.items()}
    wrong = {**sections, "platform": {**sections["platform"], "ingress": {"kind": "nginx"}}}

    with pytest.raises(SettingsError, match=r"applications\.spoke\.mesh: expected platform\.ingress\.kind"):
        parse(wrong, {"orion": Orion, "spoke": Spoke})
