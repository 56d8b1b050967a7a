"""The packages that are simulated."""

from contextlib import nullcontext

import pytest

from rehearsal.providers.packages import PACKAGES, load
from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.aws.moto_backed import Moto
from rehearsal.simulation.kinds import Refused


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_every_package_knows_its_types_and_not_others(name: str) -> None:
    package = load(name)

    with pytest.raises(Refused) if name == "kubernetes" else nullcontext():
        assert package.lookup("nobody:knows/this:Type") is None
    assert len(package.world) == 0
    # Azure's package says which of Azure's two it is; the simulation is of the one.
    assert package.home.endswith(f"/{name.removesuffix('-native')}/")


def test_an_emulator_stands_beneath_a_package_only_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Moto, "warm", lambda self: None)  # it would go on in a thread behind the tests
    plain, emulated = load("aws"), load("aws", emulated=True)
    vpc, addon = "aws:ec2/vpc:Vpc", "aws:eks/addon:Addon"

    assert plain.lookup(vpc) is KINDS[vpc]
    assert emulated.lookup(vpc) is not KINDS[vpc]
    assert emulated.lookup(addon) is not KINDS[addon]
    assert emulated.lookup("aws:nobody/knows:This") is None
    assert load("kubernetes", emulated=True).invokes == load("kubernetes").invokes
