"""What the modules of applications make of their settings, and mistakes in it with the line of the module where they are."""

import inspect
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from settings import slo, workload
from settings.application import ApplicationSettings
from settings.explain import explain
from settings.workload import WorkloadSpec

_ROOT = Path(__file__).resolve().parent.parent
_DESCRIBED = {**vars(slo), **vars(workload)}


def unmade(model: type[ApplicationSettings]) -> str:
    """What keeps an application's class from being used at all; empty when nothing does."""
    lacking = sorted(getattr(model, "__abstractmethods__", ()))
    return (
        f"the class {model.__name__} has no {lacking[0]}(), expected a method that returns a tuple of WorkloadSpec"
        if lacking
        else ""
    )


def mistakes(application: ApplicationSettings) -> tuple[list[str], bool]:
    """What is wrong with what a module describes, each line for behind the application's path, and whether it can be read: it
    cannot where Python stopped."""
    try:
        specs: object = application.workloads()
        application.accounts()
    except ValidationError as error:
        where = f"{place(error, inspect.getfile(type(application)))}, {error.title}"
        lines = explain(error, _DESCRIBED.get(error.title), "")
        return [f", as the workload it describes ({where}): {line}" for line in lines], True
    except Exception as error:  # noqa: BLE001 - a module is somebody's own, and may fail in any way
        where = place(error, inspect.getfile(type(application)))
        got = f"{type(error).__name__}: {error}"
        return [f": expected its module to describe its workloads, got at {where} {got}"], False
    if isinstance(specs, tuple) and all(isinstance(one, WorkloadSpec) for one in specs):
        return [], True
    got = f"a {type(specs).__name__}"
    return [
        f": expected its workloads() to return a tuple of WorkloadSpec, such as (server,), got {got}"
    ], False


def untaken(applications: Mapping[str, ApplicationSettings]) -> Iterator[str]:
    """What a stack file says and no workload of the module takes."""
    for name, application in applications.items():
        with suppress(ValidationError):  # told already
            specs = application.workloads()
            for setting in ("candidate", "slo"):
                if getattr(application, setting) and not any(getattr(spec, setting) for spec in specs):
                    yield (
                        f"applications.{name}.{setting}: expected one workload that takes it, got none: its module passes it on "
                        f"with {setting}=self.{setting}, or the stack file leaves it out"
                    )


def place(error: BaseException, beside: str) -> str:
    """Where an error came from: the innermost line in the folder of the file `beside`, by its path in the project."""
    folder = Path(beside).resolve().parent
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno or 0
    else:
        frames = [
            (frame.filename, frame.lineno or 0)
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).resolve().parent == folder
        ]
        file, line = frames[-1] if frames else (beside, 0)
    path = Path(file).resolve()
    told = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path
    return f"{told}, line {line}" if line else str(told)
