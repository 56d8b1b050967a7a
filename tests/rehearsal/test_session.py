"""A session shares nothing with its user or with another session."""

import os
from pathlib import Path

import pulumi
import pytest

from rehearsal.engine import Engine
from rehearsal.session import SessionError, engine_environment, last_words, session
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
