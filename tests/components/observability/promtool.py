"""Prometheus' own judgement of rules and expressions: promtool, built like the other tools."""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from rehearsal.toolchain import Tool

TOOL = Tool("promtool", "promtool", "github.com/prometheus/prometheus/cmd/promtool", "0.315.0")

_MARK = '__expression__="marked"'
_NAME = re.compile(r"([A-Za-z_:][A-Za-z0-9_:]*)\{(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*" + _MARK)
_END = "end_of_expression"
MINUTE: Mapping[int, str] = {}


def _run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)


def check_rules(promtool: Path, rules: Path) -> str:
    """What `promtool check rules` has against a file of rules; empty when it has nothing."""
    done = _run([promtool, "check", "rules", "--lint=all", "--lint-fatal", rules])
    return "" if done.returncode == 0 else done.stdout + done.stderr


def run_tests(
    promtool: Path, rules: Mapping[str, object], tests: Sequence[object], folder: Path
) -> dict[str, str]:
    """Runs promtool's unit tests, whose names must differ; what went wrong by name, empty where nothing did."""
    return run_files(promtool, [(rules, tests)], folder)


def run_files(
    promtool: Path,
    files: Sequence[tuple[Mapping[str, object], Sequence[object]]],
    folder: Path,
    every: Mapping[int, str] = MINUTE,
) -> dict[str, str]:
    """As run_tests, for several files of rules in one call. A test computes every rule of its file, so small files are fast.

    every: number of a file -> between two evaluations of its rules, a minute where it says nothing.
    """
    paths = []
    for number, (rules, tests) in enumerate(files):
        (folder / f"rules-{number}.yaml").write_text(yaml.safe_dump(rules))
        interval = every.get(number, "1m")
        whole = {"rule_files": [f"rules-{number}.yaml"], "evaluation_interval": interval, "tests": tests}
        paths.append(folder / f"tests-{number}.yaml")
        paths[-1].write_text(yaml.safe_dump(whole, sort_keys=False))
    report = folder / "report.xml"
    done = _run([promtool, "test", "rules", f"--junit={report}", *paths])
    assert report.exists(), done.stdout + done.stderr
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - promtool's own words
    return {case.get("name", ""): "\n".join(x.text or "" for x in case) for case in cases}


def metrics(promtool: Path, expressions: Sequence[str]) -> list[set[str]]:
    """The metrics that each expression names. Raises ValueError for the first that PromQL does not know how to read.

    promtool lists no names, but adds a matcher to every selector, and that shows where the selectors are. It is asked once for
    all of them, with a marker behind each.
    """
    whole = " or ".join(f"({expression}) or {_END}" for expression in expressions)
    done = _run(
        [
            promtool,
            "--experimental",
            "promql",
            "label-matchers",
            "set",
            whole,
            *_MARK.replace('"', "").split("="),
        ]
    )
    if done.returncode != 0:
        for expression in expressions:
            one = _run([promtool, "--experimental", "promql", "format", expression])
            if one.returncode != 0:
                raise ValueError(f"{expression}: {one.stderr.strip()}")
        raise ValueError(done.stderr)
    found: list[set[str]] = [set()]
    for name in _NAME.findall(done.stdout):
        if name == _END:
            found.append(set())
        else:
            found[-1].add(name)
    return found[:-1]
