"""Finds and reads `Pulumi.<stack>.yaml`, with every encrypted value replaced by a placeholder of the same place.

The rehearsal never holds a real secret: `{secure: ...}` becomes a canary, a text that is made from the value's path and
occurs nowhere else, so that a leak of it can be seen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
CANARY = "canary-"
DROPPED = {"encryptionsalt", "encryptedkey", "secretsprovider"}


class StackFileError(Exception):
    """The stack's file is missing or cannot be read; the text is the whole message for the user."""


class Loader(yaml.SafeLoader):
    """YAML as the engine reads it: a date stays text, and a key given twice is an error."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's way to declare them
        first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key.value}' is given twice; keep one of them", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class StackFile:
    """One stack's configuration, ready to rehearse.

    `config` maps full keys (`groundwork:clusters`, `pulumi:disable-default-providers`) to plain values in which each
    secret is its canary. `secrets` maps the path of each secret, in the engine's notation
    (`groundwork:registry.token`, `groundwork:keys[0]`), to its canary. `defaults` are the project's own config values.
    `variables` are the environment variables that the stack reads credentials of its charts' mirror from, each with the
    canary that it holds in a rehearsal, whatever it holds outside. `root` is the folder of its project.
    """

    name: str
    project: str
    path: Path
    config: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    root: Path = ROOT

    @property
    def canaries(self) -> dict[str, str]:
        """Everything that must not be seen in plain text: where it comes from, and the canary that stands for it."""
        return {**self.secrets, **self.variables}

    @property
    def settings(self) -> dict[str, Any]:
        """The project's own namespace as one nested mapping: `groundwork:clusters` is under `clusters`. A secret is
        `{"secure": "[secret]"}`, so that who reads it knows it for one."""
        prefix = f"{self.project}:"
        values = {**self.defaults, **_marked(self.config, set(self.secrets.values()))}
        return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}

    @property
    def clusters(self) -> list[str]:
        """The names of the stack's clusters."""
        named = self.settings.get("clusters")
        return list(named) if isinstance(named, Mapping) else []


def known_stacks(root: Path = ROOT) -> list[str]:
    """The names of the stacks that have a file beside `Pulumi.yaml`, sorted."""
    return sorted(
        path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in root.glob("Pulumi.*.yaml")
    )


def find(name: str, root: Path = ROOT) -> StackFile:
    """The stack with that name. Raises StackFileError, naming the known ones, when it has no file."""
    if name not in known_stacks(root):
        raise StackFileError(f"There is no stack '{name}': {_choose(root)}")
    return read(root / f"Pulumi.{name}.yaml", root)


def required(root: Path = ROOT) -> StackFileError:
    """What to say when no stack was named."""
    return StackFileError(f"Which stack? Add --stack NAME or --config-file FILE: {_choose(root)}")


def project_of(path: Path) -> Path:
    """The folder of the project that a stack file is of: its own, where that is one inside of this, else this one."""
    own = path.resolve().parent
    return own if ROOT in own.parents and (own / "Pulumi.yaml").is_file() else ROOT


def read(path: Path, root: Path | None = None) -> StackFile:
    """The stack described by a file anywhere; `Pulumi.<stack>.yaml` names it, else the file's own name does."""
    root = root or project_of(path)
    content = _mapping(path)
    project = _mapping(root / "Pulumi.yaml")
    if "name" not in project:
        raise StackFileError(f"{root / 'Pulumi.yaml'} has no 'name'; add the project's name.")
    unexpected = sorted(set(content) - DROPPED - {"config"})
    if unexpected:
        raise StackFileError(
            f"{path} has '{unexpected[0]}', which a rehearsal cannot honour; it knows 'config' and the keys of encryption."
        )
    secrets: dict[str, str] = {}
    config = _keyed(path, content.get("config"), project["name"])
    for key in config:
        config[key] = _placeholders(config[key], key, secrets)
    variables = {name: _canary(name) for name in _credentials(config.get(f"{project['name']}:charts"))}
    declared = _keyed(root / "Pulumi.yaml", project.get("config"), project["name"])
    defaults = {key: value for key, entry in declared.items() if (value := _default(entry)) is not None}
    name = path.stem.removeprefix("Pulumi.")
    return StackFile(name, project["name"], path, config, secrets, defaults, variables, root)


def _choose(root: Path) -> str:
    known = known_stacks(root)
    if known:
        return f"the stacks in {root} are {', '.join(known)}."
    return f"{root} has no Pulumi.<stack>.yaml; `pulumi stack init NAME` makes one."


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise StackFileError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise StackFileError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise StackFileError(
            f"{where}: this is not YAML: {getattr(error, 'problem', None) or error}."
        ) from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise StackFileError(
            f"{path} holds {type(content).__name__}, expected keys and values such as 'config:'."
        )
    return content


def _keyed(path: Path, config: Any, project: str) -> dict[str, Any]:
    if config is None:
        return {}
    if not isinstance(config, dict):
        raise StackFileError(
            f"{path}: 'config' holds {type(config).__name__}, expected keys such as '{project}:clusters'."
        )
    return {key if ":" in str(key) else f"{project}:{key}": value for key, value in config.items()}


def _default(entry: Any) -> Any:
    if isinstance(entry, dict):
        return entry.get("value", entry.get("default"))
    return entry


def _credentials(charts: Any) -> list[str]:
    found = charts.get("credentials") if isinstance(charts, dict) else None
    return [name for name in found.values() if isinstance(name, str)] if isinstance(found, dict) else []


def _canary(path: str) -> str:
    return CANARY + hashlib.sha256(path.encode()).hexdigest()[:24]


def _placeholders(value: Any, path: str, secrets: dict[str, str]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            secrets[path] = _canary(path)
            return secrets[path]
        return {key: _placeholders(inner, _step(path, str(key)), secrets) for key, inner in value.items()}
    if isinstance(value, list):
        return [_placeholders(inner, f"{path}[{index}]", secrets) for index, inner in enumerate(value)]
    return value


def _marked(value: Any, canaries: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _marked(inner, canaries) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, canaries) for inner in value]
    return {"secure": "[secret]"} if isinstance(value, str) and value in canaries else value


def _step(path: str, key: str) -> str:
    return f"{path}.{key}" if key.replace("_", "").replace("-", "").isalnum() else f'{path}["{key}"]'
