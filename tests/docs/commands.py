"""The commands that the pages have somebody type: those of shell blocks, and code within a sentence that begins like one."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rehearsal.stackfile import ROOT

PAGES = tuple(sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]))
KNOWN = Path(__file__).with_name("known.yaml")
BLOCK = re.compile(r"^ *```(sh|console)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")
ENDS = {"|", "||", "&", "&&", ";"}
DIRECTIONS = {"<", ">", ">>", ">&", "&>"}


@dataclass(frozen=True)
class Command:
    """One program with its words, without variables before it and without where it reads and writes."""

    page: str
    words: tuple[str, ...]
    writes: str = ""

    @property
    def program(self) -> str:
        return self.words[0]

    def __str__(self) -> str:
        return f"{self.page}: {' '.join(self.words)}"


@cache
def known() -> dict[str, Any]:
    """Programs, what each can be asked to do, and with which flags: reviewed by hand, from the programs' own help."""
    return dict(yaml.safe_load(KNOWN.read_text()))


@cache
def commands() -> tuple[Command, ...]:
    """Every command of every page."""
    return tuple(one for page in PAGES for one in of_page(str(page.relative_to(ROOT)), page.read_text()))


def of_page(page: str, text: str) -> Iterator[Command]:
    """The commands of one page."""
    blocks = BLOCK.findall(text)
    for kind, block in blocks:
        for line in lines(block):
            if kind == "sh" or line.startswith("$ "):
                yield from of_line(page, line.removeprefix("$ "))
    programs = {*known()["programs"], "pulumi", "python", "make"}
    for code in CODE.findall(BLOCK.sub("", text)):
        first = code.split()[0]
        if first.removeprefix(".venv/bin/") in programs and len(code.split()) > 1:
            yield from of_line(page, " ".join(code.split()))


def lines(block: str) -> list[str]:
    """The lines of a block, each whole: a command goes on where its line ends in \\ or in |."""
    whole = re.sub(r"(\\|(?<=\|))\n\s*", " ", block)
    return [line.strip() for line in whole.splitlines() if line.strip() and not line.strip().startswith("#")]


def of_line(page: str, line: str) -> Iterator[Command]:
    """The commands of one line: a pipe's, and those one after the other."""
    reader = shlex.shlex(re.sub(r"\$\([^)]*\)", "VALUE", line), posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    words: list[str] = []
    writes = ""
    tokens = list(reader)
    while tokens:
        token = tokens.pop(0)
        if token in DIRECTIONS:
            writes = tokens.pop(0) if token == ">" else writes
            tokens = tokens if token == ">" else tokens[1:]
        elif token in ENDS:
            yield from _one(page, words, writes)
            words, writes = [], ""
        else:
            words.append(token)
    yield from _one(page, words, writes)


def _one(page: str, words: list[str], writes: str) -> Iterator[Command]:
    while words and re.fullmatch(r"[A-Z][A-Z0-9_]*=.*", words[0]):
        words = words[1:]
    if words:
        yield Command(page, (words[0].removeprefix(".venv/bin/"), *words[1:]), writes)
