"""What is locked stays."""

import pytest

from rehearsal.simulation.kinds import Refused
from tests.rehearsal.simulation.azure.cloud import GROUP, LOCK, NETWORK, SUBNET, Cloud


def test_a_lock_holds_what_it_is_on_what_is_within_and_what_it_is_within(cloud: Cloud) -> None:
    network, subnet = cloud.network(), cloud.subnet()
    cloud.create(LOCK, scope=network["id"], level="CanNotDelete", lockName="keep")

    for type_, made in ((NETWORK, network), (SUBNET, subnet), (GROUP, cloud.group)):
        with pytest.raises(Refused) as refused:
            cloud.delete(type_, made)
        assert str(refused.value).startswith(
            f"ScopeLocked: {made['id']} cannot be deleted: the lock keep is on "
        )


def test_without_its_lock_a_resource_goes(cloud: Cloud) -> None:
    network = cloud.network()
    lock = cloud.create(LOCK, scope=network["id"], level="CanNotDelete")

    cloud.delete(LOCK, lock)
    cloud.delete(NETWORK, network)

    assert [entity.id for entity in cloud.world] == [cloud.group["id"]]
