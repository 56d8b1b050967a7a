"""Around a cluster are the addresses of its cloud, and rules about addresses see its pods or do not."""

from ipaddress import ip_network

import pytest

from rehearsal.reach.surroundings import EVERYWHERE, LINK_LOCAL, METADATA, PRIVATE, around, clusters
from rehearsal.recorded import Recorded
from tests.rehearsal.costs.bills import one
from tests.rehearsal.reach.small import SHOP, cluster


def below(kind: str, type_: str, **inputs: object) -> Recorded:
    return one(type_, "nodes", dict(inputs), parent=f"urn:groundwork:cluster:{kind}::main")


@pytest.mark.parametrize(
    ("kind", "resources", "names", "seen"),
    [
        (
            "Eks",
            [
                below(
                    "Eks",
                    "aws:ec2/subnet:Subnet",
                    cidrBlock="10.1.0.0/16",
                    tags={"kubernetes.io/role/internal-elb": "1"},
                ),
                below("Eks", "aws:ec2/subnet:Subnet", cidrBlock="10.9.0.0/16", tags={}),
            ],
            ["nodes' network", "instance metadata", "pod identity agent"],
            ("10.1.0.0/16",),
        ),
        (
            "Gke",
            [below("Gke", "gcp:compute/subnetwork:Subnetwork", ipCidrRange="10.1.0.0/16")],
            ["nodes' network", "instance metadata"],
            (),
        ),
        (
            "Aks",
            [below("Aks", "azure-native:network:Subnet", addressPrefix="10.1.0.0/16")],
            ["nodes' network", "instance metadata", "Azure's WireServer"],
            (),
        ),
        ("Existing", [], ["instance metadata"], tuple(map(str, PRIVATE))),
    ],
)
def test_each_cloud_has_its_own(
    kind: str, resources: list[Recorded], names: list[str], seen: tuple[str, ...]
) -> None:
    found = around(cluster(kind, *resources), "main")

    assert [one.name for one in found.outside] == ["internet", "private networks", *names]
    assert found.pod_blocks == tuple(map(ip_network, seen))
    nodes = [one.blocks for one in found.outside if one.name == "nodes' network"]
    assert nodes in ([], [(ip_network("10.1.0.0/16"),)])
    assert {hole for blocks in nodes for hole in blocks} <= set(found.outside[1].holes)


def test_the_internet_is_everything_but_private_and_link_local_addresses() -> None:
    internet = around(SHOP, "main").outside[0]

    assert internet.blocks == (EVERYWHERE,)
    assert {*PRIVATE, LINK_LOCAL, METADATA} <= set(internet.holes)


def test_clusters_are_those_of_the_recording() -> None:
    assert clusters(SHOP) == ["main"]
