"""What the servicer asks, and what a handler answers: of one object of the API server, of a patch, of a Helm release."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from rehearsal.providers.kubernetes.client import Client
from rehearsal.simulation.kinds import Failure, Properties


@dataclass(frozen=True)
class Request:
    """One question of the engine about one resource.

    `inputs` and `olds` (the inputs before, empty on create) are plain values, `outputs` what was last answered; `id` is
    empty on create and in a preview of one. `provider` is the provider instance's configuration (`namespace` ...).
    `ignored` are the dotted paths of ignore_changes. `preview`: nothing may change; `inputs` may then hold
    UNKNOWN. `seconds`: the time limit the program set, 0 for none.
    `say` tells the user a line about this resource while it is under way; `warn` a warning. `cancelled`: the user gave up.
    """

    type: str
    urn: str
    name: str
    inputs: Properties
    provider: Properties
    id: str = ""
    olds: Properties = field(default_factory=dict)
    outputs: Properties = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    preview: bool = False
    seconds: float = 0.0
    say: Callable[[str], None] = lambda text: None
    warn: Callable[[str], None] = lambda text: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Made:
    """What a create, an update or a read answers: the id, and all outputs, inputs included.

    `inputs`: on a read, what the program would have to say to make what is there. `reasons`: why what was made is not ready
    yet, if it is not: it is kept as made, and the next `up` tries to repair it.
    """

    id: str
    outputs: Properties
    inputs: Properties = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a diff answers: (path, "ADD" | "DELETE" | "UPDATE") pairs as `differences` gives them, the dotted paths whose
    change forces a replacement, and whether the old one must go before the new one comes."""

    paths: Iterable[tuple[str, str]] = ()
    replaces: tuple[str, ...] = ()
    delete_first: bool = True


class Handler(Protocol):
    """How resources of a type come to be and go. Each raises `Refused` or `ApiError` when it cannot be done, and nothing was
    made then; what was made but is not ready is `Made` with reasons. `client` is that of the resource's cluster."""

    def check(self, request: Request) -> Iterable[Failure]:
        """What is wrong with the inputs, as far as they tell by themselves. The name is already in them."""

    def diff(self, client: Client, request: Request) -> Change:
        """What changes; asked only when the inputs are not the same, or the last attempt was not ready."""

    def create(self, client: Client, request: Request) -> Made:
        """Make it, and wait until it is ready. In a preview: what it would be."""

    def update(self, client: Client, request: Request) -> Made:
        """Change it, and wait until it is ready. In a preview: what it would be."""

    def read(self, client: Client, request: Request) -> Made | None:
        """What is there now; None when it is gone."""

    def delete(self, client: Client, request: Request) -> None:
        """Remove it, and wait until it is gone. What is gone already is no error."""


class ReleaseHandler(Handler, Protocol):
    """The handler of kubernetes:helm.sh/v3:Release; `rehearsal.providers.kubernetes.releases` has it as `HANDLER`."""
