"""Estimates: each cluster by itself, priced things added up, the others named."""

import pytest

from rehearsal.costs.estimate import estimates
from rehearsal.recorded import Recorded
from tests.rehearsal.costs.bills import one, recording


def cluster(name: str, kind: str = "Eks") -> tuple[Recorded, Recorded]:
    component = one(f"groundwork:cluster:{kind}", name)
    return component, one("aws:eks/cluster:Cluster", f"{name}-cluster", parent=component.urn)


def test_each_cluster_has_an_estimate_of_its_own() -> None:
    first, second = cluster("first"), cluster("second")

    found = estimates(recording(*first, *second))

    assert {estimate.cluster: round(estimate.low, 2) for estimate in found} == {"first": 73.0, "second": 73.0}


def test_what_is_deeper_in_a_cluster_is_its_own_too() -> None:
    component, plane = cluster("main")
    network = one("groundwork:cluster:EksNetwork", "main-network", parent=component.urn)
    nat = one("aws:ec2/natGateway:NatGateway", "nat", parent=network.urn)

    (estimate,) = estimates(recording(component, plane, network, nat))

    assert [line.kind for line in estimate.lines] == ["control plane", "NAT"]
    assert estimate.low == pytest.approx(73 + 0.045 * 730)
    assert estimate.high == estimate.low


def test_what_has_no_price_is_named_and_left_out_of_the_sum() -> None:
    component, plane = cluster("main")
    template = one("aws:ec2/launchTemplate:LaunchTemplate", "t", {}, parent=component.urn, id_="lt-1")
    group = one(
        "aws:eks/nodeGroup:NodeGroup",
        "general",
        {
            "instanceTypes": ["x9.huge"],
            "scalingConfig": {"minSize": 1, "maxSize": 2},
            "launchTemplate": {"id": "lt-1"},
        },
        parent=component.urn,
    )

    (estimate,) = estimates(recording(component, plane, template, group))

    assert estimate.unpriced == ("1 to 2 general: x9.huge",)
    assert "nodes" not in [line.kind for line in estimate.lines]


def test_an_existing_cluster_costs_nothing_that_is_known_here() -> None:
    (estimate,) = estimates(recording(one("groundwork:cluster:Existing", "laptop")))

    assert estimate.lines == ()
    assert estimate.unpriced == ("an existing cluster: this program makes nothing of what it runs on",)
