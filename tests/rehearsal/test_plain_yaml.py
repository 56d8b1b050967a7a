"""YAML that reads back as what was written."""

import random
from typing import Any

import pytest
import yaml

from rehearsal.plain_yaml import document

TEXTS = [
    "plain", "", " ", "a b", "a: b", "a:b", "a #b", "#a", "- a", "-", "yes", "No", "true", "null", "~", "1", "1.5", "0x1f", "1e5",
    "1_000",
    "12:30:45", "2026-01-01", "500m", "128Mi", "10s", "*", "&a", "!a", "@a", "`a", "|", ">", "%a", "'a'", '"a"', "a'b",
    "{a}",
    "[a]", "a,b", "a\\b", "\t", "é", "a\u2028b",
    "a\x07b", "line\n", "line\nline", "line\n\nline\n", "\nline", " indented\nline",
    "line \nline", "line\n\n", "a\r\nb", "=", "<<", ".inf", "y", "registry.example.com/app:1.0.0",
    "trailing ", "a: ",
    "a:", "NaN",
    "--- a", "...", "? a", "0o17", "+1", "emoji \U0001f600",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_reads_back(text: str) -> None:
    for value in ({"a": text}, {"a": [text, {"b": text}]}, {text: 1}):
        assert yaml.safe_load(document(value)) == value


def test_nested_data_reads_back() -> None:
    generator = random.Random(7)  # noqa: S311 - the same data in every run

    def any_value(depth: int) -> Any:
        choice = generator.randrange(8 if depth else 5)
        if choice < 5:
            return [generator.choice(TEXTS), 7, -1.5, None, True][choice]
        members = [any_value(depth - 1) for _ in range(generator.randrange(4))]
        return members if choice == 5 else {generator.choice(TEXTS): member for member in members}

    for _ in range(300):
        value = {f"key-{number}": any_value(4) for number in range(3)}
        assert yaml.safe_load(document(value)) == value


def test_it_reads_well() -> None:
    value = {
        "spec": {
            "size": "128Mi",
            "args": ["--flag=true", "run"],
            "empty": [],
            "none": {},
            "script": "one\ntwo\n",
        },
        "metadata": {"namespace": "b", "labels": {"z": "1", "a": "app"}, "name": "a"},
        "kind": "Thing",
        "apiVersion": "example.com/v1",
        "rules": [{"verbs": ["get"], "name": "first"}, [1, 2]],
    }

    assert document(value) == (
        "apiVersion: example.com/v1\n"
        "kind: Thing\n"
        "metadata:\n"
        "  name: a\n"
        "  namespace: b\n"
        "  labels:\n"
        "    a: app\n"
        '    z: "1"\n'
        "rules:\n"
        "  - name: first\n"
        "    verbs:\n"
        "      - get\n"
        "  - - 1\n"
        "    - 2\n"
        "spec:\n"
        "  args:\n"
        '    - "--flag=true"\n'
        "    - run\n"
        "  empty: []\n"
        "  none: {}\n"
        "  script: |\n"
        "    one\n"
        "    two\n"
        "  size: 128Mi\n"
    )


def test_nothing_is_an_empty_mapping() -> None:
    assert yaml.safe_load(document({})) == {}
