"""The packages that are simulated."""

from contextlib import nullcontext

import pytest

from rehearsal.providers.packages import PACKAGES, load
from rehearsal.simulation.kinds import Refused


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_every_package_knows_its_types_and_not_others(name: str) -> None:
    package = load(name)

    with pytest.raises(Refused) if name == "kubernetes" else nullcontext():
        assert package.lookup("nobody:knows/this:Type") is None
    assert len(package.world) == 0
    assert package.home.endswith(f"/{name}/")
