"""A resource monitor that records what a program registers and answers it from the simulation, without an engine."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from rehearsal.providers import autoname, connection, packages, wire
from rehearsal.providers.construct import registration
from rehearsal.recorded import Recorded, Recording, provider_urn
from rehearsal.redaction import positions, shown
from rehearsal.simulation.kinds import Call, Properties, Refused, failures

STACK = "pulumi:pulumi:Stack"
PROVIDER = "pulumi:providers:"
NO_DEFAULTS = "pulumi:disable-default-providers"


class Monitor(MockMonitor):
    """The resource monitor of one recorded run. With `preview` nothing is made and every computed value is unknown."""

    def __init__(self, stack: str, project: str, *, defaults_denied: bool, preview: bool) -> None:
        super().__init__(mocks=None)  # type: ignore[arg-type]
        self.recorded: dict[str, Recorded] = {}
        self.stack = stack
        self.project = project
        self.looked_up: list[tuple[str, str]] = []
        self._component_outputs: dict[str, Properties] = {}
        self._exports: tuple[Properties, Properties, tuple[str, ...]] = ({}, {}, ())
        self._home = f"urn:pulumi:{stack}::{project}::"
        self._defaults_denied = defaults_denied
        self._preview = preview
        self._packages: dict[str, packages.Package] = {}
        self._providers: dict[str, Properties] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - gRPC prescribes the name
        """Record one registration and answer it as engine and provider would. Raises Refused."""
        urn = self._urn(request)
        if urn in self.recorded:
            text = f"{request.type} {request.name!r} is registered twice under one parent"
            raise Refused("DuplicateUrn", text)
        known = wire.decode(request.object)
        id_, outputs = self._made(request, urn, known.values)
        self.recorded[urn] = Recorded.registered(request, urn, id_, known, outputs)
        if request.remote:
            self._construct(request, urn, known.values)
        answer = resource_pb2.RegisterResourceResponse(urn=urn, id=id_)
        if request.custom and not self._preview:
            secret = known.secret | set(request.additionalSecretOutputs)
            self._write(answer.object, known.values, outputs, secret)
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Empty:  # noqa: N802 - gRPC prescribes the name
        """Record the outputs of a component, or the exports of the stack."""
        values = wire.decode(request.outputs).values
        self._component_outputs[request.urn] = values
        if self.recorded[request.urn].type == STACK:
            self._exports = (values, shown(request.outputs), positions(request.outputs))
        return Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - gRPC prescribes the name
        """Read an object that this run has made, or that may have been there before it. Raises Refused when there is none."""
        package = self._package(request.type)
        kind = package.lookup(request.type)
        call = self._call(package, request.type, self._urn(request), request.name, {}, request.provider)
        call = replace(call, id=request.id, olds=wire.decode(request.properties).values)
        entity = package.world.read(kind, call) if kind else None
        if entity is None:
            text = f"{request.type} {request.id!r} does not exist; a rehearsal only knows what it made"
            raise Refused("NotFound", text)
        self.looked_up.append((request.type, request.id))
        found = wire.encode(entity.outputs)
        return resource_pb2.ReadResourceResponse(urn=self._urn(request), properties=found)

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - gRPC prescribes the name
        """Answer a function from the simulation. Raises Refused for one it does not know."""
        package = self._package(request.tok)
        answer = package.invokes.get(request.tok)
        if answer is None:
            text = f"{request.tok} is not simulated; add it to INVOKES in {package.home}"
            raise Refused("UnknownFunction", text)
        known = wire.decode(request.args)
        call = self._call(package, request.tok, "", request.tok, known.values, request.provider)
        reply = resource_pb2.ResourceInvokeResponse()
        result = getattr(reply, "return")  # a word of Python, so it cannot be written as an attribute
        wire.encode(answer(call), result)
        return reply

    def recording(self) -> Recording:
        """Everything recorded; the outputs that components registered later are with them."""
        found = [
            replace(r, outputs=self._component_outputs[r.urn]) if r.urn in self._component_outputs else r
            for r in self.recorded.values()
            if r.type != STACK
        ]
        return Recording(self.stack, self.project, tuple(found), *self._exports, tuple(self.looked_up))

    def _urn(self, request: Any) -> str:
        chain = request.parent.split("::")[2] if request.parent else STACK
        type_ = request.type if chain == STACK else f"{chain}${request.type}"
        return f"{self._home}{type_}::{request.name}"

    def _made(self, request: Any, urn: str, inputs: Properties) -> tuple[str, Properties]:
        if request.type.startswith(PROVIDER):
            self._providers[urn] = {**connection.configuration(inputs), "urn": urn}
            return "" if self._preview else token(urn)[:32], inputs
        if not request.custom:
            return "", {}
        if not request.provider and self._defaults_denied:
            reason = f"{request.type} {request.name!r} was given no provider, and {NO_DEFAULTS} is set"
            raise Refused("DefaultProviderDenied", reason)
        package = self._package(request.type)
        try:
            return self._simulated(package, request, urn, inputs)
        except Refused as refusal:
            raise Refused(refusal.code, f"{refusal.message} ({request.type} {request.name!r})") from None

    def _construct(self, request: Any, urn: str, inputs: Properties) -> None:
        """Register what a provider makes below a component of its own."""
        package = self._package(request.type)
        makes = package.components.get(request.type)
        if makes is None:
            raise Refused("UnknownType", f"the component is not simulated; add it to {package.home}")
        for child in makes(request.name, inputs):
            self.RegisterResource(registration(child, urn, request.providers.get(package.name, "")))

    def _simulated(
        self, package: packages.Package, request: Any, urn: str, inputs: Properties
    ) -> tuple[str, Properties]:
        kind = package.lookup(request.type)
        if kind is None:
            raise Refused("UnknownType", f"the type is not simulated; add it to {package.home}")
        if kind.autoname and not autoname.named(kind.autoname, inputs):
            inputs = with_name(
                kind.autoname, autoname.choose(kind.autoname, request.name, urn.encode(), {}), inputs
            )
        wrong = failures(kind, inputs)
        if wrong:
            raise Refused(
                "InvalidInputs", "; ".join(f"{failure.property}: {failure.reason}" for failure in wrong)
            )
        if self._preview:
            return "", inputs
        call = self._call(package, request.type, urn, request.name, inputs, request.provider)
        return package.world.create(kind, call)

    def _call(
        self, package: packages.Package, type_: str, urn: str, name: str, inputs: Properties, provider: str
    ) -> Call:
        settings = self._providers.get(provider_urn(provider), {})
        return Call(type_, urn, name, inputs, settings, package.world, token(urn))

    def _package(self, type_: str) -> packages.Package:
        name = type_.partition(":")[0]
        if name not in packages.PACKAGES:
            known = ", ".join(packages.PACKAGES)
            reason = (
                f"{type_}: the package {name!r} is not simulated; rehearsal/providers/packages.py has {known}"
            )
            raise Refused("UnknownPackage", reason)
        if name not in self._packages:
            self._packages[name] = packages.load(name)
        return self._packages[name]

    @staticmethod
    def _write(answer: Any, inputs: Properties, outputs: Properties, secret: Iterable[str]) -> None:
        """Only what differs from the inputs: the SDK takes the rest from them, secrets included."""
        changed = {
            key: value for key, value in outputs.items() if inputs.get(key) is not value or key not in inputs
        }
        for key in set(secret) & outputs.keys() if changed or secret else ():
            if key in changed or key not in inputs:
                changed[key] = {wire.SIGNATURE: wire.SECRET, "value": outputs[key]}
        wire.encode(changed, answer)


def token(urn: str) -> str:
    """64 hex digits that depend only on the URN."""
    return hashlib.sha256(urn.encode()).hexdigest()


def with_name(path: str, name: str, inputs: Properties) -> Properties:
    """The inputs with a name at `name` or at `metadata.name`."""
    top, _, rest = path.partition(".")
    return {**inputs, top: {**(inputs.get(top) or {}), rest: name} if rest else name}
