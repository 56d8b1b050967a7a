"""What may be asked of the Kubernetes API: by a workload's pods, and as an account that no pod has."""

from functools import cache

from components.workload import access
from rehearsal.recorded import Recording
from settings.workload import Account, Rule
from tests.components.workload.sample import both, made
from tests.components.workload.specs import least

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
ACCOUNT = "kubernetes:core/v1:ServiceAccount"
NAMESPACE = "kubernetes:core/v1:Namespace"
PIPELINE = Account.model_validate(
    {
        "name": "pipeline",
        "namespace": "team-tools",
        "access": [{"group": "apps", "resources": ["deployments"], "verbs": ["get", "patch"]}],
        "groups": ["team-developers"],
    }
)


@cache
def outside() -> Recording:
    return made([least()], [PIPELINE])


def test_a_rule_is_of_named_objects_where_it_names_some() -> None:
    one, other = access.rules(
        [
            Rule(resources=("configmaps",), verbs=("get",), names=("flags",)),
            Rule(group="apps", resources=("deployments",), verbs=("list",)),
        ]
    )

    assert one == {
        "api_groups": [""],
        "resources": ["configmaps"],
        "verbs": ["get"],
        "resource_names": ["flags"],
    }
    assert other == {"api_groups": ["apps"], "resources": ["deployments"], "verbs": ["list"]}


def test_groups_get_the_same_rights_under_their_own_names() -> None:
    assert access.subjects("pipeline", "team", ["developers"]) == [
        {"kind": "ServiceAccount", "name": "pipeline", "namespace": "team"},
        {"kind": "Group", "name": "developers", "api_group": "rbac.authorization.k8s.io"},
    ]


def test_a_workloads_pods_have_its_rights_and_those_alone() -> None:
    role, binding = both().one(ROLE, "main-app"), both().one(BINDING, "main-app")

    assert role.inputs["rules"] == [
        {
            "apiGroups": [""],
            "resources": ["configmaps"],
            "verbs": ["get", "watch"],
            "resourceNames": ["flags"],
        }
    ]
    assert role.inputs["metadata"]["namespace"] == binding.inputs["metadata"]["namespace"] == "team"
    assert binding.inputs["roleRef"] == {
        "apiGroup": "rbac.authorization.k8s.io",
        "kind": "Role",
        "name": "app",
    }
    assert binding.inputs["subjects"] == [{"kind": "ServiceAccount", "name": "app", "namespace": "team"}]


def test_a_workload_that_asks_for_nothing_has_no_role() -> None:
    assert "main-store" not in {one.name for one in both().of(ROLE)}


def test_an_account_without_pods_holds_no_token_and_is_bound_with_its_groups() -> None:
    name = "main-team-tools-pipeline"
    account, binding = outside().one(ACCOUNT, name), outside().one(BINDING, name)

    assert account.inputs["automountServiceAccountToken"] is False
    assert account.inputs["metadata"]["labels"]["app.kubernetes.io/part-of"] == "sample"
    assert [(one["kind"], one["name"]) for one in binding.inputs["subjects"]] == [
        ("ServiceAccount", "pipeline"),
        ("Group", "team-developers"),
    ]
    assert outside().one(ROLE, name).inputs["rules"] == [
        {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "patch"]}
    ]


def test_its_namespace_is_the_applications_even_where_no_workload_is_in_it() -> None:
    labels = outside().one(NAMESPACE, "main-team-tools").inputs["metadata"]["labels"]

    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert outside().one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-team-tools-default-deny")
