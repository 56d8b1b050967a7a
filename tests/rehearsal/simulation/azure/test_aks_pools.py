"""Pools of nodes."""

from typing import Any

import pytest

from rehearsal.simulation.azure.aks_pools import pool_check
from rehearsal.simulation.kinds import UNKNOWN, Refused
from tests.rehearsal.simulation.azure.cloud import CLUSTER, POOL, SYSTEM, Cloud


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"vmSize": "Standard_Z9"}, "InvalidParameter: 'Standard_Z9' is no VM size"),
        ({"orchestratorVersion": "1.20"}, "K8sVersionNotSupported: Kubernetes '1.20'"),
        ({"availabilityZones": ["9"]}, "AvailabilityZoneNotSupported: '9'"),
        ({"osSKU": "Plan9"}, "InvalidParameter: 'Plan9' is not one of Ubuntu"),
        ({"maxPods": 300}, "InvalidParameter: 300 is not within 10 to 250"),
        ({"nodeTaints": ["a"]}, "InvalidTaint: 'a' is not key=value:Effect"),
        ({"minCount": None}, "InvalidParameter: an autoscaled pool needs minCount and maxCount"),
        ({"enableAutoScaling": None}, "InvalidParameter: minCount is for autoscaled pools"),
        ({"maxCount": 2, "count": 2}, "InvalidParameter: minCount 3 is more than maxCount 2"),
        ({"count": 7}, "InvalidParameter: count 7 is not within 3 to 6"),
        (
            {"scaleSetPriority": "Spot"},
            "InvalidParameter: a system pool has at least one node, and no spot nodes",
        ),
        ({"osDiskType": "Ephemeral", "osDiskSizeGB": 200}, "InvalidParameter: an ephemeral disk of 200 GiB"),
        (
            {"vmSize": "Standard_D4pds_v5", "securityProfile": {"enableSecureBoot": True}},
            "InvalidParameter: ARM sizes have no trusted launch",
        ),
    ],
)
def test_a_pool_that_aks_would_not_take_is_refused(change: dict[str, Any], reason: str) -> None:
    found = [failure.reason for failure in pool_check({**SYSTEM, **change})]

    assert any(one.startswith(reason) for one in found), found


def test_a_sound_pool_is_taken_and_an_unknown_number_too() -> None:
    assert list(pool_check(SYSTEM)) == []
    assert list(pool_check({**SYSTEM, "count": UNKNOWN})) == []


def test_a_failure_names_the_pool_it_is_of() -> None:
    (failure,) = pool_check({"vmSize": "a"}, "agentPoolProfiles[0].")

    assert failure.property == "agentPoolProfiles[0].vmSize"


def pool(**changes: Any) -> dict[str, Any]:
    sound = {
        "resourceName": "cluster",
        "agentPoolName": "general",
        "vmSize": "Standard_D4ds_v5",
        "mode": "User",
    }
    return {**sound, **changes}


def test_a_pool_beside_the_clusters_own_runs(cloud: Cloud) -> None:
    cloud.create(CLUSTER, **cloud.sound_cluster())

    assert cloud.put(POOL, **pool())["powerState"] == {"code": "Running"}


def test_a_pool_needs_its_cluster_and_a_name_of_its_own(cloud: Cloud) -> None:
    assert cloud.refused(POOL, **pool()).startswith("ParentResourceNotFound: ")
    cloud.create(CLUSTER, **cloud.sound_cluster())
    assert (
        cloud.refused(POOL, **pool(agentPoolName="system"))
        == "AlreadyExists: the cluster has a pool 'system' already"
    )


def test_a_pool_is_no_newer_than_its_control_plane(cloud: Cloud) -> None:
    cloud.create(CLUSTER, **cloud.sound_cluster())

    answer = cloud.refused(POOL, **pool(orchestratorVersion="1.36"))

    assert (
        answer
        == "NodePoolMcVersionIncompatible: the pool's Kubernetes 1.36 is newer than the control plane's 1.35"
    )


def test_a_pool_is_in_a_subnet_that_is_there(cloud: Cloud) -> None:
    cloud.create(CLUSTER, **cloud.sound_cluster())

    answer = cloud.refused(POOL, **pool(vnetSubnetID="/a"))

    assert answer.startswith("ReferencedResourceNotProvisioned: ")


def test_zones_are_where_the_region_has_them() -> None:
    cloud = Cloud("westus")
    with pytest.raises(Refused) as refused:
        cloud.create(CLUSTER, **cloud.sound_cluster())

    assert str(refused.value) == "AvailabilityZoneNotSupported: the region westus has no availability zones"


def test_what_a_clusters_own_pool_is_made_of_cannot_change(cloud: Cloud) -> None:
    inputs = cloud.sound_cluster()
    cluster = cloud.create(CLUSTER, **inputs)
    (old,) = inputs["agentPoolProfiles"]

    new = {**inputs, "agentPoolProfiles": [{**old, "vmSize": "Standard_D8ds_v5"}]}
    with pytest.raises(Refused) as refused:
        cloud.update(CLUSTER, cluster, **new)

    assert str(refused.value) == (
        "PropertyChangeNotAllowed: vmSize was 'Standard_D4ds_v5' and cannot become 'Standard_D8ds_v5'"
    )
