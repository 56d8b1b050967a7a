"""The kubernetes provider's side of the protocol: requests of the engine, answered by a real API server.

Errors: what the API server refuses is FAILED_PRECONDITION, which the engine takes as "nothing was done"; what was made but
is not ready carries an ErrorResourceInitFailed, with which the engine keeps the object and tries again on the next `up`.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, status_pb2

from rehearsal.control_plane.access import Access
from rehearsal.life.handover import Handover
from rehearsal.providers import connection, difference, wire
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.components import whole
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.explain import explained, scrubbed
from rehearsal.providers.kubernetes.managers import manager_of
from rehearsal.providers.kubernetes.objects import Objects
from rehearsal.providers.kubernetes.patches import Patches
from rehearsal.providers.kubernetes.planes import Planes
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import HANDLERS, stand_in_kinds
from rehearsal.providers.kubernetes.remaining import left
from rehearsal.providers.kubernetes.resource import Handler, Made, Request
from rehearsal.providers.kubernetes.shape import kind_of, ref_of
from rehearsal.providers.kubernetes.voice import Voice
from rehearsal.providers.outage import Outage
from rehearsal.providers.packages import Package
from rehearsal.providers.servicer import Servicer, abort, kept
from rehearsal.simulation.kinds import Failure, Properties, Refused

T = TypeVar("T")
STATUS_DETAILS = "grpc-status-details-bin"
SECRET_DATA = ("data", "stringData")


class KubernetesServicer(Servicer):
    """Serves the kubernetes package to the engine, with one control plane for each cluster."""

    def __init__(
        self,
        package: Package,
        planes: Sequence[Access],
        handover: Handover | None = None,
        outage: Outage | None = None,
    ) -> None:
        """`handover` is told which cluster each plane is."""
        super().__init__(replace(package, components=whole(package.components)), outage=outage)
        self._planes, self._handover = Planes(planes), handover
        self._objects, self._patches = Objects(), Patches()
        self._clients: dict[str, Client] = {}
        self._voices: dict[str, Voice] = {}
        self._cancelled: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._urns: dict[str, str] = {}
        self._bare: dict[tuple[Client, Ref], str] = {}

    # The protocol's method names are the engine's, hence their capitals.

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Empty:
        self._voices[context.peer()] = Voice(request.address)
        return Empty()

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = super().Configure(request, context)
        configuration = self.configuration(context)
        identity = connection.identity(configuration)
        client = self._ask(context, lambda: self._planes.client(identity))
        self._clients[context.peer()] = client
        if self._handover is not None:
            self._handover.configured(client.server, configuration, connection.active_cluster(configuration))
        return response

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Empty:
        self._cancelled[context.peer()].set()
        return Empty()

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = super().Check(request, context)
        self._conceal(request.type, response.inputs)
        return response

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        if request.old_inputs == request.news:
            return difference.response((), [])
        news = self._inputs(request.news)
        call = self._request(request, context, news, olds=request.old_inputs, outputs=request.olds)
        change = self._do(
            request, context, "change", news, lambda client: self._of(request).diff(client, call)
        )
        return difference.response(
            change.paths, list(change.replaces), delete_first=bool(change.replaces) and change.delete_first
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        news = self._inputs(request.properties)
        call = self._request(request, context, news)
        made = self._do(
            request, context, "create", news, lambda client: self._of(request).create(client, call)
        )
        response = provider_pb2.CreateResponse(id=made.id)
        if made.id and isinstance(self._of(request), Objects) and not _says_something(news.values):
            self._bare[self._client(context), ref_of(request.type, made.id)] = request.urn
        self._answer(request.type, request.properties, news, made.outputs, response.properties)
        self._ready(context, made, response.properties, request.properties)
        return response

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = provider_pb2.UpdateResponse()
        news = self._inputs(request.news)
        call = self._request(request, context, news, olds=request.old_inputs, outputs=request.olds)
        if request.preview:
            rest = {key: value for key, value in call.outputs.items() if key not in call.olds}
            self._answer(request.type, request.news, news, {**rest, **news.values}, response.properties)
            return response
        made = self._do(
            request, context, "change", news, lambda client: self._of(request).update(client, call)
        )
        self._answer(request.type, request.news, news, made.outputs, response.properties)
        self._ready(context, made, response.properties, request.news)
        return response

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Empty:
        olds = self._inputs(request.old_inputs)
        call = self._request(request, context, olds, outputs=request.properties)
        self._do(request, context, "delete", olds, lambda client: self._of(request).delete(client, call))
        self._bare.pop((self._client(context), ref_of(request.type, request.id)), None)
        return Empty()

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        response = provider_pb2.ReadResponse()
        olds = self._inputs(request.inputs)
        call = self._request(request, context, olds, outputs=request.properties)
        made = self._do(request, context, "read", olds, lambda client: self._of(request).read(client, call))
        if made is None:
            return response
        response.id = made.id
        known = wire.decode(request.properties)
        known.texts |= olds.texts
        self._answer(request.type, request.properties, known, made.outputs, response.properties)
        self._answer(request.type, request.inputs, olds, made.inputs, response.inputs)
        self._ready(context, made, response.properties, response.inputs)
        return response

    def failures(self, request: Any, context: grpc.ServicerContext, news: Properties) -> Iterable[Failure]:
        """What is wrong with the inputs; of an object, only what the API server does not take either."""
        call = self._request(request, context, wire.Decoded(dict(news)))
        handler = self._of(request)
        found = list(handler.check(call))
        client = self._clients.get(context.peer())
        if found and client and isinstance(handler, Objects) and handler.accepted(client, call):
            return ()
        return found

    def remaining(self) -> Iterable[tuple[str, str, str, bool]]:
        """What the clusters still hold of what was made: (type, id, URN, whether it says itself that it is to stay when its
        release goes) each."""
        for client in self._planes.clients():
            found = {each.ref: each for each in left(client)}
            for ref, each in found.items():
                yield _type(ref), ref.id, self._urns.get(each.manager, str(ref)), each.kept
            # An object that says nothing but its name has no field that anybody could own.
            for (owner, ref), urn in list(self._bare.items()):
                if owner is client and ref not in found and client.find(ref) is not None:
                    yield _type(ref), ref.id, urn, False

    def servers(self, providers: Collection[str]) -> list[str]:
        """The API servers of the clusters that these providers, by their URNs, are for."""
        found = {
            client.server
            for peer, client in list(self._clients.items())
            if self._configurations[peer]["urn"] in providers
        }
        return sorted(found)

    def stand_ins(self) -> Sequence[str]:
        """Which kinds were not judged by their own definitions, and what was only looked up."""
        return sorted({*stand_in_kinds(), *self._objects.somebodys.told()})

    def _of(self, request: Any) -> Handler:
        if request.type in HANDLERS:
            return HANDLERS[request.type]
        return self._patches if request.type.endswith("Patch") else self._objects

    def _request(
        self,
        request: Any,
        context: grpc.ServicerContext,
        inputs: wire.Decoded,
        *,
        olds: Any = None,
        outputs: Any = None,
    ) -> Request:
        urn, voice = request.urn, self._voices.get(context.peer()) or Voice("")
        self._urns[manager_of(urn, {})] = urn
        return Request(
            request.type, urn, request.name, inputs.values, self.configuration(context), getattr(request, "id", ""),
            wire.decode(olds).values if olds is not None else {},
            wire.decode(outputs).values if outputs is not None else {},
            ignored=frozenset(getattr(request, "ignoreChanges", ())),
            preview=getattr(request, "preview", False), seconds=getattr(request, "timeout", 0.0),
            say=lambda text: voice.say(urn, scrubbed(text, inputs.texts)),
            warn=lambda text: voice.warn(urn, scrubbed(text, inputs.texts)),
            cancelled=self._cancelled[context.peer()].is_set,
        )  # fmt: skip

    def _do(
        self,
        request: Any,
        context: grpc.ServicerContext,
        verb: str,
        inputs: wire.Decoded,
        act: Callable[[Client], T],
    ) -> T:
        def question() -> T:
            try:
                self._outage.check(self.configuration(context), {})
                return act(self._client(context))
            except ApiError as error:
                text = explained(error, _what(request, inputs.values), verb)
                raise Refused(error.reason, scrubbed(text, inputs.texts)) from None
            except Unreachable as error:
                raise Refused("Unreachable", str(error)) from None
            except Refused as error:
                text = f"{_what(request, inputs.values)}: {error.message}"
                raise Refused(error.code, scrubbed(text, inputs.texts)) from None

        return self._ask(context, question)

    def _client(self, context: grpc.ServicerContext) -> Client:
        try:
            return self._clients[context.peer()]
        except KeyError:
            raise Refused(
                "NotConfigured", "the provider was never configured, so its cluster is not known"
            ) from None

    def _answer(
        self, type_: str, inputs: Struct, known: wire.Decoded, outputs: Properties, into: Struct
    ) -> None:
        wire.answer(inputs, known, kept(known.values, outputs), into)
        self._conceal(type_, into)

    def _conceal(self, type_: str, struct: Struct) -> None:
        """A Secret's data is secret whatever the program says of it, as with the real provider (annotateSecrets)."""
        if type_.startswith("kubernetes:core/v1:Secret"):
            wire.conceal(struct, SECRET_DATA)

    def _ready(self, context: grpc.ServicerContext, made: Made, outputs: Struct, inputs: Struct) -> None:
        if not made.reasons:
            return
        detail = provider_pb2.ErrorResourceInitFailed()
        detail.id = made.id
        detail.reasons.extend(made.reasons)
        detail.properties.CopyFrom(outputs)
        detail.inputs.CopyFrom(inputs)
        text = "it was made, but it did not become ready"
        status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=text)
        status.details.add().Pack(detail)
        context.set_trailing_metadata(((STATUS_DETAILS, status.SerializeToString()),))
        abort(context, grpc.StatusCode.UNKNOWN, text)


def _type(ref: Ref) -> str:
    return f"{ref.api_version}:{ref.kind}"


def _says_something(inputs: Properties) -> bool:
    """Whether an object has a field besides its name."""
    metadata = inputs.get("metadata")
    fields = {**inputs, **(metadata if isinstance(metadata, Mapping) else {})}
    return any(
        value
        for key, value in fields.items()
        if key not in {"apiVersion", "kind", "metadata", "name", "namespace"}
    )


def _what(request: Any, inputs: Properties) -> str:
    """The object as its author knows it: Deployment shop/web."""
    metadata = inputs.get("metadata")
    given = metadata if isinstance(metadata, Mapping) else {}
    name, namespace = given.get("name"), given.get("namespace")
    id_ = getattr(request, "id", "") or (
        f"{namespace}/{name}" if isinstance(namespace, str) and namespace else str(name or request.name)
    )
    return f"{kind_of(request.type)[1]} {id_}"
