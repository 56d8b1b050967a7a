"""ConfigMaps, Secrets, roles, quotas and definitions."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.kubernetes.cluster import CONFIG_MAP, Cluster

SECRET = "kubernetes:core/v1:Secret"
RBAC = "kubernetes:rbac.authorization.k8s.io/v1"
CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
STORED = {"name": "v1", "served": True, "storage": True}


@pytest.mark.parametrize(
    ("type_", "body", "text"),
    [
        (CONFIG_MAP, {"data": {"a b": "x"}}, "'a b' is not a key of letters"),
        (CONFIG_MAP, {"data": {"a": 1}}, "1 is not text; write it in quotes"),
        (CONFIG_MAP, {"data": {"a": "x" * 1048577}}, "1048577 bytes, 1048576 are allowed"),
        (SECRET, {"stringData": {"..": "x"}}, "'..' is not a key"),
        (SECRET, {"data": {"a": "not base64!"}}, "the value is not base64; use stringData for plain text"),
        (
            f"{RBAC}:Role",
            {"rules": [{"resources": ["pods"], "apiGroups": [""]}]},
            "verbs must contain at least one value",
        ),
        (f"{RBAC}:Role", {"rules": [{"verbs": ["get"]}]}, "must supply at least one resource"),
        (
            f"{RBAC}:Role",
            {"rules": [{"verbs": ["get"], "resources": ["pods"]}]},
            "must supply at least one api group",
        ),
        (
            f"{RBAC}:RoleBinding",
            {"roleRef": {"kind": "Rule", "name": "a"}},
            "roleRef: Required value: kind (Role or ClusterRole)",
        ),
        (
            f"{RBAC}:ClusterRoleBinding",
            {
                "roleRef": {"kind": "ClusterRole", "name": "a"},
                "subjects": [{"kind": "ServiceAccount", "name": "b"}],
            },
            "the namespace of the service account 'b'",
        ),
        (
            f"{RBAC}:ClusterRoleBinding",
            {"roleRef": {"kind": "ClusterRole", "name": "a"}, "subjects": [{"kind": "Robot", "name": "b"}]},
            "Unsupported value: 'Robot'",
        ),
        ("kubernetes:core/v1:ResourceQuota", {"spec": {"hard": {"cpu": "much"}}}, "'much' is not a quantity"),
        (
            "kubernetes:core/v1:LimitRange",
            {"spec": {"limits": [{"default": {"cpu": "-1"}}]}},
            "'-1' is below 0",
        ),
        (
            "kubernetes:scheduling.k8s.io/v1:PriorityClass",
            {"value": 2_000_000_000},
            "2000000000 is above 1000000000",
        ),
        (
            CRD,
            {"spec": {"group": "a.b", "names": {"plural": "cs"}, "versions": [STORED]}},
            "'thing' must be spec.names.plural",
        ),
        (
            CRD,
            {"spec": {"group": "b", "names": {"plural": "thing"}, "versions": []}},
            "exactly one version must be stored (0 are)",
        ),
    ],
)
def test_what_is_refused(cluster: Cluster, type_: str, body: dict[str, Any], text: str) -> None:
    reasons = " ".join(
        f"{f.property}: {f.reason}" for f in cluster.wrong(type_, metadata={"name": "thing"}, **body)
    )

    assert text in reasons


def test_unknown_values_are_never_wrong(cluster: Cluster) -> None:
    assert cluster.wrong(CONFIG_MAP, data={"a": UNKNOWN}) == []
    assert cluster.wrong(SECRET, data=UNKNOWN, stringData={"a": UNKNOWN}) == []
    assert cluster.wrong(f"{RBAC}:RoleBinding", roleRef=UNKNOWN, subjects=UNKNOWN) == []
