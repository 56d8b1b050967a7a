"""One measurement in a process of its own, so that its time and its memory are nobody else's.

    python -m benchmarks.child render WORKLOADS|staging     the whole of `render`, without writing files
    python -m benchmarks.child floor MODULES.json           the same imports, and an empty program
    python -m benchmarks.child engine configmaps|workloads N    preview and up on the engine

Prints one line of JSON.
"""

import gc
import importlib
import json
import sys
from contextlib import suppress
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


def engine(what: str, count: int) -> dict[str, Any]:
    from benchmarks.generated import stack_of
    from rehearsal.engine import find
    from rehearsal.journal import Journal
    from rehearsal.program import program
    from rehearsal.session import session

    stack = stack_of(count if what == "workloads" else 0)
    made = program() if what == "workloads" else config_maps(count)
    figures: dict[str, Any] = {}
    with session(stack, find(lambda line: print(line, file=sys.stderr)), made) as live:
        for name, operation in (
            ("preview", live.stack.preview),
            ("up", live.stack.up),
            ("destroy", live.stack.destroy),
        ):
            journal = Journal()
            operation(on_event=journal.record, suppress_progress=True, suppress_outputs=True, color="never")
            journal.finish()
            figures[name] = journal.seconds
            figures.setdefault("resources", len(journal.changes))
    return figures


if __name__ == "__main__":
    gc.disable()  # as the rehearsal's command line does
    match sys.argv[1:]:
        case ["render", what]:
            print(json.dumps(render(what)))
        case ["floor", modules]:
            print(json.dumps(floor(Path(modules))))
        case ["engine", what, count]:
            print(json.dumps(engine(what, int(count))))
        case _:
            sys.exit(__doc__)
