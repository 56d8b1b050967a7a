"""Which changes need a new object."""

from typing import Any

from rehearsal.providers.kubernetes.errors import ApiError, Cause
from rehearsal.providers.kubernetes.immutable import immutable_causes, replacing
from rehearsal.providers.kubernetes.resource import Request
from tests.rehearsal.providers.kubernetes.things import CONFIG_MAP, DEPLOYMENT


def request(type_: str, olds: Any, news: Any, **provider: Any) -> Request:
    return Request(type_, "urn", "name", news, provider, "a/b", olds)


def test_the_real_providers_table_is_kept() -> None:
    assert replacing(request(DEPLOYMENT, {"spec": {"selector": 1}}, {"spec": {"selector": 2}})) == [
        "spec.selector"
    ]
    assert replacing(request(DEPLOYMENT, {"spec": {"replicas": 1}}, {"spec": {"replicas": 2}})) == []
    assert replacing(request(CONFIG_MAP, {"data": 1}, {"data": 2})) == ["data"]
    renamed = {"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}
    assert replacing(request("kubernetes:example.com/v1:Ship", *renamed)) == ["metadata.name"]


def test_a_patch_and_a_custom_kind_of_a_known_name_are_not_in_it() -> None:
    changed = {"spec": {"selector": 1}}, {"spec": {"selector": 2}}

    assert replacing(request(f"{DEPLOYMENT}Patch", *changed)) == []
    assert replacing(request("kubernetes:example.com/v1:Deployment", *changed)) == []


def test_the_provider_may_say_that_data_changes_in_place() -> None:
    changed = {"data": 1}, {"data": 2}

    assert replacing(request(CONFIG_MAP, *changed, enableConfigMapMutable=True)) == []
    assert replacing(request("kubernetes:core/v1:Secret", *changed, enableConfigMapMutable=True)) == ["data"]


def test_what_the_api_server_calls_immutable_is_found_among_the_changes() -> None:
    olds, news = {"spec": {"a": [1], "b": 1}}, {"spec": {"a": [2], "b": 2}}
    causes = (Cause("spec.a[0]", "FieldValueInvalid", "Invalid value: 2: field is immutable"),)

    assert immutable_causes(ApiError(422, "Invalid", "", causes), request(DEPLOYMENT, olds, news)) == [
        "spec.a"
    ]
    assert immutable_causes(ApiError(422, "Invalid", "", causes), request(DEPLOYMENT, {}, {})) == ["spec.a"]


def test_another_refusal_is_no_replacement() -> None:
    causes = (Cause("spec.a", "FieldValueInvalid", "Invalid value: 2: must be less than 2"),)

    assert immutable_causes(ApiError(422, "Invalid", "", causes), request(DEPLOYMENT, {}, {})) == []
