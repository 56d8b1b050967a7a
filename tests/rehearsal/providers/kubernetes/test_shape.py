"""Between properties and objects."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import NoKindMatch
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.shape import (
    annotation,
    as_inputs,
    kind_of,
    ref_of,
    to_object,
    to_outputs,
    without,
)
from tests.rehearsal.providers.kubernetes.things import CONFIG_MAP, DEFINITION, DEPLOYMENT, NAMESPACE


def resource(api_version: str, kind: str) -> Any:
    if kind == "Ship":
        raise NoKindMatch(api_version, kind)
    return SimpleNamespace(namespaced=kind not in {"Namespace", "CustomResourceDefinition"})


CLIENT = cast(Client, SimpleNamespace(discovery=SimpleNamespace(resource=resource)))


def of(type_: str, inputs: Mapping[str, Any], **provider: Any) -> Any:
    return to_object(type_, inputs, provider, CLIENT)


def test_a_type_says_the_version_and_the_kind() -> None:
    assert kind_of(CONFIG_MAP) == ("v1", "ConfigMap")
    assert kind_of(f"{DEPLOYMENT}Patch") == ("apps/v1", "Deployment")
    assert ref_of(DEPLOYMENT, "shop/web") == Ref("apps/v1", "Deployment", "web", "shop")
    assert ref_of(NAMESPACE, "shop") == Ref("v1", "Namespace", "shop")


def test_an_object_gets_its_namespace_from_itself_then_from_the_provider_then_by_default() -> None:
    own = {"metadata": {"name": "a", "namespace": "own"}}

    assert of(CONFIG_MAP, own, namespace="theirs")["metadata"]["namespace"] == "own"
    assert of(CONFIG_MAP, {}, namespace="theirs")["metadata"] == {"namespace": "theirs"}
    assert of(CONFIG_MAP, {})["metadata"] == {"namespace": "default"}
    assert of("kubernetes:example.com/v1:Ship", {})["metadata"] == {"namespace": "default"}
    assert of(NAMESPACE, {"metadata": {"name": "a"}}, namespace="theirs")["metadata"] == {"name": "a"}


def test_what_is_null_and_what_is_the_servers_own_is_left_out() -> None:
    inputs = {
        "metadata": {"name": "a", "uid": "1", "resourceVersion": "2"},
        "data": {"a": None, "b": "1"},
        "spec": None,
    }

    assert of(CONFIG_MAP, inputs) == {
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}, "data": {"b": "1"},
    }  # fmt: skip


def test_the_extensions_of_a_schema_have_underscores_in_python_and_dashes_on_the_server() -> None:
    python = {
        "metadata": {"name": "a"},
        "spec": {"versions": [{"schema": {"x_kubernetes_preserve_unknown_fields": True}}]},
    }

    obj = of(DEFINITION, python)

    assert obj["spec"] == {"versions": [{"schema": {"x-kubernetes-preserve-unknown-fields": True}}]}
    assert to_outputs(obj)["spec"] == python["spec"]


def test_outputs_and_inputs_leave_out_what_is_not_theirs() -> None:
    live = {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "uid": "1", "managedFields": [{}]}, "spec": {}, "status": {},
    }  # fmt: skip

    assert to_outputs(live)["metadata"] == {"name": "a", "uid": "1"}
    assert as_inputs(live) == {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {}}


def test_an_annotation_is_read_where_there_are_any() -> None:
    assert annotation({"metadata": {"annotations": {"a": "1"}}}, "a") == "1"
    assert (
        annotation({"metadata": {}}, "a")
        == annotation({}, "a")
        == annotation({"metadata": {"annotations": 1}}, "a")
        == ""
    )


def test_fields_are_taken_out_by_their_paths() -> None:
    obj = {"spec": {"a": 1, "b": {"c": 1, "d": 2}}, "text": "x"}

    assert without(obj, ["spec.a", "spec.b.c", "text.y", "none"]) == {"spec": {"b": {"d": 2}}, "text": "x"}
    assert obj["spec"] == {"a": 1, "b": {"c": 1, "d": 2}}
