"""kubernetes:helm.sh/v3:Release on a real control plane, as pulumi-kubernetes 4.3x does it.

Source: provider/pkg/provider/helm_release.go. Not as there: the chart is not fetched, but stood in for or read from a file, so
what is told before the cluster is asked (check) comes from the inputs alone; a workload's pods are judged before it is made; an
object that was changed by hand since is put back by force.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from rehearsal.providers.difference import differences
from rehearsal.providers.kubernetes.client import Client, Object
from rehearsal.providers.kubernetes.managers import HELM
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import hooks, record
from rehearsal.providers.kubernetes.releases.attempt import Attempt, seconds
from rehearsal.providers.kubernetes.releases.content import Content, Identity, content
from rehearsal.providers.kubernetes.releases.installing import Failed, Installation
from rehearsal.providers.kubernetes.releases.outputs import outputs
from rehearsal.providers.kubernetes.releases.record import Record
from rehearsal.providers.kubernetes.resource import Change, Made, Request
from rehearsal.simulation.kinds import UNKNOWN, Failure, Refused
from rehearsal.simulation.kubernetes import releases as simulated
from rehearsal.simulation.kubernetes.charts import chart_name, is_local
from rehearsal.simulation.kubernetes.stand_ins import CHARTS, unknown
from rehearsal.toolchain import ToolError

REPLACES = ("name", "namespace")


class Releases:
    """The handler of releases; safe to use from several threads. `stand_in_kinds` collects what is only a stand-in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stand_ins: dict[str, None] = {}

    def stand_in_kinds(self) -> list[str]:
        """A sentence for each kind of custom resources that was not judged by its own definition, in this process so far."""
        with self._lock:
            return sorted(self._stand_ins)

    def check(self, request: Request) -> Iterator[Failure]:
        """What the inputs tell by themselves; a chart that is neither known nor a file is told here, before anything is made."""
        yield from simulated.check(request.inputs)
        chart = request.inputs.get("chart")
        if isinstance(chart, str) and is_local(chart):
            if not Path(chart).expanduser().exists():
                yield Failure(
                    "chart", f"Invalid value: there is no {chart}; it is looked for from {Path.cwd()}"
                )
        elif isinstance(chart, str) and chart_name(chart) not in CHARTS:
            yield Failure("chart", unknown(chart_name(chart)))

    def diff(self, client: Client, request: Request) -> Change:
        """The inputs that differ; only name and namespace mean another release."""
        paths = list(differences(request.olds, request.inputs))
        changed = {path.split(".")[0].split("[")[0] for path, _ in paths}
        return Change(paths, tuple(path for path in REPLACES if path in changed))

    def create(self, client: Client, request: Request) -> Made:
        """Install it. With `atomic`, what a failed attempt made is removed again."""
        release = _identity(request)
        if request.preview:
            return Made("", {**request.inputs, "status": {"status": "deployed"}} if request.inputs else {})
        home(client, release, create=request.inputs.get("createNamespace") is True)
        if record.history(client, release.name, release.namespace):
            raise Refused("AlreadyExists", f"cannot re-use a name that is still in use: release {release.id}")
        wanted = self._content(client, release, request)
        attempt = Attempt(client, release, request, 1)
        try:
            attempt.run(wanted, ())
        except Failed as failed:
            if request.inputs.get("atomic") is True:
                self._purge(client, attempt, wanted, failed)
            return attempt.failed(wanted, failed)
        return attempt.deployed(wanted)

    def update(self, client: Client, request: Request) -> Made:
        """Upgrade it: what the new values no longer make goes. With `atomic`, a failed upgrade is rolled back; the program's
        wish is kept either way, so that the next `up` tries again."""
        release = _identity(request)
        history = record.history(client, release.name, release.namespace)
        if not history:
            raise Refused(
                "NotFound", f'"{release.name}" has no deployed releases; refresh, so that it is made anew'
            )
        before = next((one for one in history if one.status in {"deployed", "superseded"}), history[0])
        wanted = self._content(client, release, request, upgrade=True)
        attempt = Attempt(client, release, request, history[0].revision + 1)
        try:
            attempt.run(wanted, before.objects)
        except Failed as failed:
            reason = failed
            if request.inputs.get("atomic") is True:
                reason = self._roll_back(client, attempt, wanted, before, request, failed)
            return attempt.failed(wanted, reason)
        record.forget(client, attempt.outdated([before, *(one for one in history if one is not before)]))
        return attempt.deployed(wanted)

    def read(self, client: Client, request: Request) -> Made | None:
        """What Helm's record says; like the real one it does not look at the objects."""
        namespace, _, name = request.id.rpartition("/")
        history = record.history(client, name, namespace or "default")
        if not history:
            return None
        newest = history[0]
        inputs = request.inputs or {
            "name": newest.name, "namespace": newest.namespace, "chart": (newest.chart or {}).get("name", ""),
            "version": (newest.chart or {}).get("version", ""),
        }  # fmt: skip
        return Made(request.id, {**request.outputs, **inputs, **outputs(newest)}, inputs)

    def delete(self, client: Client, request: Request) -> None:
        """Uninstall it: what the chart keeps on purpose stays, everything else goes, and is waited for."""
        namespace, _, name = request.id.rpartition("/")
        release = Identity(name, namespace or "default")
        history = record.history(client, release.name, release.namespace)
        if not history:
            return
        attempt = Installation(client, release, seconds(request), request.say)
        known: dict[Ref, Object] = {}
        for revision in history:
            for one in revision.objects:
                known.setdefault(Ref.of(one), one)
        patient = request.inputs.get("atomic") is True or request.inputs.get("skipAwait") is not True
        wanted = self._hooks(client, release, request)
        try:
            hooks.run(attempt, wanted, "pre-delete")
            attempt.remove(known.values(), await_=patient)
            hooks.run(attempt, wanted, "post-delete")
            hooks.clear(attempt, wanted)
        except Failed as failed:
            raise Refused("UninstallFailed", f"the release {release.id} is not gone: {failed}") from failed
        record.forget(client, history)

    def _content(
        self, client: Client, release: Identity, request: Request, *, upgrade: bool = False
    ) -> Content:
        try:
            return content(client, release, request.inputs, request.say, self._remember, upgrade=upgrade)
        except ToolError as error:
            raise Refused("Unavailable", str(error)) from error

    def _hooks(self, client: Client, release: Identity, request: Request) -> Sequence[Object]:
        """The hooks of a chart that is at hand, and still is."""
        if request.inputs.get("disableWebhooks") is True or not is_local(request.inputs.get("chart")):
            return ()
        try:
            return self._content(client, release, request).hooks
        except Refused as refused:
            request.warn(f"the hooks of the release {release.id} are left out: {refused}")
            return ()

    def _remember(self, sentence: str) -> None:
        with self._lock:
            self._stand_ins[sentence] = None

    def _purge(self, client: Client, attempt: Attempt, wanted: Content, failed: Failed) -> None:
        release = attempt.release
        told = f"the release {release.id} failed, and has been uninstalled due to atomic being set: {failed}"
        try:
            attempt.installation.remove(wanted.objects)
            hooks.clear(attempt.installation, wanted.hooks)
        except Failed as left:
            told = f"{told}; not everything is gone: {left}"
        record.forget(client, record.history(client, release.name, release.namespace))
        raise Refused("ReleaseFailed", told) from failed

    def _roll_back(
        self,
        client: Client,
        attempt: Attempt,
        wanted: Content,
        before: Record,
        request: Request,
        failed: Failed,
    ) -> Failed:
        """Put the revision before in place again, and say whether that went well."""
        try:
            objects = before.objects
            if not is_local(request.olds.get("chart")):
                old = Request(**{**request.__dict__, "inputs": request.olds})
                objects = self._content(client, attempt.release, old, upgrade=True).objects
            attempt.back(objects, wanted.objects)
        except (Failed, Refused) as error:
            return Failed([*failed.reasons, f"and it could not be rolled back: {error}"])
        return Failed([*failed.reasons, f"rolled back to revision {before.revision} due to atomic being set"])


def home(client: Client, release: Identity, *, create: bool) -> None:
    """The release's namespace is there. Raises Refused where it is not, and the release is not to make it."""
    if client.find(Ref("v1", "Namespace", release.namespace)) is not None:
        return
    if not create:
        raise Refused(
            "NotFound", f'namespaces "{release.namespace}" not found; create it first, and depend on it'
        )
    labels = {"name": release.namespace}
    client.apply(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": release.namespace, "labels": labels}},
        HELM,
    )


def _identity(request: Request) -> Identity:
    namespace = request.inputs.get("namespace") or request.provider.get("namespace") or "default"
    return Identity(
        str(request.inputs.get("name") or request.name), "default" if namespace is UNKNOWN else str(namespace)
    )
