"""Builds whatever the rehearsal would build when it is first needed: `python -m rehearsal.toolchain`.

What cannot be built here is said, and is no failure: who needs it then says so again.
"""

import sys
from functools import partial

from rehearsal.control_plane import binaries
from rehearsal.control_plane.readiness import ControlPlaneError
from rehearsal.engine import EngineError, find
from rehearsal.providers.kubernetes.releases.rendering import HELM
from rehearsal.toolchain import Say, ToolError, built, crds


def prepare(say: Say) -> None:
    """Build and fetch what is missing, with a line now and then on how far it is."""
    definitions = partial(crds.fetch, list(crds.PROJECTS))
    for needed in (find, binaries.find, partial(built, HELM), definitions):
        try:
            needed(say)
        except (EngineError, ControlPlaneError, ToolError) as error:
            say(str(error))


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    prepare(print)
