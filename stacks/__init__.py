"""The applications this program can deploy: one module and one line each."""

from settings.application import ApplicationSettings
from stacks.orion import Orion
from stacks.spoke import Spoke

CATALOGUE: dict[str, type[ApplicationSettings]] = {
    "orion": Orion,
    "spoke": Spoke,
}
