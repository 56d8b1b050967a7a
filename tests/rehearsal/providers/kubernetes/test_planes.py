"""Which control plane is which cluster."""

from dataclasses import replace

import pytest

from rehearsal.providers.kubernetes import planes
from rehearsal.providers.kubernetes.planes import Planes
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.planes import Running


@pytest.mark.kubernetes
def test_two_providers_of_one_cluster_share_a_plane_and_another_cluster_gets_the_next(plane: Running) -> None:
    both = Planes([plane.access, plane.access])

    one, same, other = both.client("one"), both.client("one"), both.client("other")

    assert one is same
    assert other is not one
    assert both.clients() == [one, other]


@pytest.mark.kubernetes
def test_a_cluster_too_many_is_refused_with_those_that_are_there(plane: Running) -> None:
    one = Planes([plane.access])
    one.client("main")

    with pytest.raises(Refused) as error:
        one.client("other")

    assert str(error.value) == (
        "NoControlPlane: a provider for the cluster 'other', but the rehearsal has started only 1 control planes, for main; "
        "give providers of one cluster the same clusterIdentifier, or run the rehearsal with --memory"
    )


@pytest.mark.kubernetes
def test_a_plane_that_does_not_get_ready_is_given_up_in_the_end(
    plane: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planes, "START", 0.1)
    nowhere = replace(plane.access, server="https://127.0.0.1:1")
    one = Planes([nowhere])

    with pytest.raises(Refused, match=r"^NotReady: .*127\.0\.0\.1:1"):
        one.client("main")
    assert one.clients() == []
