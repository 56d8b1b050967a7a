"""Which Kubernetes the charts go with, for how long, and where they are."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from facts import charts
from facts.charts import GATEWAY_API
from settings.load import Settings, SettingsError, warnings
from settings.support import NEAR, ending, installed, unmirrored
from tests.settings.stack import stack

ISTIO = charts.ISTIOD.support
assert ISTIO
assert ISTIO.ends


def lines(settings: Settings, today: date) -> list[str]:
    return list(ending(settings.platform, settings.clusters, today))


def test_a_kubernetes_that_a_chart_does_not_support_is_refused_by_name() -> None:
    with pytest.raises(SettingsError) as error:
        stack(cluster={"kubernetes": "1.36"})

    assert (
        "platform.ingress: expected a Kubernetes that ingress-nginx 4.15.1 supports, 1.31 to 1.35 "
        "(github.com/kubernetes/ingress-nginx, README.md), got clusters.main.kubernetes 1.36; take a supported one"
    ) in str(error.value)


def test_a_chart_that_is_not_installed_supports_everything() -> None:
    assert stack(platform={"ingress": False}, cluster={"kubernetes": "1.36"})
    assert stack(platform={"ingress": {"kind": "gateway"}}, cluster={"kubernetes": "1.36"})


def test_charts_of_the_cluster_itself_are_asked_too() -> None:
    found = {(path, chart.name) for path, _, chart in installed(stack().platform, stack().clusters)}

    assert ("clusters.main", "karpenter") in found
    assert ("platform.cert_manager", "cert-manager") in found
    other = stack(cluster={"autoscaler": "cluster-autoscaler"})
    assert ("clusters.main", "cluster-autoscaler") in {
        (path, chart.name) for path, _, chart in installed(other.platform, other.clusters)
    }


def test_support_that_ends_within_a_quarter_is_told_once_for_charts_that_are_released_together() -> None:
    assert ISTIO
    assert ISTIO.ends
    (line,) = (line for line in lines(stack(), ISTIO.ends - NEAR) if "istio" in line)

    assert line.startswith("platform.istio: support of istio-base 1.30.3, istio-cni 1.30.3, istiod 1.30.3")
    assert (
        f"ends on {ISTIO.ends} (istio.io/latest/docs/releases/supported-releases); take a newer version"
        in line
    )


def test_support_that_has_ended_is_told_and_keeps_nobody_from_rolling_out_a_correction() -> None:
    assert ISTIO
    assert ISTIO.ends
    (line,) = (line for line in lines(stack(), ISTIO.ends + timedelta(days=1)) if "istio" in line)

    assert f"ended on {ISTIO.ends}" in line


def test_support_that_ends_later_is_no_news() -> None:
    assert ISTIO
    assert ISTIO.ends
    assert not [line for line in lines(stack(), ISTIO.ends - NEAR - timedelta(days=1)) if "istio" in line]


def test_that_ingress_nginx_is_retired_is_told_every_time() -> None:
    assert [
        line
        for line in warnings(stack())
        if line.startswith("platform.ingress: ingress-nginx 4.15.1 is retired: ")
    ]
    assert not [line for line in warnings(stack(platform={"ingress": False})) if "ingress-nginx" in line]


def test_a_folder_of_charts_that_lacks_some_names_them_all(tmp_path: Path) -> None:
    (tmp_path / f"cert-manager-{charts.CERT_MANAGER.version}.tgz").touch()

    with pytest.raises(SettingsError) as error:
        stack(charts={"folder": str(tmp_path)})

    text = str(error.value)
    assert f"charts.folder: expected {tmp_path} to hold every chart of the stack, but it lacks " in text
    assert f"istiod-{charts.ISTIO_VERSION}.tgz" in text
    assert "karpenter-crd-" in text
    assert "cert-manager-v" not in text


def test_a_folder_with_every_chart_is_taken(tmp_path: Path) -> None:
    settings = stack()
    for _, _, chart in installed(settings.platform, settings.clusters):
        (tmp_path / f"{chart.name}-{chart.version}.tgz").touch()

    assert stack(charts={"folder": str(tmp_path)}).charts.folder == str(tmp_path)


def test_what_a_folder_lacks_is_told_with_where_it_comes_from(tmp_path: Path) -> None:
    folder = {"folder": str(tmp_path)}
    with pytest.raises(SettingsError) as nginx:
        stack(charts=folder)
    with pytest.raises(SettingsError) as gateway:
        stack(charts=folder, platform={"ingress": "gateway"})

    assert str(nginx.value).endswith("fetch each with `helm pull`")
    assert str(gateway.value).endswith(f"fetch each with `helm pull`, and the manifest from {GATEWAY_API}")


MIRROR = {"mirror": "oci://registry.example.com/charts"}


def test_a_mirror_without_the_gateways_kinds_says_where_they_still_come_from() -> None:
    settings = stack(charts=MIRROR, platform={"ingress": "gateway"})
    (line,) = unmirrored(settings.charts, settings.platform)

    assert line.startswith(
        f"charts.mirror: the manifest of Gateway API's kinds is no chart and still comes from {GATEWAY_API}"
    )
    assert "expected platform.ingress.kinds to say where a copy is" in line
    assert line in warnings(settings)


def test_a_mirror_is_enough_where_the_kinds_have_a_place_or_nobody_needs_them() -> None:
    for settings in (
        stack(charts=MIRROR),
        stack(platform={"ingress": "gateway"}),
        stack(charts=MIRROR, platform={"ingress": {"kind": "gateway", "kinds": "./kinds.yaml"}}),
        stack(charts=MIRROR, platform={"ingress": {"kind": "gateway", "kinds": "existing"}}),
    ):
        assert list(unmirrored(settings.charts, settings.platform)) == []
