"""What a program looks up rather than makes: put there first, for a rehearsal's cluster has nobody else who would have.

The kinds are those that the simulation in memory takes as given too (ASKED_FOR in rehearsal/simulation/kubernetes/objects.py).
A definition comes with all others of its project, as its operator would have brought them.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.life.balancers import SOMEBODYS
from rehearsal.providers.kubernetes import awaiting
from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.errors import NoKindMatch
from rehearsal.providers.kubernetes.making import make
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import definitions
from rehearsal.simulation.kinds import Refused
from rehearsal.toolchain import ToolError

OTHERS = "rehearsal"
"""The field manager of what a real cluster would have had before."""
DEFINITION = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
GATEWAY_API = "gateway.networking.k8s.io/v1"
CLASS = Ref(GATEWAY_API, "GatewayClass", "istio")
"""Of a Gateway that is looked up: Istio makes it by itself."""
PLAIN = {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "All"}}}

BODIES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("v1", "Namespace"): {},
    ("networking.k8s.io/v1", "IngressClass"): {"spec": {"controller": SOMEBODYS}},
    ("scheduling.k8s.io/v1", "PriorityClass"): {"value": 0},
    ("cert-manager.io/v1", "ClusterIssuer"): {"spec": {"selfSigned": {}}},
    ("external-secrets.io/v1", "ClusterSecretStore"): {"spec": {"provider": {"fake": {"data": []}}}},
    (GATEWAY_API, "Gateway"): {"spec": {"gatewayClassName": CLASS.name, "listeners": [PLAIN]}},
}
"""Kind -> the least that the API server takes, and its operator finds ready."""


class Somebodys:
    """What was looked up in the clusters so far; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[str, None] = {}
        self._sentences: dict[str, None] = {}

    def told(self) -> list[str]:
        """What was put there, for the run's report."""
        with self._lock:
            given = [f"looked up, and so taken as given: {', '.join(sorted(self._given))}"]
            return [*self._sentences, *(given if self._given else [])]

    def bring(self, client: Client, ref: Ref, say: Callable[[str], None]) -> Object | None:
        """The object, there now; None where its kind is not one that is taken as given. Raises Refused and ApiError."""
        if (ref.api_version, ref.kind) not in {*BODIES, DEFINITION}:
            return None
        with self._lock:
            try:
                live = self._bring(client, ref, say)
            except ToolError as error:
                raise Refused("Unavailable", str(error)) from error
            if live is not None:
                self._given[str(ref)] = None
            return live

    def _bring(self, client: Client, ref: Ref, say: Callable[[str], None]) -> Object | None:
        if found := client.find(ref):
            return found
        if (ref.api_version, ref.kind) == DEFINITION:
            self._define(client, ref.name.partition(".")[2], say)
            return client.find(ref)
        try:
            client.resource(ref)
        except NoKindMatch:
            self._define(client, ref.api_version.partition("/")[0], say)
        if ref.kind == "Gateway" and client.find(CLASS) is None:
            make(client, _object(CLASS, {"spec": {"controllerName": "istio.io/gateway-controller"}}), OTHERS)
        return make(client, _object(ref, BODIES[ref.api_version, ref.kind]), OTHERS)

    def _define(self, client: Client, group: str, say: Callable[[str], None]) -> None:
        """Bring the kinds of a group, and return when they can be used."""
        made = [
            (one, client.apply(one, OTHERS, force=True))
            for one in definitions.of_groups([group], say, self._remember)
        ]
        for one, live in made:
            awaiting.wait(client, one, live)

    def _remember(self, sentence: str) -> None:
        self._sentences[sentence] = None


def _object(ref: Ref, body: Mapping[str, Any]) -> Object:
    home = {"namespace": ref.namespace} if ref.namespace else {}
    return {"apiVersion": ref.api_version, "kind": ref.kind, "metadata": {"name": ref.name, **home}, **body}
