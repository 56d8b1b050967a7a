"""The bootstrap, told in one direction: where state is to be kept, what keeps it, and how other stacks find it."""

import sys
from pathlib import Path

# The engine runs this folder; what it shares with the program that it is for is in the one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pulumi

from bootstrap.backend import create
from bootstrap.place import load

backend = create(load())

for name, value in backend.outputs.items():
    pulumi.export(name, value)
