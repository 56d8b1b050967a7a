"""Versions and settings of the EKS add-ons."""

import json
import re
from typing import get_args

import pytest

from components.cluster.eks_addons import VERSIONS, configuration
from settings.types import KubernetesVersion
from tests.components.cluster.deployments import NODES, managed, needs, policy
from tests.recorded import Recording

ADDONS = {
    "vpc-cni",
    "kube-proxy",
    "coredns",
    "aws-ebs-csi-driver",
    "metrics-server",
    "snapshot-controller",
    "eks-pod-identity-agent",
}


def test_every_kubernetes_version_that_a_stack_may_ask_for_has_its_add_ons() -> None:
    check = get_args(KubernetesVersion)[-1].func

    assert [version for version in ("1.33", *VERSIONS, "1.37") if _passes(check, version)] == list(VERSIONS)


def _passes(check: object, version: str) -> bool:
    try:
        return bool(check(version))  # type: ignore[operator]
    except ValueError:
        return False


@pytest.mark.parametrize("version", VERSIONS)
def test_every_add_on_is_pinned_to_a_build_of_eks(version: str) -> None:
    assert set(VERSIONS[version]) == ADDONS
    assert all(re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", pin) for pin in VERSIONS[version].values())


@pytest.mark.parametrize("version", VERSIONS)
def test_kube_proxy_is_of_the_clusters_own_minor_version(version: str) -> None:
    assert VERSIONS[version]["kube-proxy"].startswith(f"v{version}.")


def test_network_policies_are_enforced() -> None:
    assert configuration("vpc-cni", {}) == {"enableNetworkPolicy": "true"}


def test_dns_runs_once_in_every_zone_at_least() -> None:
    settings = configuration("coredns", {})

    assert settings["autoScaling"]["minReplicas"] == 3
    assert [spread["topologyKey"] for spread in settings["topologySpreadConstraints"]] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]


def test_volumes_made_for_pods_carry_the_clusters_tags() -> None:
    assert configuration("aws-ebs-csi-driver", {"a": "b"}) == {"controller": {"extraVolumeTags": {"a": "b"}}}


def test_an_add_on_without_settings_keeps_its_own() -> None:
    assert configuration("kube-proxy", {"a": "b"}) == configuration("metrics-server", {"a": "b"}) == {}


ADDON = "aws:eks/addon:Addon"


def test_the_network_is_there_before_the_first_node_and_so_enforces_policies_from_the_first_pod(
    made: Recording,
) -> None:
    needed = needs(made, made.one(NODES))

    assert {f"{ADDON} main-vpc-cni", f"{ADDON} main-kube-proxy"} <= needed
    assert (
        json.loads(made.one(ADDON, "main-vpc-cni").inputs["configurationValues"])["enableNetworkPolicy"]
        == "true"
    )


@pytest.mark.parametrize("addon", ["coredns", "aws-ebs-csi-driver", "metrics-server"])
def test_what_runs_on_nodes_waits_for_them(addon: str, made: Recording) -> None:
    assert f"{NODES} main-node-system" in needs(made, made.one(ADDON, f"main-{addon}"))


@pytest.mark.parametrize(
    ("addon", "service_account", "allowed"),
    [
        ("vpc-cni", "aws-node", "AmazonEKS_CNI_Policy"),
        ("aws-ebs-csi-driver", "ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicy"),
    ],
)
def test_an_add_on_that_calls_aws_has_a_role_that_only_its_service_account_may_use(
    addon: str, service_account: str, allowed: str, made: Recording
) -> None:
    role = made.one("aws:iam/role:Role", f"main-{addon}")
    (trust,) = policy(role.inputs["assumeRolePolicy"])
    installed = made.one(ADDON, f"main-{addon}")

    assert installed.inputs["podIdentityAssociations"] == [
        {"roleArn": role.outputs["arn"], "serviceAccount": service_account}
    ]
    assert managed(made, f"main-{addon}") == [allowed]
    conditions = trust["Condition"]["StringEquals"]
    assert conditions["aws:RequestTag/kubernetes-namespace"] == "kube-system"
    assert conditions["aws:RequestTag/kubernetes-service-account"] == service_account
    assert f"aws:iam/rolePolicyAttachment:RolePolicyAttachment main-{addon}-policy" in needs(made, installed)


@pytest.mark.parametrize("addon", sorted(ADDONS))
def test_the_program_is_the_one_source_of_an_add_ons_settings(addon: str, made: Recording) -> None:
    installed = made.one(ADDON, f"main-{addon}").inputs

    assert installed["addonVersion"] == VERSIONS["1.35"][addon]
    assert installed["resolveConflictsOnCreate"] == installed["resolveConflictsOnUpdate"] == "OVERWRITE"
