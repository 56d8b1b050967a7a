"""Rules and accounts: no more than is said, and nothing by which rights are widened."""

from typing import Any

import pytest

from settings.workload import Account, Rule
from tests.settings.workload.given import wrong

READ = {"resources": ["configmaps"], "verbs": ["get"]}


def test_a_rule_is_of_the_core_group_and_of_every_object_unless_it_says_otherwise() -> None:
    rule = Rule.model_validate(READ)

    assert (rule.group, rule.names) == ("", ())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"resources": ["*"]},
            "resources.0\n  Value error, expected a resource in lower case and the plural",
        ),
        ({"resources": ["ConfigMaps"]}, "such as configmaps or pods/log, and no wildcard"),
        ({"verbs": ["*"]}, "verbs.0\n  Input should be 'get', 'list', 'watch'"),
        ({"resources": []}, "resources\n  Tuple should have at least 1 item"),
        ({"verbs": []}, "verbs\n  Tuple should have at least 1 item"),
        (
            {"group": "apps/v1"},
            'group\n  Value error, expected an API group without its version such as apps, or "" for the core',
        ),
        ({"names": ["app-*"]}, "names.0\n  Value error, expected an object's name: at most 253 lower-case"),
        ({"names": ["a" * 254]}, "names.0\n  Value error, expected an object's name"),
    ],
)
def test_a_rule_names_what_it_is_about(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Rule, {**READ, **given})


@pytest.mark.parametrize("verbs", [["list"], ["get", "list"], ["get", "delete"]])
def test_secrets_are_read_by_name_alone(verbs: list[str]) -> None:
    told = "expected secrets by name and with get or watch alone: list and wildcards show them all"

    assert told in wrong(Rule, {"resources": ["secrets"], "verbs": verbs, "names": ["app"]})
    assert told in wrong(Rule, {"resources": ["configmaps", "secrets"], "verbs": ["get"]})
    assert Rule(resources=("secrets",), verbs=("get", "watch"), names=("app",)).names == ("app",)


@pytest.mark.parametrize(
    ("group", "resource"),
    [("rbac.authorization.k8s.io", "rolebindings"), ("", "serviceaccounts/token")],
)
def test_nothing_hands_out_rights(group: str, resource: str) -> None:
    given = {"group": group, "resources": [resource], "verbs": ["create"]}

    assert (
        "expected nothing that hands out rights: roles, bindings and tokens are not for an application"
        in wrong(Rule, given)
    )
    assert Rule.model_validate({**given, "verbs": ["get"]}).group == group


@pytest.mark.parametrize("verb", ["create", "deletecollection"])
def test_a_verb_without_an_object_takes_no_names(verb: str) -> None:
    assert "expected no names with create or deletecollection, which know none" in wrong(
        Rule, {"resources": ["pods"], "verbs": [verb], "names": ["app-0"]}
    )


def test_what_the_whole_cluster_has_is_beyond_a_rule() -> None:
    told = wrong(Rule, {"resources": ["pods", "nodes", "persistentvolumes"], "verbs": ["get"]})

    assert (
        "expected resources of a namespace, got nodes, persistentvolumes, which the whole cluster has" in told
    )


def test_all_that_is_wrong_with_a_rule_is_told_at_once() -> None:
    told = wrong(Rule, {"resources": ["secrets", "nodes"], "verbs": ["create"], "names": ["app"]})

    assert "expected secrets by name" in told
    assert "expected no names with create" in told
    assert "expected resources of a namespace" in told


ACCOUNT = {"name": "deployer", "namespace": "team", "access": [READ]}


def test_an_account_is_nobodys_but_its_own_tokens_unless_it_names_groups() -> None:
    assert Account.model_validate(ACCOUNT).groups == ()
    assert Account.model_validate({**ACCOUNT, "groups": ["team-a", "oidc:ops"]}).groups == (
        "team-a",
        "oidc:ops",
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"access": []}, "access\n  Tuple should have at least 1 item"),
        (
            {"name": "default"},
            "name\n  Value error, expected a name of its own, for every namespace has a default account already",
        ),
        (
            {"groups": ["team a"]},
            "groups.0\n  Value error, expected the name of a group of the cluster's users",
        ),
        (
            {"groups": ["ops", "system:authenticated"]},
            "expected groups that somebody is put into, of which system:authenticated is not: Kubernetes fills it by itself",
        ),
        ({"groups": ["ops", "ops"]}, "groups\n  Value error, expected every group once"),
    ],
)
def test_an_account_is_for_somebody_in_particular(given: dict[str, Any], told: str) -> None:
    assert told in wrong(Account, {**ACCOUNT, **given})
