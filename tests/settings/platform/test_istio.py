"""The service mesh."""

import pytest
from pydantic import ValidationError

from facts import charts
from settings.platform.istio import Istio


def test_all_of_istio_comes_together() -> None:
    assert {chart.version for chart in Istio().brings} == {charts.ISTIO_VERSION}


def test_kinds_agent_control_plane_and_both_gateways_are_brought() -> None:
    assert [chart.release_name for chart in Istio().brings] == [
        "istio-base",
        "istio-cni",
        "istiod",
        "istio-ingressgateway",
        "istio-egressgateway",
    ]


@pytest.mark.parametrize("percent", [-1, 101])
def test_traces_are_a_share_of_the_requests(percent: int) -> None:
    with pytest.raises(ValidationError, match=r"Input should be (greater|less) than or equal to"):
        Istio(trace_percent=percent)


def test_an_existing_mesh_says_where_its_control_plane_is() -> None:
    with pytest.raises(ValidationError, match="expected the namespace that the existing one is in"):
        Istio(install="existing")
