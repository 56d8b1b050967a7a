"""Which provider packages are simulated, and where each finds its knowledge. A new cloud is one entry here."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rehearsal.providers.connection import never, other_cluster
from rehearsal.providers.construct import Makes
from rehearsal.simulation.kinds import Call, Kind, Properties
from rehearsal.simulation.world import World

Replaces = Callable[[Properties, Properties], list[str]]

PACKAGES: Mapping[str, tuple[str, Replaces]] = {
    "aws": ("rehearsal.simulation.aws", never),
    "azure-native": ("rehearsal.simulation.azure", never),
    "gcp": ("rehearsal.simulation.gcp", never),
    "kubernetes": ("rehearsal.simulation.kubernetes", other_cluster),
    "random": ("rehearsal.simulation.random", never),
}
"""Package name -> its simulation, and which changes of a provider's configuration mean another provider."""


@dataclass(frozen=True)
class Package:
    """One simulated provider package.

    `lookup` answers None for a type it does not know, or raises Refused with its own words; `home` is where to add one.
    `components`: type -> what the children are of a component that the provider makes itself, by its name and inputs.
    `replaces` says, from the old and the new configuration of a provider, which keys force its replacement, and so that of
    everything made with it.
    """

    name: str
    home: str
    lookup: Callable[[str], Kind | None]
    invokes: Mapping[str, Callable[[Call], Properties]] = field(default_factory=dict)
    replaces: Replaces = never
    components: Mapping[str, Makes] = field(default_factory=dict)
    world: World = field(default_factory=World)


def load(name: str, *, emulated: bool = False) -> Package:
    """The package of that name in PACKAGES, with an empty world.

    `emulated`: on top of an emulator of the service where the package has one; slower to start, and it knows more.
    """
    module_name, replaces = PACKAGES[name]
    module: Any = importlib.import_module(module_name)
    kinds = module.emulated() if emulated and hasattr(module, "emulated") else getattr(module, "KINDS", {})
    lookup = module.lookup if hasattr(module, "lookup") else kinds.get
    components = getattr(module, "COMPONENTS", {})
    return Package(name, module_name.replace(".", "/") + "/", lookup, module.INVOKES, replaces, components)
