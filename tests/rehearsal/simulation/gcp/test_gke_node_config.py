"""What a node may be made of."""

from typing import Any

import pytest

from rehearsal.simulation.gcp.gke_node_config import node_config_check


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"machineType": "m6i.large"}, "Machine type with this name does not exist"),
        ({"imageType": "AMAZON"}, "Expected one of COS_CONTAINERD"),
        ({"diskType": "floppy"}, "Expected one of pd-standard"),
        ({"diskSizeGb": 5}, "Must be from 10 to 65536"),
        ({"workloadMetadataConfig": {"mode": "OPEN"}}, "Expected one of GKE_METADATA"),
        ({"kubeletConfig": {"insecureKubeletReadonlyPortEnabled": "no"}}, "Expected one of TRUE, FALSE"),
        ({"labels": {"kubernetes.io/role": "batch"}}, "Labels of kubernetes.io/ are Kubernetes' own"),
    ],
)
def test_a_node_that_google_refuses(config: dict[str, Any], text: str) -> None:
    (failure,) = node_config_check({"nodeConfig": config})

    assert text in failure.reason


def test_a_machine_of_another_series_can_still_be_made() -> None:
    assert (
        list(node_config_check({"nodeConfig": {"machineType": "n4-standard-4", "labels": {"a": "b"}}})) == []
    )
