"""What the parts of a JSONPath select of a value, and how values compare in a filter (RFC 9535, section 2.3)."""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Selector = Callable[[Any, Any], Iterator[Any]]
"""(value, root) -> what it selects of the value."""
Test = Callable[[Any, Any], bool]
NOTHING = object()
"""What a query gives that finds nothing (RFC 9535, section 2.3.5.1)."""
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def through(steps: list[Selector], value: Any, root: Any) -> Iterator[Any]:
    if not steps:
        yield value
        return
    for each in steps[0](value, root):
        yield from through(steps[1:], each, root)


def children(value: Any, _: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def member(name: str) -> Selector:
    return lambda value, _: iter([value[name]] if isinstance(value, Mapping) and name in value else [])


def index(at: int) -> Selector:
    return lambda value, _: iter(
        [value[at]] if isinstance(value, list) and -len(value) <= at < len(value) else []
    )


def slice_of(start: int | None, stop: int | None, step: int | None) -> Selector:
    return lambda value, _: iter(value[start:stop:step] if isinstance(value, list) and step != 0 else [])


def where(test: Test) -> Selector:
    return lambda value, root: (each for each in children(value, root) if test(each, root))


def anywhere(selector: Selector) -> Selector:
    def select(value: Any, root: Any) -> Iterator[Any]:
        yield from selector(value, root)
        for child in children(value, root):
            yield from select(child, root)

    return select


def compare(sign: str, left: Any, right: Any) -> bool:
    number = (
        not {bool, str} & {type(left), type(right)}
        and isinstance(left, int | float)
        and isinstance(right, int | float)
    )
    same = number or type(left) is type(right)
    if sign in {"==", "!="}:
        return (same and left == right) is (sign == "==")
    comparable = number or (isinstance(left, str) and isinstance(right, str))
    equal = sign in {"<=", ">="} and same and left == right
    return equal or (comparable and ORDERS[sign](left, right))
