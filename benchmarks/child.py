"""One measurement in a process of its own, so that its time and its memory are nobody else's.

    python -m benchmarks.child render WORKLOADS|staging     the whole of `render`, without writing files
    python -m benchmarks.child floor MODULES.json           the same imports, and an empty program
    python -m benchmarks.child engine configmaps|workloads N [checkpoints] [kubernetes]    preview, up, destroy
    python -m benchmarks.child life STACK|FILE              up, up again and destroy, on a real Kubernetes
    python -m benchmarks.child tool TOOL FILE               settings, capacity, render, answers or report, of a stack file
    python -m benchmarks.child plane                        a control plane, until it is ready
    python -m benchmarks.child build                        all that a rehearsal runs, from nothing

On the engine Kubernetes is simulated in memory where nothing else is said, and the engine writes its state once, at the end;
with `checkpoints` after each step.

Prints one line of JSON.
"""

import gc
import importlib
import json
import os
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any


def render(what: str) -> dict[str, Any]:
    from benchmarks.generated import stack_of
    from rehearsal.program import program
    from rehearsal.recording import record
    from rehearsal.stackfile import find

    stack = stack_of(int(what)) if what.isdigit() else find(what)
    recording = record(program(), {**stack.defaults, **stack.config}, stack.name, stack.project)
    return {"resources": len(recording.resources), "modules": sorted(sys.modules)}


def floor(modules: Path) -> dict[str, Any]:
    from rehearsal.recording import record

    for module in json.loads(modules.read_text()):
        with suppress(ImportError):
            importlib.import_module(module)
    return {"resources": len(record(lambda: None, {}, "staging").resources)}


def config_maps(count: int) -> Any:
    """A naive program: one provider, one namespace, and as many plain ConfigMaps as asked for."""
    import pulumi
    import pulumi_kubernetes as kubernetes

    def program() -> None:
        provider = kubernetes.Provider("main", kubeconfig="{}", cluster_identifier="main")
        opts = pulumi.ResourceOptions(provider=provider)
        namespace = kubernetes.core.v1.Namespace("load", metadata={"name": "load"}, opts=opts)
        for number in range(count):
            kubernetes.core.v1.ConfigMap(
                f"load-{number}",
                metadata={"name": f"load-{number}", "namespace": namespace.metadata.name},
                data={"key": "value"},
                opts=opts,
            )

    return program


def engine(what: str, count: int, *options: str) -> dict[str, Any]:
    from benchmarks.generated import stack_of
    from rehearsal.control_plane import binaries
    from rehearsal.engine import find
    from rehearsal.program import program
    from rehearsal.session import session

    stack = stack_of(count if what == "workloads" else 0)
    made = program() if what == "workloads" else config_maps(count)
    kubernetes = binaries.find(tell) if "kubernetes" in options else None
    with session(stack, find(tell), made, kubernetes, checkpoints="checkpoints" in options) as live:
        verbs = ("up", "destroy") if kubernetes else ("preview", "up", "destroy")
        figures = operations(live, *verbs)
        if live.planes:
            figures["mebibytes"] = live.planes.peak()
    return {**figures, **processor()}


def life(name: str) -> dict[str, Any]:
    from rehearsal.control_plane import binaries
    from rehearsal.ending import released
    from rehearsal.engine import find
    from rehearsal.program import program
    from rehearsal.session import session
    from rehearsal.stackfile import find as stack_file
    from rehearsal.stackfile import read

    stack = read(Path(name)) if name.endswith(".yaml") else stack_file(name)
    found = find(tell), binaries.find(tell)
    with session(stack, found[0], program(), found[1]) as live:
        figures = operations(live, "up")
        again = operations(live, "up")
        if again["resources"]:
            sys.exit(f"{name}: {again['resources']} resources changed in an up that should change nothing")
        figures["again"] = again["up"]
        # As a user would: a cluster that protects itself goes only after an up that says it may.
        live.reconfigure(lambda config: released(config, stack.project))
        operations(live, "up")
        live.command("state", "unprotect", "--all", "--yes")
        figures["destroy"] = operations(live, "destroy")["destroy"]
        assert live.planes is not None
        figures |= {"ready": live.planes.seconds, "mebibytes": live.planes.peak()}
    return {**figures, **processor()}


def tool(what: str, file: Path) -> dict[str, Any]:
    """One tool on one stack file, from its first import on. There is nothing to tell of it but how long it takes."""
    from rehearsal.__main__ import main
    from rehearsal.capacity.table import carried
    from rehearsal.stackfile import read
    from settings import load
    from stacks import CATALOGUE

    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()) as shown:
        match what:
            case "settings":
                load.warnings(load.parse(read(file).settings, CATALOGUE))
            case "capacity":
                carried(read(file))
            case "render" | "answers" | "report":
                out = ["--out", folder] if what == "render" else []
                if code := main([what, "--config-file", str(file), *out]):
                    sys.exit(f"{what} of {file} ended with exit code {code}: {shown.getvalue()}")
            case _:
                sys.exit(__doc__)
    return {}


def operations(live: Any, *verbs: str) -> dict[str, Any]:
    """The wall seconds of each, and of the first how many resources it was about."""
    from rehearsal.journal import Journal
    from rehearsal.operation import QUIET

    figures: dict[str, Any] = {}
    for verb in verbs:
        journal = Journal()
        getattr(live.stack, verb)(on_event=journal.record, **QUIET)
        journal.finish()
        figures[verb] = journal.seconds
        figures.setdefault("resources", len(journal.changes))
    return figures


def processor() -> dict[str, float]:
    """The processor seconds of this process and of all that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"processor": sum(each.ru_utime + each.ru_stime for each in used)}


def plane() -> dict[str, Any]:
    from rehearsal.control_plane import binaries
    from rehearsal.control_plane.planes import Planes
    from rehearsal.janitor import Janitor
    from rehearsal.session import STAGES

    programs = binaries.find(tell)
    with (
        tempfile.TemporaryDirectory() as folder,
        Janitor(Path(folder) / "plane") as janitor,
        Planes(janitor, janitor.folder / "kubernetes", programs) as planes,
    ):
        planes.start(1, STAGES, life=False)
        planes.wait()
        figures = {"resources": 0, "ready": planes.seconds, "mebibytes": planes.peak()}
    return {**figures, **processor()}


def build() -> dict[str, Any]:
    """With a build cache of its own, so that nothing is found; modules that were fetched before are there."""
    from rehearsal import engine as engines
    from rehearsal.control_plane.binaries import TOOLS
    from rehearsal.toolchain import all_built

    figures: dict[str, Any] = {"resources": 0}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GROUNDWORK_CACHE": folder, "GOCACHE": f"{folder}/go"}
        for what, tools in (("engine", [engines.TOOL]), ("kubernetes", TOOLS)):
            started = time.monotonic()
            all_built(tools, tell, environment)
            figures[what] = time.monotonic() - started
    return {**figures, **processor()}


def tell(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    gc.disable()  # as the rehearsal's command line does
    match sys.argv[1:]:
        case ["render", what]:
            print(json.dumps(render(what)))
        case ["floor", modules]:
            print(json.dumps(floor(Path(modules))))
        case ["engine", what, count, *options]:
            print(json.dumps(engine(what, int(count), *options)))
        case ["life", name]:
            print(json.dumps(life(name)))
        case ["tool", what, file]:
            print(json.dumps(tool(what, Path(file))))
        case ["plane"]:
            print(json.dumps(plane()))
        case ["build"]:
            print(json.dumps(build()))
        case _:
            sys.exit(__doc__)
