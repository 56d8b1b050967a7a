"""The applications this program can deploy: one module and one line each."""

from settings.application import ApplicationSettings
from stacks.clipper import Clipper
from stacks.dog_walking import DogWalking
from stacks.ironclad import Ironclad
from stacks.orion import Orion
from stacks.spoke import Spoke

CATALOGUE: dict[str, type[ApplicationSettings]] = {
    "clipper": Clipper,
    "dog-walking": DogWalking,
    "ironclad": Ironclad,
    "orion": Orion,
    "spoke": Spoke,
}
