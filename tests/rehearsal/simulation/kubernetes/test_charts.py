"""What charts bring."""

from typing import Any

import pytest

from rehearsal.simulation.kubernetes.charts import bringers, brought, chart_name, is_local


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("cert-manager", "cert-manager"),
        ("oci://quay.io/jetstack/charts/cert-manager", "cert-manager"),
        ("./charts/cert-manager-v1.21.1.tgz", "cert-manager"),
        ("charts/kube-prometheus-stack-88.5.3", "kube-prometheus-stack"),
        ("oci://example.com/istiod@sha256:abc", "istiod"),
        ("/charts/base/", "base"),
    ],
)
def test_a_chart_is_named_by_the_end_of_its_reference(reference: str, name: str) -> None:
    assert chart_name(reference) == name


def test_a_path_is_local() -> None:
    assert is_local("./charts/a")
    assert is_local("a-1.0.0.tgz")
    assert not is_local("oci://example.com/a")


@pytest.mark.parametrize(
    ("release", "groups"),
    [
        ({"chart": "cert-manager"}, ()),
        (
            {"chart": "cert-manager", "values": {"crds": {"enabled": True}}},
            ("cert-manager.io", "acme.cert-manager.io"),
        ),
        (
            {"chart": "cert-manager", "values": {"installCRDs": True}},
            ("cert-manager.io", "acme.cert-manager.io"),
        ),
        ({"chart": "kube-prometheus-stack"}, ("monitoring.coreos.com",)),
        ({"chart": "kube-prometheus-stack", "skipCrds": True}, ()),
        ({"chart": "kube-prometheus-stack", "values": {"crds": {"enabled": False}}}, ()),
        ({"chart": "ingress-nginx"}, ()),
    ],
)
def test_the_values_decide_what_a_chart_brings(release: dict[str, Any], groups: tuple[str, ...]) -> None:
    assert brought(release) == groups


def test_a_group_has_its_charts() -> None:
    assert bringers("monitoring.coreos.com") == ["kube-prometheus-stack", "prometheus-operator-crds"]
