"""The applications this program can deploy: one module and one line each."""

from stacks.orion import Orion
from stacks.spoke import Spoke

CATALOGUE = {
    "orion": Orion,
    "spoke": Spoke,
}
