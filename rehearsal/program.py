"""The program under rehearsal: a project's own `__main__.py`, run unchanged, once per call."""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

from rehearsal.stackfile import ROOT


def program(root: Path = ROOT) -> Callable[[], None]:
    """The inline program that executes `root/__main__.py` as `python __main__.py` would.

    It may be called several times in a process: imported modules stay loaded, only `__main__.py` executes again. A
    `pulumi.RunError` in it (a wrong setting is one) becomes one message; any other exception keeps its traceback.
    """

    def run() -> None:
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
        runpy.run_path(str(root / "__main__.py"), run_name="__main__")

    return run
