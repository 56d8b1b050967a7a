"""The engine is killed half way through: what it leaves, and the way back, which docs/runbooks/interrupted-up.md tells."""

import json
import os
import re
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import grpc
import pytest
import yaml
from pulumi.automation._server import LanguageServer
from pulumi.automation.errors import CommandError
from pulumi.runtime.proto import language_pb2_grpc

from rehearsal.engine import Engine
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.stackfile import ROOT
from tests.rehearsal.faults.conftest import Life, Living, said, steps
from tests.rehearsal.faults.programs import NAMESPACE, Thing, config_map, deployment

pytestmark = [
    pytest.mark.engine,
    pytest.mark.kubernetes,
    # The program's side of an engine that is gone has nobody to talk to.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

RUNBOOK = ROOT / "docs" / "runbooks" / "interrupted-up.md"
CANCEL = ("cancel", "--yes")
CLEAR = ("refresh", "--yes", "--clear-pending-creates")
IMPORT = (
    "import", "--file", "import.json", "--protect=false", "--generate-code=false", "--skip-preview", "--yes",
)  # fmt: skip
WEB = Ref("apps/v1", "Deployment", "web", "shop")


def test_a_killed_up_is_brought_to_where_an_up_changes_nothing(living: Living, engine: Engine) -> None:
    with living(checkpoints=True) as life:
        life.things.all = [NAMESPACE, config_map("settings"), unready("web"), config_map("last", "web")]
        killed(life, engine)

        state = life.session.state()
        assert names(state["resources"]) == ["shop", "settings"]
        assert [(names([op["resource"]]), op["type"]) for op in state["pending_operations"]] == [
            (["web"], "creating")
        ]
        life.things.all[2] = deployment("web", "settings")
        with pytest.raises(CommandError, match=r"the stack is currently locked by 1 lock\(s\)"):
            life.up()

        life.session.command(*CANCEL)
        assert "web: AlreadyExists: the API server refused to create Deployment shop/web" in said(
            life.fails()
        )

        life.session.command(*CLEAR)
        assert not life.session.state().get("pending_operations")
        adopt(life, {"web": "shop/web"})
        life.things.all[2] = deployment("web", "settings")
        assert "create last" in steps(life.up())
        assert steps(life.up()) == set()
        life.session.stack.preview(refresh=True, expect_no_changes=True)
        life.destroy()
        assert life.session.remaining() == []


def test_what_was_being_made_may_be_deleted_by_hand_instead(living: Living, engine: Engine) -> None:
    with living(checkpoints=True) as life:
        life.things.all = [NAMESPACE, config_map("settings"), unready("web")]
        killed(life, engine)
        life.session.command(*CANCEL)
        life.session.command(*CLEAR)

        life.client.delete(WEB)
        life.until(lambda: life.client.find(WEB) is None)

        life.things.all[2] = deployment("web", "settings")
        assert steps(life.up()) == {"create web"}
        assert steps(life.up()) == set()


def test_the_runbook_has_the_commands_that_were_tried_here() -> None:
    told = set(re.findall(r"^ +(pulumi .*)$", RUNBOOK.read_text(), re.MULTILINE))

    tried = {" ".join(["pulumi", *command]) for command in (CANCEL, CLEAR, IMPORT)}
    others = {
        "pulumi up",
        "pulumi preview --import-file import.json",
        "pulumi preview --refresh --expect-no-changes",
    }
    assert told == tried | others


def unready(name: str) -> Thing:
    """A Deployment for which there is no node."""
    thing = deployment(name, "settings")
    thing.inputs["spec"]["template"]["spec"]["nodeSelector"] = {"example.com/there": "not"}
    return thing


def killed(life: Life, engine: Engine) -> None:
    """Begin an up, and kill the engine while the Deployment is there and not ready."""
    failures: list[CommandError] = []

    def begin() -> None:
        try:
            life.up()
        except CommandError as error:
            failures.append(error)

    up = threading.Thread(target=begin)
    up.start()
    life.until(lambda: life.client.find(WEB))
    [process] = engines(life, engine)
    os.kill(process, signal.SIGKILL)
    up.join(300)
    assert "code: -9" in str(failures[0])


def engines(life: Life, engine: Engine) -> list[int]:
    """The session's running engines."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            ours = os.getpgid(int(process.name)) == life.session.providers.pid
            if ours and (process / "cmdline").read_bytes().startswith(os.fsencode(engine.command)):
                found.append(int(process.name))
    return found


def names(resources: list[dict[str, str]]) -> list[str]:
    return [r["urn"].rpartition("::")[2] for r in resources if not r["type"].startswith("pulumi:")]


def adopt(life: Life, ids: dict[str, str]) -> None:
    """Take what is there already into the state, by the file that a preview writes of all that it would make."""
    file = life.session.folder / "work" / "import.json"
    life.session.stack.preview(import_file=str(file))
    content = json.loads(file.read_text())
    there = [{**each, "id": ids[each["name"]]} for each in content["resources"] if each["name"] in ids]
    file.write_text(json.dumps({**content, "resources": there}))
    with program_at_hand(life):
        life.session.command(*IMPORT)


@contextmanager
def program_at_hand(life: Life) -> Iterator[None]:
    """`pulumi import` asks for the program's language even where it writes no program; a rehearsal has it in this process."""
    project = life.session.folder / "work" / "Pulumi.yaml"
    before = project.read_text()
    language = grpc.server(ThreadPoolExecutor(1))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageServer(life.things), language)
    address = f"127.0.0.1:{language.add_insecure_port('127.0.0.1:0')}"
    language.start()
    runtime = {"name": "client", "options": {"address": address}}
    project.write_text(yaml.safe_dump({**yaml.safe_load(before), "runtime": runtime}))
    try:
        yield
    finally:
        project.write_text(before)
        language.stop(None).wait()
