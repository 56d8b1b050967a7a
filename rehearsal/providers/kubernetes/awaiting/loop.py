"""Waiting until an object is ready: a judgement at each change of what is in sight, until it is ready or never will be."""

import time
from collections.abc import Callable, Iterable, Sequence

from rehearsal.providers.kubernetes.awaiting.feed import following
from rehearsal.providers.kubernetes.awaiting.kinds import Spec
from rehearsal.providers.kubernetes.awaiting.reasons import reasons
from rehearsal.providers.kubernetes.awaiting.sight import Sight
from rehearsal.providers.kubernetes.awaiting.verdict import Interest, Object, Verdict
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.ref import Ref

TICK = 0.25
"""Seconds between two looks when nothing has happened: how long a cancellation, and that something has settled, may go
unseen."""
AWAY = 60.0
"""Seconds for which an API server may be away."""
PATIENCE = 2.0
"""Seconds after which, and at most how often, the user is told what is waited for."""
LOOK = 10.0
"""Seconds after which the pods and events are looked at for the user, as often as the real one does; then after 20 more, 40
more and so on, for a look costs three requests and hundreds may wait."""

Say = Callable[[str], None]
Cancelled = Callable[[], bool]


class NotReady(Exception):
    """The object is there and is not ready: `reasons`, sentences, the first of which says it in short; `live`, its newest
    known state."""

    def __init__(self, reasons: Iterable[str], live: Object) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        self.live = live
        super().__init__("; ".join(self.reasons))


class Deleted(Exception):
    """The object was there, and somebody else has deleted it; `reasons`: the sentence that says so."""

    def __init__(self, reason: str) -> None:
        self.reasons = (reason,)
        super().__init__(reason)


def look(client: Client, spec: Spec, live: Object) -> tuple[str, ...]:
    """Why it is not ready now, without waiting; nothing when it is. Raises ApiError and Unreachable."""
    sight = _sight(spec, live)
    sight.refresh(client)
    # It was not made just now: what settles has settled.
    verdict = spec.judge(live, sight.around(spec.seconds, quiet=spec.seconds))
    return () if verdict.ready else _told(client, live, verdict, None)


def until_ready(
    client: Client, spec: Spec, live: Object, seconds: float, say: Say, cancelled: Cancelled
) -> Object:
    """The object as it is when it is ready. Raises NotReady after so many seconds, and at once when it never will be ready or
    the wait is cancelled; Deleted at once."""
    sight = _sight(spec, live)
    with following(client, sight):
        return _Wait(client, spec, live, sight, say).run(seconds, cancelled)


class _Wait:
    def __init__(self, client: Client, spec: Spec, live: Object, sight: Sight, say: Say) -> None:
        self.client = client
        self.spec = spec
        self.live = live
        self.sight = sight
        self.say = say
        self.begun = self.answered = time.monotonic()
        self.told_at = self.begun
        self.told: dict[bool, str] = {}
        self.look_at = self.begun + LOOK
        self.lacking = Verdict(False)

    def run(self, seconds: float, cancelled: Cancelled) -> Object:
        while True:
            error = self._read()
            if not error:
                verdict = self.lacking = self._judge()
                if verdict.ready:
                    for warning in verdict.warnings:
                        self.say(f"{Ref.of(self.live)}: {warning}")
                    return self.live
                if verdict.failed:
                    raise NotReady(_told(self.client, self.live, verdict, None), self.live)
            waited = time.monotonic() - self.begun
            if cancelled():
                raise NotReady(self._why("the wait for it was cancelled", waited), self.live)
            if error and time.monotonic() - self.answered > AWAY:
                raise NotReady((f"{Ref.of(self.live)}: {error}", *self.lacking.why), self.live)
            if waited >= seconds:
                raise NotReady(_told(self.client, self.live, self.lacking, waited), self.live)
            self._progress()
            self.sight.wait(min(TICK, seconds - waited))

    def _read(self) -> Unreachable | ApiError | None:
        try:
            self.sight.refresh(self.client)
        except (Unreachable, ApiError) as error:
            # Also a server that has just come back, and refuses until it has read its own rules.
            return error
        self.answered = time.monotonic()
        return None

    def _judge(self) -> Verdict:
        here = self.sight.of(self.sight.interests[0])
        same = [each for each in here if each["metadata"]["uid"] == self.live["metadata"]["uid"]]
        if not same:
            what = "was replaced by another of the same name" if here else "was deleted"
            raise Deleted(f"{Ref.of(self.live)} {what} by somebody else while it was waited for")
        self.live = same[0]
        return self.spec.judge(self.live, self.sight.around(time.monotonic() - self.begun))

    def _why(self, first: str, waited: float) -> Sequence[str]:
        return (f"{Ref.of(self.live)}: {first} after {waited:.0f} s", *self.lacking.why)

    def _progress(self) -> None:
        """Tell the user what has not been told yet: at first what is missing, from time to time all there is to say."""
        now = time.monotonic()
        wide = now >= self.look_at
        if not self.lacking.why or now - self.told_at < PATIENCE:
            return
        text = "; ".join(_told(self.client, self.live, self.lacking, None)) if wide else self.lacking.why[0]
        if wide:
            self.look_at = now + 2 * (now - self.begun)
        if text != self.told.get(wide):
            self.told[wide], self.told_at = text, now
            self.say(text if wide else f"{Ref.of(self.live)}: {text}")


def _sight(spec: Spec, live: Object) -> Sight:
    ref = Ref.of(live)
    return Sight([Interest(ref.api_version, ref.kind, ref.namespace, ref.name), *spec.related(live)])


def _told(client: Client, live: Object, verdict: Verdict, waited: float | None) -> tuple[str, ...]:
    first, *others = verdict.why or ("nothing is known of it, as the API server did not answer",)
    when = "" if waited is None else f" after {waited:.0f} s"
    return (f"{Ref.of(live)}: {first}{when}", *others, *reasons(client, live))
