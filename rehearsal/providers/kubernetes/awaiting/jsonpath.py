"""JSONPath, as `pulumi.com/waitFor` needs it: what a path finds in an object.

The real provider reads these paths by RFC 9535 (github.com/theory/jsonpath), not by kubectl's dialect, so this is RFC 9535:
names, wildcards, indexes, slices, unions, `..` and filters; without its functions, which no wait needs. It is written here
because no library in the locks reads RFC 9535, and those on PyPI bring an expression engine of their own in C.
"""

import re
from collections.abc import Callable
from typing import Any

from rehearsal.providers.kubernetes.awaiting import selectors
from rehearsal.providers.kubernetes.awaiting.selectors import NOTHING, Selector, Test

Path = Callable[[Any], list[Any]]
Operand = Callable[[Any, Any], Any]

NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*")
SLICE = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?)?")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
COMPARISON = re.compile(r"==|!=|<=|>=|<|>")
LITERALS = {"true": True, "false": False, "null": None}


class Unreadable(ValueError):
    """An expression that is no JSONPath; the text says at which character, and what is expected there."""


def compile_path(text: str) -> Path:
    """The function that gives all that `text` (without its braces, like `.status.phase`) finds in an object. Raises
    Unreadable."""
    parser = _Parser(text)
    path = parser.segments()
    if parser.at < len(text):
        raise parser.expected("a dot or a bracket")
    return lambda root: list(path(root, root))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def expected(self, what: str) -> Unreadable:
        before, rest = self.text[: self.at], self.text[self.at : self.at + 20]
        return Unreadable(
            f"expected {what} at character {self.at + 1}, after {before!r}, not {rest or 'its end'!r}"
        )

    def take(self, text: str) -> bool:
        found = self.text.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def blank(self) -> None:
        while self.take(" "):
            pass

    def segments(self) -> Selector:
        steps: list[Selector] = []
        while self.at < len(self.text):
            if self.take(".."):
                steps.append(selectors.anywhere(self.bracket() if self.take("[") else self.shorthand()))
            elif self.take("."):
                steps.append(self.shorthand())
            elif self.take("["):
                steps.append(self.bracket())
            else:
                break
        return lambda value, root: selectors.through(steps, value, root)

    def shorthand(self) -> Selector:
        if self.take("*"):
            return selectors.children
        name = self.match(NAME)
        if not name or self.text.startswith(("-", "\\", "/"), self.at):
            raise self.expected(
                "a name of letters, digits and _, or * (other names are written ['like-this'])"
            )
        return selectors.member(name[0])

    def bracket(self) -> Selector:
        selectors = [self.selector()]
        while self.take(","):
            selectors.append(self.selector())
        if not self.take("]"):
            raise self.expected("a comma or ]")
        return lambda value, root: (found for each in selectors for found in each(value, root))

    def selector(self) -> Selector:
        self.blank()
        if self.take("*"):
            found: Selector = selectors.children
        elif self.take("?"):
            found = selectors.where(self.either())
        elif text := self.match(STRING):
            found = selectors.member(_unquote(text))
        elif part := self.match(SLICE):
            found = selectors.slice_of(*(int(each) if each else None for each in part.groups()))
        elif number := self.match(re.compile(r"-?\d+")):
            found = selectors.index(int(number[0]))
        else:
            raise self.expected("a quoted name, an index, a slice, * or a filter ?(...)")
        self.blank()
        return found

    def either(self) -> Test:
        tests = [self.both()]
        while self.take("||"):
            tests.append(self.both())
        return lambda value, root: any(test(value, root) for test in tests)

    def both(self) -> Test:
        tests = [self.basic()]
        while self.take("&&"):
            tests.append(self.basic())
        return lambda value, root: all(test(value, root) for test in tests)

    def basic(self) -> Test:
        self.blank()
        if self.take("!"):
            inner = self.basic()
            return lambda value, root: not inner(value, root)
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                raise self.expected("a closing parenthesis")
            self.blank()
            return inner
        return self.comparison()

    def comparison(self) -> Test:
        left, is_query = self.operand()
        self.blank()
        sign = self.match(COMPARISON)
        if not sign:
            if not is_query:
                raise self.expected("a comparison")
            return lambda value, root: left(value, root) is not NOTHING
        self.blank()
        right, _ = self.operand()
        self.blank()
        return lambda value, root: selectors.compare(sign[0], left(value, root), right(value, root))

    def operand(self) -> tuple[Operand, bool]:
        if self.take("@"):
            path = self.segments()
            return lambda value, root: next(iter(path(value, root)), NOTHING), True
        if self.take("$"):
            path = self.segments()
            return lambda _, root: next(iter(path(root, root)), NOTHING), True
        literal: Any
        if text := self.match(STRING):
            literal = _unquote(text)
        elif number := self.match(NUMBER):
            literal = float(number[0]) if number[1] or number[2] else int(number[0])
        elif (name := self.match(NAME)) and name[0] in LITERALS:
            literal = LITERALS[name[0]]
        else:
            raise self.expected("@, $, a quoted text, a number, true, false or null")
        return lambda *_: literal, False


def _unquote(found: re.Match[str]) -> str:
    return re.sub(r"\\(.)", r"\1", found[1] if found[1] is not None else found[2])
