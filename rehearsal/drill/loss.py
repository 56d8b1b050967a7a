"""The loss of a region as its clients meet it: its API servers are gone, and its cloud answers nothing; and its return."""

from rehearsal.control_plane.planes import API_SERVER, Plane, Planes
from rehearsal.control_plane.readiness import ready, wait
from rehearsal.drill.scenario import Scenario
from rehearsal.regions import cluster_of
from rehearsal.session import Session
from rehearsal.state import resources

PROVIDER = "pulumi:providers:"


class Loss:
    """One loss in a session whose clusters are control planes of its own. What etcd holds of a lost one stays, as disks do."""

    def __init__(self, session: Session, planes: Planes, scenario: Scenario) -> None:
        self._session, self._planes, self._scenario = session, planes, scenario
        self._down: list[Plane] = []

    def begin(self) -> int:
        """Kill the lost clusters' control planes, and silence what made them and is in their regions. How many are down."""
        clusters = [*self._scenario.lost, *self._scenario.survivors]
        providers = [
            one["urn"]
            for one in resources(self._session.state())
            if one["type"].startswith(PROVIDER) and cluster_of(one["urn"], clusters) in self._scenario.lost
        ]
        servers = self._session.lose(providers, self._scenario.places)
        self._down = [plane for plane in self._planes.planes if plane.access.server in servers]
        for plane in self._down:
            for name in list(plane.running):
                self._planes.kill(plane, name)
        return len(self._down)

    @property
    def silent(self) -> bool:
        """Whether no API server of a lost cluster answers."""
        return not any(ready(plane.access) for plane in self._down)

    def end(self) -> None:
        """Everything that was lost is there again. Raises ControlPlaneError where an API server does not come back."""
        for plane in self._down:
            self._planes.run(plane, API_SERVER)
        for plane in self._down:
            wait(plane.access)
            for name in plane.commands:
                if name != API_SERVER:
                    self._planes.run(plane, name)
        self._down = []
        self._session.find_again()
