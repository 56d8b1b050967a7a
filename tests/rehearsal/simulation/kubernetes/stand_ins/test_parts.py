"""The pieces that charts are made of say what their values say."""

from typing import Any

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.stand_ins.parts import (
    Part,
    Release,
    filled,
    found_at,
    made,
    sidecar,
    template,
    workload,
)
from tests.rehearsal.simulation.kubernetes.stand_ins.made import release


def test_a_release_that_has_the_charts_name_in_its_own_is_called_just_that() -> None:
    assert Release("web", "my-web", "home", {}).fullname == "my-web"
    assert Release("web", "shop", "home", {}).fullname == "shop-web"
    assert Release("web", "shop", "home", {"nameOverride": "site"}).fullname == "shop-site"
    assert Release("web", "shop", "home", {"fullnameOverride": "all"}).fullname == "all"
    assert len(Release("web", "s" * 70, "home", {}).fullname) == 63


def test_what_is_null_or_unknown_is_the_charts_default() -> None:
    values = {"a": {"b": None, "c": UNKNOWN, "d": False}}

    assert [found_at(values, path, 1) for path in ("a.b", "a.c", "a.d", "a.e", "x.y")] == [1, 1, False, 1, 1]


def test_a_workload_has_no_replicas_where_an_autoscaler_decides() -> None:
    scaled = workload(release(), Part("web", {"app": "web"}, replicas=None))
    fixed = workload(release(), Part("web", {"app": "web"}, replicas=3))
    everywhere = workload(release(), Part("web", {"app": "web"}, kind="DaemonSet"))

    assert "replicas" not in scaled["spec"]
    assert fixed["spec"]["replicas"] == 3
    assert "replicas" not in everywhere["spec"]


def test_a_pod_has_what_the_values_say_of_it() -> None:
    spread = [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}]
    values = {
        "resources": {"requests": {"cpu": "1"}}, "priorityClassName": "platform", "topologySpreadConstraints": spread,
        "nodeSelector": {"disk": "fast"}, "podLabels": {"azure.workload.identity/use": "true"}, "podAnnotations": {"a": "b"},
    }  # fmt: skip
    found = template(Part("web", {"app": "web"}, values, account="web-sa", sidecars=[sidecar("side")]))

    assert found["metadata"] == {
        "labels": {"azure.workload.identity/use": "true", "app": "web"},
        "annotations": {"a": "b"},
    }
    assert found["spec"]["serviceAccountName"] == "web-sa"
    assert found["spec"]["priorityClassName"] == "platform"
    assert found["spec"]["topologySpreadConstraints"] == spread
    assert found["spec"]["nodeSelector"] == {"disk": "fast"}
    assert [one["name"] for one in found["spec"]["containers"]] == ["web", "side"]
    assert found["spec"]["containers"][0]["resources"] == {"requests": {"cpu": "1"}}


def test_the_selectors_labels_win_over_those_of_the_values() -> None:
    found = template(Part("web", {"app": "web"}, {"podLabels": {"app": "other"}}))

    assert found["metadata"]["labels"] == {"app": "web"}


def test_a_stateful_set_names_its_service_and_its_claims() -> None:
    claim = {"metadata": {"name": "data"}, "spec": {}}
    found = workload(release(), Part("web", {"app": "web"}, kind="StatefulSet", templates=[claim]))

    assert found["spec"]["serviceName"] == "web"
    assert found["spec"]["volumeClaimTemplates"] == [claim]


def test_what_has_no_namespace_gets_none_and_nothing_empty_is_written() -> None:
    body: dict[str, Any] = {"metadata": {"annotations": {}}, "spec": {}}

    assert (
        "namespace" not in made(release(), "networking.k8s.io/v1", "IngressClass", "a", body, {})["metadata"]
    )
    assert made(release(), "v1", "ConfigMap", "a", body, {"b": "c"})["metadata"] == {
        "name": "a", "labels": {"b": "c"}, "namespace": "home",
    }  # fmt: skip
    assert filled({"a": {}, "b": [], "c": None, "d": "", "e": 0, "f": False}) == {"e": 0, "f": False}
