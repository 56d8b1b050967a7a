"""The provider protocol's second half: resources and functions, in terms of `simulation`.

Errors: what the service refuses is FAILED_PRECONDITION, which the engine takes as "nothing was done"; a fault of the
simulation itself is INTERNAL.
"""

import hashlib
import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from rehearsal.providers import autoname, difference, wire
from rehearsal.providers.construct import construct
from rehearsal.providers.instances import Instances
from rehearsal.providers.outage import Outage
from rehearsal.providers.packages import Package
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, failures

LOG = logging.getLogger(__name__)
FAULT = "a fault in the simulation itself"
T = TypeVar("T")


def unheard(type_: str) -> None:
    """What is done with changes of which nobody wants to be told."""


class Servicer(Instances):
    """Serves one package to the engine. The protocol's method names are the engine's, hence their capitals."""

    def __init__(
        self, package: Package, changed: Callable[[str], None] = unheard, outage: Outage | None = None
    ) -> None:
        """`changed` is called with the type of each object that was made, changed or removed. `outage`: what does not answer."""
        super().__init__(package)
        self._changed, self._outage = changed, outage or Outage()
        self._generations: Counter[str] = Counter()
        self._lock = threading.Lock()

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        kind = self._kind(request, context)
        news = wire.decode(request.news).values
        response = provider_pb2.CheckResponse(inputs=request.news)
        problem = ""
        if kind.autoname and not autoname.named(kind.autoname, news):
            problem = self._name(kind.autoname, request, response.inputs)
            news = wire.decode(response.inputs).values
        if problem:
            response.failures.add(property=kind.autoname, reason=problem)
        news.pop(autoname.DEFAULTS, None)
        for failure in self.failures(request, context, news):
            response.failures.add(property=failure.property, reason=failure.reason)
        return response

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        if request.old_inputs == request.news:
            return difference.response((), [])
        olds, news = wire.decode(request.old_inputs).values, wire.decode(request.news).values
        return difference.describe(self._kind(request, context), olds, news)

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = provider_pb2.CreateResponse()
        kind = self._kind(request, context)
        if request.preview:
            response.properties.CopyFrom(request.properties)
            response.properties.fields.pop(autoname.DEFAULTS, None)
            return response
        known = self._inputs(request.properties)
        self._count(request.urn)
        call = self._call(request, known, context)
        response.id, outputs = self._served(context, call, lambda: self.package.world.create(kind, call))
        self._changed(request.type)
        wire.answer(request.properties, known, outputs, response.properties)
        return response

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = provider_pb2.UpdateResponse()
        kind = self._kind(request, context)
        known, olds = self._inputs(request.news), wire.decode(request.olds).values
        if request.preview:
            kept = {
                key: value for key, value in olds.items() if key not in wire.decode(request.old_inputs).values
            }
            wire.answer(request.news, known, {**kept, **known.values}, response.properties)
            return response
        call = self._call(request, known, context, olds=olds)
        outputs = self._served(context, call, lambda: self.package.world.update(kind, call))
        self._changed(request.type)
        wire.answer(request.news, known, outputs, response.properties)
        return response

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Empty:
        call = self._call(
            request, self._inputs(request.old_inputs), context, olds=wire.decode(request.properties).values
        )
        kind = self._kind(request, context)
        self._served(context, call, lambda: self.package.world.delete(kind, call))
        self._changed(request.type)
        return Empty()

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        kind = self._kind(request, context)
        olds = wire.decode(request.properties).values
        made_up = Struct()
        # Without these the name would count as given by the program.
        if autoname.DEFAULTS in request.inputs.fields:
            made_up.fields[autoname.DEFAULTS].CopyFrom(request.inputs.fields[autoname.DEFAULTS])
        call = self._call(request, self._inputs(request.inputs), context, olds=olds)
        entity = self._served(context, call, lambda: self.package.world.read(kind, call))
        response = provider_pb2.ReadResponse()
        if entity is None:
            return response
        response.id = entity.id
        known = wire.decode(request.properties)
        wire.answer(request.properties, known, kept(known.values, entity.outputs), response.properties)
        known = wire.decode(request.inputs)
        wire.answer(request.inputs, known, kept(known.values, entity.inputs), response.inputs)
        response.inputs.MergeFrom(made_up)
        return response

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        function = self.package.invokes.get(request.tok)
        if function is None:
            self._unheard_of(request.tok, "function", context)
        known = wire.decode(request.args)
        call = Call(
            request.tok,
            "",
            "",
            known.values,
            self.configuration(context),
            self.package.world,
            _digest(request.tok),
        )
        response = provider_pb2.InvokeResponse()
        empty = wire.Decoded(secret=set(), texts=known.texts)
        answer = self._served(context, call, lambda: function(call))
        wire.answer(Struct(), empty, answer, getattr(response, "return"))
        return response

    def failures(self, request: Any, context: grpc.ServicerContext, news: Properties) -> Iterable[Failure]:
        """What is wrong with the inputs, their name included."""
        return failures(self._kind(request, context), news)

    def remaining(self) -> Iterable[tuple[str, str, str, bool]]:
        """What exists: (type, id, URN, whether it says itself that it is to stay) each."""
        return [(entity.type, entity.id, entity.urn, False) for entity in self.package.world]

    def servers(self, providers: Collection[str]) -> list[str]:
        """The API servers of the clusters that these providers, by their URNs, are for; the clouds' are for none."""
        return []

    def stand_ins(self) -> Sequence[str]:
        """A sentence for each thing that is not as it would be elsewhere; nothing of what is in memory."""
        return ()

    def Construct(self, request: Any, context: grpc.ServicerContext) -> Any:
        makes = self.package.components.get(request.type)
        if makes is None:
            self._unheard_of(request.type, "component", context)
        return self._ask(context, lambda: construct(makes, self.package.name, request))

    def _kind(self, request: Any, context: grpc.ServicerContext) -> Kind:
        found = self._ask(context, lambda: self.package.lookup(request.type))
        return found or self._unheard_of(request.type, "resource type", context)

    def _unheard_of(self, token: str, what: str, context: grpc.ServicerContext) -> NoReturn:
        abort(
            context,
            grpc.StatusCode.FAILED_PRECONDITION,
            f"the rehearsal does not know the {what} {token}; add it under {self.package.home}",
        )

    def _inputs(self, struct: Struct) -> wire.Decoded:
        known = wire.decode(struct)
        known.values.pop(autoname.DEFAULTS, None)
        struct.fields.pop(autoname.DEFAULTS, None)
        return known

    def _call(
        self, request: Any, known: wire.Decoded, context: grpc.ServicerContext, *, olds: Any = None
    ) -> Call:
        # An update has the token of its object's creation, so that what is derived from it stays as it is.
        token = _digest(f"{request.urn}#{self._generations[request.urn]}")
        return Call(
            request.type, request.urn, request.name, known.values, self.configuration(context), self.package.world, token,
            id=getattr(request, "id", ""), olds=olds or {},
        )  # fmt: skip

    def _count(self, urn: str) -> None:
        with self._lock:
            self._generations[urn] += 1

    def _name(self, path: str, request: Any, inputs: Struct) -> str:
        mode = request.autonaming.mode if request.HasField("autonaming") else None
        if mode == provider_pb2.CheckRequest.AutonamingOptions.DISABLE:
            return "automatic names are switched off for this stack (pulumi:autonaming); give it a name"
        name = request.autonaming.proposed_name if mode is not None else ""
        olds = wire.decode(request.olds).values
        autoname.write(path, name or autoname.choose(path, request.name, request.randomSeed, olds), inputs)
        return ""

    def _served(self, context: grpc.ServicerContext, call: Call, question: Callable[[], T]) -> T:
        """What a service answers, if it answers."""

        def asked() -> T:
            self._outage.check(call.provider, call.inputs)
            return question()

        return self._ask(context, asked)

    def _ask(self, context: grpc.ServicerContext, question: Callable[[], T]) -> T:
        try:
            return question()
        except Refused as refused:
            abort(context, grpc.StatusCode.FAILED_PRECONDITION, str(refused))
        except Exception as error:
            LOG.exception("a simulated service failed")
            abort(context, grpc.StatusCode.INTERNAL, f"{FAULT}: {type(error).__name__}: {error}")


def kept(known: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs, with the very objects of `known` where they are equal, so that those are copied and not rewritten."""
    return {
        key: known[key] if key in known and known[key] == value else value for key, value in outputs.items()
    }


def abort(context: grpc.ServicerContext, code: grpc.StatusCode, text: str) -> NoReturn:
    context.abort(code, text)
    raise AssertionError("abort has raised")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
