"""Alloy's configuration."""

import re

import pytest

from components.platform.alloy.config import REDACTED, SECRETS, events, pods

LOGS = pods("http://loki.example.com", "main", redact=True)
EVENTS = events("http://loki.example.com", "main")


@pytest.mark.parametrize("config", [LOGS, EVENTS])
def test_helms_templates_find_nothing_of_theirs_in_it(config: str) -> None:
    assert "{{" not in config
    assert "}}" not in config


@pytest.mark.parametrize("config", [LOGS, EVENTS])
def test_every_block_that_is_opened_is_closed_and_every_receiver_is_there(config: str) -> None:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", config)  # without texts
    assert bare.count("{") == bare.count("}")
    assert bare.count("[") == bare.count("]")
    for component, label in re.findall(r"\[(loki\.\w+)\.(\w+)\.receiver\]", config):
        assert f'{component} "{label}" {{' in config


def test_each_line_says_where_it_is_from() -> None:
    targets = re.findall(r'target_label\s+= "(\w+)"', LOGS)

    assert targets == ["namespace", "pod", "container", "app"]
    for config in (LOGS, EVENTS):
        assert 'external_labels = { cluster = "main" }' in config
        assert 'url = "http://loki.example.com/loki/api/v1/push"' in config


@pytest.mark.parametrize(
    ("name", "short", "app"),
    [("web", "", "web"), ("", "web", "web"), ("web", "other", "web"), ("", "", None)],
)
def test_an_app_is_named_by_the_recommended_label_else_by_the_short_one(
    name: str, short: str, app: str | None
) -> None:
    found = re.fullmatch(r"^;*([^;]+)(;.*)?$", f"{name};{short}")
    assert r"^;*([^;]+)(;.*)?$" in LOGS
    assert (found[1] if found else None) == app


def test_a_node_reads_its_own_pods_and_no_others() -> None:
    assert 'field = "spec.nodeName=" + sys.env("NODE_NAME")' in LOGS


def redacted(line: str) -> str:
    """As the stages do it: what a group matches is replaced, one after another."""
    for expression in SECRETS:
        line = re.sub(expression, lambda found: found[0].replace(found[1], REDACTED), line)
    return line


@pytest.mark.parametrize(
    "line",
    [
        "login password=SECRETVALUE ok",
        '{"api_key": "SECRETVALUE", "user": "ada"}',
        "Authorization: Bearer SECRETVALUE",
        "got eyJSECRETVALUE1.eyJSECRETVALUE2.SECRETVALUE3 from a client",
        f"key {'AKIA'}SECRETVALUE12345 was used",
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_a_line(line: str) -> None:
    assert "SECRETVALUE" not in redacted(line)
    assert REDACTED in redacted(line)


@pytest.mark.parametrize("line", ["GET /tokens 200", "the password was wrong", "basic checks passed"])
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert redacted(line) == line


def test_a_stack_may_have_its_lines_untouched() -> None:
    assert LOGS.count("stage.replace") == len(SECRETS)
    assert "stage.replace" not in pods("http://loki.example.com", "main", redact=False)
