"""What a drill knows of a stack before anything is made: what it registers, and what its survivors have to carry."""

from dataclasses import dataclass, field

from rehearsal.capacity.table import Carried, carried_by
from rehearsal.drill.scenario import Scenario
from rehearsal.recorded import Recording
from rehearsal.render import recording_of
from rehearsal.stackfile import StackFile
from settings.load import Settings


@dataclass(frozen=True)
class Known:
    """carried: for each workload and survivor what is needed there, and what can be had."""

    recording: Recording
    carried: Carried = field(default_factory=lambda: Carried((), {}))


def known(stack: StackFile, settings: Settings, scenario: Scenario) -> Known:
    """By the stack's own settings. Raises RenderError where a simulated service refuses what the program registers."""
    found = carried_by(settings)
    together = [row for row in found.rows if row.of_a_region and row.lost == scenario.what]
    alone = [row for row in found.rows if not row.of_a_region and row.lost in scenario.lost]
    rows = tuple(row for row in together or alone if row.survivor in scenario.survivors)
    pools = {cluster: pools for cluster, pools in found.pools.items() if cluster in scenario.survivors}
    return Known(recording_of(stack), Carried(rows, pools))
