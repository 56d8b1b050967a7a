"""One install or one upgrade of a release: what is made, what goes, and what Helm's record says afterwards."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import hooks, record
from rehearsal.providers.kubernetes.releases.content import Content, Identity
from rehearsal.providers.kubernetes.releases.installing import Failed, Installation
from rehearsal.providers.kubernetes.releases.outputs import outputs
from rehearsal.providers.kubernetes.releases.record import Record
from rehearsal.providers.kubernetes.resource import Made, Request

TIMEOUT = 300
"""Seconds for each of Helm's waits, unless the program says otherwise (defaultTimeoutSeconds)."""


@dataclass
class Attempt:
    """One install or upgrade, which becomes revision `revision`."""

    client: Client
    release: Identity
    request: Request
    revision: int

    def __post_init__(self) -> None:
        self.installation = Installation(self.client, self.release, seconds(self.request), self.request.say)

    def run(self, wanted: Content, before: Sequence[Object]) -> None:
        """Make what is wanted, and remove what was there before and is not any more. Raises Failed."""
        inputs, work = self.request.inputs, self.installation
        moments = ("pre-upgrade", "post-upgrade") if self.revision > 1 else ("pre-install", "post-install")
        hooked = (
            ()
            if inputs.get("disableWebhooks" if self.revision == 1 else "disableCRDHooks") is True
            else wanted.hooks
        )
        if self.revision == 1:
            work.define(wanted.folder)
        if not before and (foreign := list(work.foreign(wanted.objects))):
            raise Failed(foreign)
        self._write(wanted, "pending-upgrade" if self.revision > 1 else "pending-install")
        hooks.run(work, hooked, moments[0])
        work.make(wanted.objects)
        names = {_name(work, one) for one in wanted.objects}
        work.remove([one for one in before if _name(work, one) not in names])
        if inputs.get("skipAwait") is not True or inputs.get("atomic") is True:
            work.ready(wanted.objects, jobs=inputs.get("waitForJobs") is True)
        hooks.run(work, hooked, moments[1])

    def back(self, old: Sequence[Object], new: Sequence[Object]) -> None:
        """Make the old objects again, and remove those that only the new ones had."""
        work = self.installation
        work.make([one for one in old if one["kind"] != "Secret" or "data" in one or "stringData" in one])
        names = {_name(work, one) for one in old}
        work.remove([one for one in new if _name(work, one) not in names])

    def outdated(self, history: Sequence[Record]) -> list[Record]:
        """Mark the revision before as superseded, and name those beyond what the program wants to keep."""
        for one in history[:1]:
            record.write(self.client, Record(**{**one.__dict__, "status": "superseded"}))
        most = self.request.inputs.get("maxHistory")
        return list(history[int(most) - 1 :]) if isinstance(most, int) and most > 0 else []

    def deployed(self, wanted: Content) -> Made:
        """The release is as wanted."""
        return self._made(self._write(wanted, "deployed"), wanted)

    def failed(self, wanted: Content, failed: Failed) -> Made:
        """The release is there, but not as wanted."""
        kept = self._write(wanted, "failed", str(failed))
        made = self._made(kept, wanted)
        return Made(made.id, made.outputs, made.inputs, (f"the release {self.release.id} failed: {failed}",))

    def _write(self, wanted: Content, status: str, description: str = "") -> Record:
        kept = Record(
            self.release.name, self.release.namespace, self.revision, status,
            [self._placed(one) for one in wanted.objects], wanted.chart, description,
        )  # fmt: skip
        record.write(self.client, kept)
        return kept

    def _placed(self, one: Object) -> Object:
        try:
            return self.installation.placed(one)
        except Failed:
            return one

    def _made(self, kept: Record, wanted: Content) -> Made:
        return Made(self.release.id, {**self.request.inputs, **outputs(kept)}, self.request.inputs)


def seconds(request: Request) -> float:
    """Helm's time limit for each of its waits."""
    given = request.inputs.get("timeout")
    return float(given) if isinstance(given, (int, float)) and given > 0 else float(TIMEOUT)


def _name(work: Installation, one: Object) -> tuple[str, str, str, str]:
    """What an object is known by, whichever version of its group it is written in."""
    with suppress(Failed):
        one = work.placed(one)
    ref = Ref.of(one)
    return ref.api_version.rpartition("/")[0], ref.kind, ref.namespace, ref.name
