"""A mistake in an application's own module is told with the line of the module, and without a traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from settings.application import ApplicationSettings
from settings.described import place, untaken
from settings.load import SettingsError, parse
from settings.workload import Caller, Job, WorkloadSpec
from tests.settings.placed import given
from tests.settings.stack import APPLICATION, EKS, PLATFORM
from tests.settings.workload.given import LEAST

CANDIDATE = {"image": "registry.example.com/app:1.1.0"}
HERE = Path(__file__)


class _Described(ApplicationSettings):
    """describe: what its workloads() does."""

    def workloads(self) -> Any:
        return self.describe()

    def describe(self) -> Any:
        raise NotImplementedError


def _told(describe: Callable[[], Any], **settings: Any) -> list[str]:
    """The lines about an application whose module does this."""

    class App(_Described):
        def describe(self) -> Any:
            return describe()

    return _refused(App, **settings)


def _refused(model: type[ApplicationSettings], **settings: Any) -> list[str]:
    config = {
        "clusters": {"main": EKS},
        "platform": PLATFORM,
        "applications": {"app": {**APPLICATION, **settings}},
    }
    with pytest.raises(SettingsError) as refused:
        parse(config, {"app": model})
    return [line.strip() for line in str(refused.value).splitlines()[1:]]


def _line(text: str) -> int:
    """Where a text stands first in this file."""
    return next(number for number, line in enumerate(HERE.read_text().splitlines(), 1) if text in line)


def _spec(**changes: Any) -> tuple[WorkloadSpec, ...]:
    return (WorkloadSpec(**{**LEAST, **changes}),)


def test_a_workload_that_disagrees_with_itself_is_told_with_the_line_that_describes_it() -> None:
    where = f"tests/settings/test_described.py, line {_line('return (WorkloadSpec(')}, WorkloadSpec"

    assert _told(lambda: _spec(probes={"port": "web"}), candidate=CANDIDATE) == [
        f"applications.app, as the workload it describes ({where}): probes.port names the port 'web', expected one of http"
    ]


def test_a_field_that_a_part_does_not_have_is_told_with_the_one_that_was_meant() -> None:
    (line,) = _told(lambda: Job(comand=("app", "migrate"), image="app:1"))  # type: ignore[call-arg]

    assert line.startswith(
        "applications.app, as the workload it describes (tests/settings/test_described.py, line "
    )
    assert line.endswith(", Job): comand is not known here; did you mean command?")


def test_a_part_that_is_missing_is_told_with_what_belongs_there() -> None:
    (line,) = _told(lambda: Caller(namespace="team"))  # type: ignore[call-arg]

    assert ", Caller): name is missing, expected " in line


def test_where_python_stops_the_line_is_told() -> None:
    assert _told(lambda: dict[str, str]()["database_url"]) == [
        (
            "applications.app: expected its module to describe its workloads, got at tests/settings/test_described.py, line "
            f"{_line('lambda: dict[')} KeyError: 'database_url'"
        )
    ]


@pytest.mark.parametrize(
    ("returned", "kind"), [(_spec()[0], "WorkloadSpec"), (None, "NoneType"), (("app",), "tuple")]
)
def test_what_is_no_tuple_of_workloads_is_told(returned: object, kind: str) -> None:
    assert _told(lambda: returned) == [
        "applications.app: expected its workloads() to return a tuple of WorkloadSpec, such as (server,), got a "
        + kind
    ]


def test_a_class_without_workloads_is_told() -> None:
    class Bare(ApplicationSettings):
        pass

    assert _refused(Bare) == [  # type: ignore[type-abstract]
        "applications.app: the class Bare has no workloads(), expected a method that returns a tuple of WorkloadSpec"
    ]


@pytest.mark.parametrize(("setting", "value"), [("candidate", CANDIDATE), ("slo", {"availability": 99.9})])
def test_a_setting_that_no_workload_takes_is_told(setting: str, value: object) -> None:
    (line,) = untaken({"app": given("app", {"candidate": None}, **{setting: value})})

    assert line == (
        f"applications.app.{setting}: expected one workload that takes it, got none: its module passes it on with "
        f"{setting}=self.{setting}, or the stack file leaves it out"
    )
    assert list(untaken({"app": given("app")})) == []
    assert line in _told(_spec, **{setting: value})


def test_an_error_of_python_s_own_grammar_has_its_place() -> None:
    with pytest.raises(SyntaxError) as error:
        compile("ports = {\n", str(HERE.parent / "app.py"), "exec")

    assert place(error.value, str(HERE)) == "tests/settings/app.py, line 1"


def test_an_error_from_elsewhere_is_placed_at_the_file_alone(tmp_path: Path) -> None:
    assert place(ValueError(), str(tmp_path / "app.py")) == str(tmp_path / "app.py")
