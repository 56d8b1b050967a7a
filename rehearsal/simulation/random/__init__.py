"""The simulated `random` package: `KINDS`, what it knows of resource types by Pulumi token, and `INVOKES`, of functions.

What is made up is the same whenever one run asks for it, and another one in every run: it is derived from a key that the process
makes for itself, and no test can rely on a value. The key is all the chance there is in the simulation.

Rules: https://www.pulumi.com/registry/packages/random/api-docs/randompassword/. The real id is `none` for each of them; here it
tells them apart.
"""

import hashlib
import hmac
import secrets
import string
from collections.abc import Callable, Iterator, Mapping

from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, words

PASSWORD = "random:index/randomPassword:RandomPassword"
KEY = secrets.token_bytes(32)
LOWER, UPPER, NUMERIC = string.ascii_lowercase, string.ascii_uppercase, string.digits
SPECIAL = "!@#$%&*()-_=+[]{}<>:?"
CLASSES: Mapping[str, str] = {"lower": LOWER, "upper": UPPER, "numeric": NUMERIC, "special": SPECIAL}


def _least(inputs: Properties, name: str) -> int:
    number = inputs.get(f"min{name.capitalize()}")
    return int(number) if isinstance(number, (int, float)) else 0


def check(inputs: Properties) -> Iterator[Failure]:
    """A length with room for the least of each class, and a class to take characters from."""
    length, least = inputs.get("length"), sum(_least(inputs, name) for name in CLASSES)
    if isinstance(length, (int, float)) and length < max(1, least):
        yield Failure(
            "length", f"the length {length:g} is not at least {max(1, least)}, the sum of what is asked for"
        )
    if all(inputs.get(name) is False for name in CLASSES):
        yield Failure("length", "at least one of lower, upper, numeric and special must be true")


def _classes(inputs: Properties) -> dict[str, str]:
    found = {name: letters for name, letters in CLASSES.items() if inputs.get(name) is not False}
    own = inputs.get("overrideSpecial")
    return {**found, "special": own} if "special" in found and isinstance(own, str) and own else found


def _stream(seed: str) -> Iterator[int]:
    """Numbers below 2**32 without end."""
    count = 0
    while True:
        block = hmac.new(KEY, f"{seed}/{count}".encode(), hashlib.sha256).digest()
        yield from (int.from_bytes(block[place : place + 4], "big") for place in range(0, len(block), 4))
        count += 1


def password(call: Call) -> tuple[str, Properties]:
    """As many characters as asked for, of each class at least as many."""
    chance, classes = _stream(call.token), _classes(call.inputs)
    chosen = [
        letters[next(chance) % len(letters)]
        for name, letters in classes.items()
        for _ in range(_least(call.inputs, name))
    ]
    every = "".join(classes.values())
    chosen += [every[next(chance) % len(every)] for _ in range(int(call.inputs["length"]) - len(chosen))]
    for last in range(len(chosen) - 1, 0, -1):  # Fisher and Yates
        other = next(chance) % (last + 1)
        chosen[last], chosen[other] = chosen[other], chosen[last]
    result = "".join(chosen)
    return call.id or hashlib.sha256(call.token.encode()).hexdigest()[:16], {
        "result": result,
        "bcryptHash": f"$2a$10${hashlib.sha256(result.encode()).hexdigest()[:53]}",
    }


KINDS: Mapping[str, Kind] = {
    PASSWORD: Kind(
        create=password,
        check=check,
        required=frozenset({"length"}),
        replaces=words(
            "length lower upper numeric special minLower minUpper minNumeric minSpecial overrideSpecial keepers"
        ),
        refers=lambda call: (),
    )
}
INVOKES: Mapping[str, Callable[[Call], Properties]] = {}

__all__ = ["INVOKES", "KINDS"]
