"""Lets every operator of table.py answer, as soon as its kind is there, and again while what it waits for is not."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from rehearsal.life.following import ensure, follow, now, say
from rehearsal.life.operators.answers import Operator, conditions, controlled
from rehearsal.life.operators.table import OPERATORS
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
Kind = tuple[str, str]
EVERY = 1.0
"""Seconds between two looks at which kinds there are, and at who still waits for another object."""


class Operators:
    """The operators of one cluster."""

    def __init__(
        self, client: Client, stopped: threading.Event, operators: Mapping[Kind, Operator] = OPERATORS
    ) -> None:
        self._client, self._stopped, self._operators = client, stopped, operators
        self._following: set[Kind] = set()
        self._unsettled: dict[str, Ref] = {}

    def start(self) -> None:
        """Look for kinds and for what is unsettled, in a thread of its own."""
        threading.Thread(target=self._run, daemon=True, name="operators").start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            with suppress(ApiError, Unreachable):
                self._discover()
            for uid, ref in list(self._unsettled.items()):
                try:
                    self._answer("MODIFIED", self._client.get(ref))
                except ApiError as error:
                    if error.code == 404:
                        self._unsettled.pop(uid, None)
                except Unreachable:
                    break
            self._stopped.wait(EVERY)

    def _discover(self) -> None:
        if len(self._following) == len(self._operators):
            return
        there = {(one.api_version, one.kind) for one in self._client.discovery.resources()}
        for kind in (self._operators.keys() & there) - self._following:
            self._following.add(kind)
            threading.Thread(
                target=self._follow, args=(kind,), daemon=True, name=f"operator of {kind[1]}"
            ).start()

    def _follow(self, kind: Kind) -> None:
        follow(self._client, kind, self._answer, self._stopped)
        self._following.discard(kind)  # its definition has gone; it may come back

    def _find(self, api_version: str, kind: str, name: str, namespace: str) -> Object | None:
        return self._client.find(Ref(api_version, kind, name, namespace))

    def _answer(self, event: str, obj: Object) -> None:
        uid = obj["metadata"]["uid"]
        if event == "DELETED" or "deletionTimestamp" in obj["metadata"]:
            self._unsettled.pop(uid, None)
            return
        answer = self._operators[obj["apiVersion"], obj["kind"]](obj, self._find)
        for made in answer.makes:
            owner = {"ownerReferences": [controlled(obj)]} if answer.owned else {}
            ensure(self._client, {**made, "metadata": {**made["metadata"], **owner}})
        written = conditions(obj, answer.conditions, now())
        status = {**(answer.status or {}), **({"conditions": written} if written else {})}
        if answer.final:
            self._unsettled.pop(uid, None)
        else:
            self._unsettled[uid] = Ref.of(obj)
        say(self._client, obj, status)
