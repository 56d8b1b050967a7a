"""What applications ask of the way in and of the mesh that the platform, as it is chosen, does not give."""

from typing import Any

import pytest

from rehearsal.stackfile import ROOT, read
from settings.load import SettingsError, parse
from settings.platform import PlatformSettings
from settings.way_in import ungated, unlimited, unmeshed, unread, untold, untried
from settings.workload import RateLimit, Route, WorkloadSpec
from stacks.orion import Orion
from stacks.spoke import Spoke
from tests.components.workload.specs import full
from tests.settings.placed import given, load

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


TOKENS = {"issuer": "https://login.example.com/", "jwks": "https://login.example.com/jwks.json"}
ROUTE: dict[str, Any] = {"hosts": ["app.example.com"], "port": "http"}


def test_tokens_are_asked_for_by_a_gateway() -> None:
    asking = {"app": given("app", {"route": {**ROUTE, "jwt": TOKENS}})}

    (line,) = untold(platform(), asking)
    assert line == (
        "applications.app: the workload app has a route.jwt, expected platform.ingress.kind to be gateway, which asks for "
        "tokens, got nginx, which does not: set platform.ingress to gateway, or take route.jwt out and let "
        "the workload ask for them"
    )
    assert list(untold(platform(ingress={"kind": "gateway"}), asking)) == []
    assert list(untold(platform(), {"app": given("app", {"route": ROUTE})})) == []
    with pytest.raises(SettingsError) as error:
        load(asking)
    assert line in str(error.value)


@pytest.mark.parametrize("limits", [{"methods": ["GET"]}, {"paths": ["/api/*"]}])
def test_what_a_caller_may_ask_for_is_read_by_the_mesh_alone(limits: dict[str, Any]) -> None:
    caller = {"namespace": "web", "name": "web"}
    reached = {"reached_by": [{**caller, **limits}]}

    (line,) = unread({"api": given("api", reached)})
    assert line == (
        "applications.api: the workload api says what web/web may ask for (methods, paths), expected applications.api.mesh to be "
        "true, for only the mesh reads requests, got false: put the application into the mesh, or take methods and paths out"
    )
    assert list(unread({"api": given("api", reached, mesh=True)})) == []
    assert list(unread({"api": given("api", {"reached_by": [caller]})})) == []
    with pytest.raises(SettingsError) as error:
        load({"api": given("api", reached), "web": given("web")})
    assert line in str(error.value)


CANDIDATE = {"image": "registry.example.com/app:2.0.0"}


def test_a_candidate_is_tried_where_requests_are_shared_out() -> None:
    (line,) = untried({"app": given("app", candidate=CANDIDATE)})
    assert line == (
        "applications.app.candidate: expected a workload with a route, or an application in the mesh, where requests are shared "
        "out between two versions, got app, which has neither: give it a route, set applications.app.mesh to true, or try "
        'it with strategy "blue-green"'
    )
    assert list(untried({"app": given("app", {"route": ROUTE}, candidate=CANDIDATE)})) == []
    assert list(untried({"app": given("app", candidate=CANDIDATE, mesh=True)})) == []
    assert list(untried({"app": given("app", candidate={**CANDIDATE, "strategy": "blue-green"})})) == []
    with pytest.raises(SettingsError) as error:
        load({"app": given("app", candidate=CANDIDATE)})
    assert line in str(error.value)
