"""The clouds a cluster may be on."""

from typing import get_args

from settings.clusters import CLOUDS, ClusterSettings


def test_every_cloud_has_its_model_and_every_model_its_cloud() -> None:
    union, *_ = get_args(ClusterSettings)

    assert {get_args(model.model_fields["cloud"].annotation)[0] for model in get_args(union)} == set(CLOUDS)
