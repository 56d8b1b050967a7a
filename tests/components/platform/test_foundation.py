"""What every add-on stands on."""

from components.platform import foundation
from components.platform.kube_prometheus_stack.values import values
from facts import charts
from tests.components.platform.given import TRAITS, settings


def test_prometheus_kinds_survive_an_uninstall_with_everything_of_them() -> None:
    assert foundation.values() == {"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}}


def test_the_kinds_have_one_owner() -> None:
    assert values(settings(), TRAITS, "main")["crds"] == {"enabled": False}
    assert charts.PROMETHEUS_OPERATOR_CRDS.release_name == foundation.NAMESPACE
