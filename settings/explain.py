"""Mistakes in a stack file in words: the dotted path, what was expected there, what was given."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from settings.clusters import CLOUDS
from settings.global_dns import PROVIDERS
from settings.platform.add_on import secret_literals
from settings.types import NAMES_SECRET, UNREPEATED, Expecting


def explain(error: ValidationError, expected: Any, root: str) -> Iterator[str]:
    """A line for each mistake. expected: the model that was read; root: the path of what it was read from."""
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and _has_worse(detail["loc"], details):
            continue  # what is wrong inside was left out before the rest was counted
        where = [str(part) for part in detail["loc"] if part != "[key]"]
        if root == "clusters" and len(where) > 1 and where[1] in CLOUDS:
            # pydantic puts the cloud it chose the model by into the path, where no stack file has it
            where = [where[0], *where[2:]]
        if root == "global_dns" and where and where[0] in PROVIDERS:
            expected, where = PROVIDERS[where[0]], where[1:]
        path = ".".join(filter(None, [root, *where]))
        message = _message(detail)
        hidden = detail["type"] == UNREPEATED or _names_secrets(expected, where)
        given = "" if hidden else got(where[-1] if where else root, detail["input"])
        match detail["type"]:
            case "extra_forbidden":
                yield unknown(where[-1], _fields(expected, where[:-1]), path)
            case "union_tag_invalid":
                tag, expected_tags = detail["ctx"]["tag"], detail["ctx"]["expected_tags"]
                yield f"{path}.{_chooses(detail)}: expected one of {expected_tags}{got(_chooses(detail), tag)}"
            case "union_tag_not_found":
                there = ", ".join(map(repr, PROVIDERS if root == "global_dns" else CLOUDS))
                yield f"{path}.{_chooses(detail)} is missing, expected one of {there}"
            case "missing":
                yield f"{path} is missing, expected {_description(expected, where)}"
            case "model_type":
                switched = "true, false, existing or " if root == "platform" and len(where) == 1 else ""
                yield f"{path}: expected {switched}a section of settings{given}"
            case _ if isinstance(detail["input"], Mapping | BaseModel):
                yield f"{path}: {message}" if path else message
            case _:
                yield f"{path}: {message}{given}"


def _chooses(detail: ErrorDetails) -> str:
    """The word by which a section's model is chosen: cloud, provider."""
    return str(detail["ctx"]["discriminator"]).strip("'")


# In the words of a stack file, where pydantic's are those of Python. Each is formatted with what pydantic knows of the rule.
_WORDS = {
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "decimal_parsing": "expected a number",
    "decimal_type": "expected a number",
    "dict_type": "expected a mapping of names to values",
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected {ge} or more",
    "int_from_float": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "less_than": "expected less than {lt}",
    "less_than_equal": "expected {le} or less",
    "string_pattern_mismatch": "expected what matches {pattern}",
    "string_too_long": "expected {max_length} characters or fewer",
    "string_too_short": "expected {min_length} characters or more",
    "string_type": "expected a text, in quotes where YAML reads something else",
    "too_short": "expected {min_length} or more of them",
    "tuple_type": "expected a list",
}


def _message(detail: ErrorDetails) -> str:
    if words := _WORDS.get(detail["type"]):
        return words.format(**detail.get("ctx", {}))
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    message = message.replace("Input should be", "expected").replace("Field required", "is missing")
    return message.replace("expected True, False or", "expected true, false or")


def _has_worse(loc: tuple[int | str, ...], details: Sequence[ErrorDetails]) -> bool:
    """Whether something inside of what is at a place is wrong too."""
    return any(len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in details)


def got(name: str, value: object) -> str:
    """The end of a line, with what was given under a name; nothing, where that is a secret by the name or by its form."""
    return "" if any(True for _ in secret_literals({name: value})) else f", got {value!r}"


def unknown(name: str, known: Any, path: str) -> str:
    """The line for a name that nothing has. known: the names there are."""
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(sorted(known)) or 'nothing'}"
    return f"{path} is not known here; {hint}"


def _model(annotation: Any) -> type[BaseModel] | None:
    """The settings model inside an annotation such as tuple[Model, ...], dict[str, Model] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model(part))), None)


def _fields(expected: Any, where: list[str]) -> Mapping[str, Any]:
    for part in where:
        model = _model(expected)
        if get_origin(expected) in (dict, tuple):
            expected = get_args(expected)[-1 if get_origin(expected) is dict else 0]
        elif model is not None and part in model.model_fields:
            expected = model.model_fields[part].annotation
    model = _model(expected)
    return model.model_fields if model else {}


def _names_secrets(expected: Any, where: list[str]) -> bool:
    """Whether a mapping of secrets' names belongs there, or a section that must have one."""
    field = _fields(expected, where[:-1]).get(where[-1]) if where else None
    if field is None:
        return False
    model = _model(field.annotation)
    if model is None:
        return any(NAMES_SECRET in getattr(part, "__metadata__", ()) for part in get_args(field.annotation))
    return any(one.is_required() and NAMES_SECRET in one.metadata for one in model.model_fields.values())


def _description(expected: Any, where: list[str]) -> str:
    field = _fields(expected, where[:-1]).get(where[-1]) if where else None
    if field is None:
        return "a value"
    for validator in reversed(field.metadata):  # the last of them says the most
        if isinstance(words := getattr(validator, "func", None), Expecting):
            return words.expected
    kinds = [
        _kind(part)
        for part in (
            get_args(field.annotation) if get_origin(field.annotation) is Union else [field.annotation]
        )
    ]
    return " or ".join(kinds)


def _kind(annotation: Any) -> str:
    if _model(annotation) and get_origin(annotation) is None:
        return "a section with " + ", ".join(_fields(annotation, []))
    names = {str: "a text", int: "a whole number", bool: "true or false", dict: "a mapping", tuple: "a list"}
    if (choices := get_args(annotation)) and all(isinstance(choice, str) for choice in choices):
        return " or ".join(map(repr, choices))
    return names.get(get_origin(annotation) or annotation, "a value")
