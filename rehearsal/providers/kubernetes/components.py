"""Components that the kubernetes provider makes itself, with the definitions that their manifests really hold.

The simulation knows which kinds a manifest brings; an API server also asks for their schemas, which are in the projects' own
Go modules (rehearsal/toolchain/crds).
"""

import logging
from collections.abc import Mapping
from dataclasses import replace

from rehearsal.providers.construct import Makes
from rehearsal.providers.kubernetes.releases.definitions import PROJECTS, Care, cared_for
from rehearsal.simulation.kinds import Child, Properties, Refused
from rehearsal.simulation.kubernetes.cluster import DEFINITION
from rehearsal.toolchain import ToolError, crds

LOG = logging.getLogger(__name__)


def whole(components: Mapping[str, Makes]) -> dict[str, Makes]:
    """The same components, each child that is a definition with its schema, where a module publishes one.

    What they return raises Refused where the module can neither be found nor fetched.
    """
    return {type_: _whole(makes) for type_, makes in components.items()}


def _whole(makes: Makes) -> Makes:
    def made(name: str, inputs: Properties) -> list[Child]:
        try:
            return [_defined(child) for child in makes(name, inputs)]
        except ToolError as error:
            raise Refused("NoDefinitions", str(error)) from None

    return made


def _defined(child: Child) -> Child:
    project = PROJECTS.get(child.inputs["spec"]["group"]) if child.type == DEFINITION else None
    for definition in crds.definitions(project, LOG.info) if project else ():
        if definition["metadata"]["name"] == child.inputs["metadata"]["name"]:
            return replace(child, inputs=cared_for(definition, Care(), {}))
    return child
