"""`render`: what a stack would register, as files to read, to compare and to check. Needs no engine.

DIR/resources.json   every resource, sorted by URN, each secret as "[secret]"
DIR/releases.json    every Helm release
DIR/kubernetes/CLUSTER/*.yaml   every Kubernetes object, one file each

Two runs write the same bytes.
"""

import base64
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rehearsal.plain_yaml import document
from rehearsal.program import program
from rehearsal.recorded import Recorded, Recording, manifest
from rehearsal.recording import record
from rehearsal.simulation.kinds import Refused
from rehearsal.stackfile import ROOT, StackFile

RESOURCES, RELEASES, KUBERNETES = "resources.json", "releases.json", "kubernetes"


class RenderError(SystemExit):
    """The render cannot be made; the text is the whole message for the user, and the process ends with code 1."""


def render(stack: StackFile, out: Path | None = None) -> None:
    """Record the project's program with a stack's settings and write the files to `out`, by default build/render/STACK.

    Raises RenderError when a simulated service refuses what the program asks, when a secret would be written, or when
    `out` holds something else than an earlier render.
    """
    folder = out or ROOT / "build" / "render" / stack.name
    ours(folder)
    files = rendered(stack)
    for path, text in files.items():
        for secret, canary in stack.canaries.items():
            if canary in text or base64.b64encode(canary.encode()).decode() in text:
                reason = (
                    f"{path} would hold the secret {secret} in plain text; pass it on as a secret Output."
                )
                raise RenderError(reason)
    write(folder, files)
    counts = Counter("manifests" if path.startswith(KUBERNETES) else path for path in files)
    releases = len(json.loads(files[RELEASES]))
    print(
        f"{len(json.loads(files[RESOURCES]))} resources, {releases} releases and {counts['manifests']} manifests are in {folder}"
    )


def rendered(stack: StackFile) -> dict[str, str]:
    """The files of a render: path below the folder -> text."""
    return written(recording_of(stack))


def recording_of(stack: StackFile) -> Recording:
    """What the program registers with a stack's settings. Raises RenderError when a simulated service refuses it."""
    config = {**stack.defaults, **stack.config}
    secret = [
        key
        for key in config
        for path in stack.secrets
        if path == key or path.startswith((f"{key}.", f"{key}["))
    ]
    try:
        return record(program(stack.root), config, stack.name, stack.project, secret_keys=secret)
    except Refused as refusal:
        raise RenderError(f"The program asks for something that would be refused. {refusal}") from None


def written(recording: Recording) -> dict[str, str]:
    """The files that show a recording: path below the folder -> text."""
    resources = sorted(recording.resources, key=lambda r: r.urn)
    releases = sorted(recording.releases(), key=lambda r: (r["cluster"], str(r["namespace"]), str(r["name"])))
    files = {RESOURCES: as_json([described(r) for r in resources]), RELEASES: as_json(releases)}
    objects = sorted(recording.objects(), key=lambda r: r.urn)
    for path, recorded in zip(paths(objects), objects, strict=True):
        files[path] = document(manifest(recorded))
    return files


def as_json(value: object) -> str:
    """Indented JSON with sorted keys."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def described(recorded: Recorded) -> dict[str, Any]:
    """A resource as `resources.json` shows it."""
    return {
        "urn": recorded.urn,
        "type": recorded.type,
        "name": recorded.name,
        "provider": recorded.provider,
        "parent": recorded.parent,
        "dependencies": list(recorded.dependencies),
        "protect": recorded.protect,
        "retainOnDelete": recorded.retain_on_delete,
        "ignoreChanges": list(recorded.ignore_changes),
        "inputs": recorded.visible,
    }


def paths(objects: list[Recorded]) -> Iterator[str]:
    """A path for each object: cluster, then namespace, kind and name. The same path a second time gets a number."""
    seen: Counter[str] = Counter()
    for recorded in objects:
        whole = manifest(recorded)
        metadata = whole["metadata"]
        parts = [metadata.get("namespace"), whole.get("kind"), metadata.get("name")]
        name = "_".join(re.sub(r"[^A-Za-z0-9.\-]", "-", str(part)) for part in parts if part)
        path = f"{KUBERNETES}/{recorded.cluster or 'default'}/{name}"
        seen[path] += 1
        yield f"{path}.yaml" if seen[path] == 1 else f"{path}-{seen[path]}.yaml"


def ours(folder: Path) -> None:
    """Make sure that the folder may be replaced: it is empty, or not there, or an earlier render."""
    if folder.is_file():
        raise RenderError(f"{folder} is a file; name a folder for the render.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RESOURCES).is_file():
        reason = f"{folder} holds files that no render wrote (there is no {RESOURCES}); name an empty or a new folder."
        raise RenderError(reason)


def write(folder: Path, files: dict[str, str]) -> None:
    """Replace an earlier render in the folder by these files; anything else in it stays."""
    shutil.rmtree(folder / KUBERNETES, ignore_errors=True)
    made = set()
    for path, text in files.items():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_text(text, encoding="utf-8")
