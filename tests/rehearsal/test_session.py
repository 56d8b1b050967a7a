"""A session shares nothing with its user or with another session."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.proto.engine_pb2_grpc import EngineStub

from rehearsal.control_plane.access import read
from rehearsal.control_plane.binaries import Binaries
from rehearsal.engine import Engine
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.session import SessionError, ask, engine_environment, last_words, session
from rehearsal.stackfile import StackFile
from tests.rehearsal.conftest import CANARY

SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "mine",
    "KUBECONFIG": "/mine",
    "PULUMI_ACCESS_TOKEN": "mine",
    "GITHUB_TOKEN": "mine",
}


def test_the_engine_sees_nothing_of_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    given = engine_environment(tmp_path, {"aws": 1, "kubernetes": 2})

    assert not SECRETS.keys() & given.keys()
    assert given["HOME"] == given["PULUMI_HOME"] == str(tmp_path / "home")
    assert given["PULUMI_DEBUG_PROVIDERS"] == "aws:1,kubernetes:2"
    assert given["PULUMI_CONFIG_PASSPHRASE"] != engine_environment(tmp_path, {})["PULUMI_CONFIG_PASSPHRASE"]


def test_a_log_ends_in_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("\n".join(f"line {n}" for n in range(100)))

    assert last_words(log).splitlines()[0] == "  line 85"
    assert last_words(tmp_path / "missing") == "  (nothing)"


@pytest.mark.engine
def test_the_program_sees_no_credential_and_its_configuration_with_secrets_marked(
    engine: Engine, stack: StackFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, object] = {}

    def program() -> None:
        config = pulumi.runtime.config
        seen.update(
            colour=config.get_config("groundwork:colour"), token=config.get_config("groundwork:token"),
            secret=config.is_config_secret("groundwork:token"), leaked=SECRETS.keys() & os.environ.keys(),
        )  # fmt: skip

    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    with session(stack, engine, program) as live:
        live.stack.up()
        assert CANARY not in "".join(path.read_text() for path in live.folder.rglob("*") if path.is_file())
        folder = live.folder

    assert seen == {"colour": "blue", "token": CANARY, "secret": True, "leaked": set()}
    assert not folder.exists()
    assert dict(os.environ) == before


@pytest.mark.engine
def test_two_sessions_at_once_do_not_meet(engine: Engine, stack: StackFile) -> None:
    with session(stack, engine, lambda: None) as one, session(stack, engine, lambda: None) as two:
        one.stack.up()
        assert one.folder != two.folder
        assert len(one.state()["resources"]) == 1
        assert not two.state().get("resources")


@pytest.mark.engine
def test_a_simulation_that_has_died_is_told_with_its_last_words(engine: Engine, stack: StackFile) -> None:
    with session(stack, engine, lambda: None) as live:
        live.log.write_text("Traceback\nKeyError: 'x'\n")
        live.providers.kill()
        live.providers.wait()
        with pytest.raises(
            SessionError,
            match=r"simulates the clouds has ended\. Its last words:\n  Traceback\n  KeyError: 'x'",
        ):
            live.remaining()


@pytest.mark.engine
@pytest.mark.kubernetes
def test_each_cluster_of_a_stack_is_a_kubernetes_of_its_own(
    engine: Engine, stack: StackFile, programs: Binaries
) -> None:
    two = replace(stack, config={**stack.config, "groundwork:clusters": {"one": {}, "two": {}}})

    def program() -> None:
        for name in ("one", "two"):
            cluster = pulumi.ProviderResource(
                "kubernetes", name, {"kubeconfig": "{}", "clusterIdentifier": name}
            )
            inputs = {"metadata": {"name": "settings", "namespace": "default"}, "data": {"cluster": name}}
            options = pulumi.ResourceOptions(provider=cluster)
            pulumi.CustomResource("kubernetes:core/v1:ConfigMap", f"in-{name}", inputs, options)

    settings = Ref("v1", "ConfigMap", "settings", "default")
    with session(two, engine, program, programs) as live:
        assert live.planes is not None
        assert read(live.folder / "planes.json") == live.planes.access
        live.stack.up()
        clients = [Client(access) for access in live.planes.access]
        assert {client.get(settings)["data"]["cluster"] for client in clients} == {"one", "two"}
        assert len([left for left in live.remaining() if left.type.endswith(":ConfigMap")]) == 2
        live.stack.destroy()
        assert [client.find(settings) for client in clients] == [None, None]
        assert live.remaining() == []


@pytest.mark.engine
@pytest.mark.kubernetes
@pytest.mark.parametrize("autoscaled", [True, False])
def test_autoscalers_work_where_the_session_is_told_so(
    autoscaled: bool, engine: Engine, stack: StackFile, programs: Binaries
) -> None:
    one = replace(stack, config={**stack.config, "groundwork:clusters": {"one": {}}})

    with session(one, engine, lambda: None, programs, autoscaled=autoscaled) as live:
        assert live.planes is not None
        command = live.planes.planes[0].commands["kube-controller-manager"]

    assert ("--horizontal-pod-autoscaler-sync-period=2s" in command) == autoscaled


@pytest.mark.engine
def test_a_question_that_the_simulation_cannot_answer_is_an_error_and_no_end(
    engine: Engine, stack: StackFile
) -> None:
    with session(stack, engine, lambda: None) as live:
        with pytest.raises(SessionError, match=r"^What exists cannot be told: 'nonsense'$"):
            ask(live.providers, live.log, "nonsense")
        assert live.remaining() == []


@pytest.mark.engine
def test_the_engine_of_a_session_hears_no_debug_messages(
    engine: Engine, stack: StackFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = EngineStub.__init__
    heard: list[int] = []

    def watched(self: Any, channel: Any) -> None:
        made(self, channel)
        log = self.Log

        def told(request: Any) -> Any:
            heard.append(request.severity)
            return log(request)

        self.Log = told

    monkeypatch.setattr(EngineStub, "__init__", watched)

    def program() -> None:
        del heard[:]  # what comes before a program
        pulumi.log.debug("registering")
        pulumi.log.warn("too small")

    with session(stack, engine, program) as live:
        live.stack.preview()

    assert heard == [engine_pb2.WARNING]


@pytest.mark.engine
def test_a_stack_without_clusters_starts_no_kubernetes(engine: Engine, stack: StackFile) -> None:
    nothing = Path("not", "there")
    programs = Binaries(nothing, nothing, nothing, nothing, nothing, {})

    with session(stack, engine, lambda: None, programs) as live:
        assert live.planes is None
