"""What is made around the monitoring release: its namespaces, Grafana's password and its rights."""

from functools import cache

from components.platform.kube_prometheus_stack import grafana
from rehearsal.recorded import RELEASE, Recorded, Recording
from tests.components.platform.given import create_platform, on_a_cluster, settings

NAMESPACE = "kubernetes:core/v1:Namespace"


@cache
def recording() -> Recording:
    alerts = {"slack": {"channel": "#alerts", "url": "alerts/slack"}}
    chosen = settings(monitoring={"grafana_admin": "team/grafana", "alerts": alerts})
    return on_a_cluster(lambda cluster: create_platform(chosen, cluster))


def release() -> Recorded:
    return recording().one(RELEASE, "main-kube-prometheus-stack")


def test_both_namespaces_outlive_the_release() -> None:
    homes = {recording().by_urn()[urn].name for urn in release().dependencies if NAMESPACE in urn}

    assert homes == {"main-monitoring", "main-node-exporter"}


def test_the_release_is_given_time_for_its_many_images() -> None:
    assert release().inputs["timeout"] == 900


def test_grafanas_password_is_there_before_grafana_and_comes_from_where_settings_say() -> None:
    secret = recording().one("kubernetes:external-secrets.io/v1:ExternalSecret", "main-grafana-admin")
    store = recording().one("kubernetes:external-secrets.io/v1:ClusterSecretStore")

    assert secret.urn in release().dependencies
    assert store.urn in secret.dependencies
    assert secret.inputs["metadata"]["namespace"] == release().inputs["namespace"]
    assert secret.inputs["spec"]["data"][0]["remoteRef"] == {
        "key": "staging/team/grafana",
        "property": "username",
    }


def test_what_alertmanager_needs_to_tell_somebody_is_there_before_it() -> None:
    kind = "kubernetes:external-secrets.io/v1:ExternalSecret"
    secret = recording().one(kind, "main-alertmanager-receivers")

    assert secret.urn in release().dependencies
    assert secret.inputs["spec"]["data"] == [
        {"secretKey": "slack", "remoteRef": {"key": "staging/alerts/slack"}}
    ]


def test_grafana_may_read_its_own_namespace_only() -> None:
    role = recording().one("kubernetes:rbac.authorization.k8s.io/v1:Role", "main-grafana-sidecar")
    binding = recording().one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "main-grafana-sidecar")

    assert role.inputs["metadata"]["namespace"] == binding.inputs["metadata"]["namespace"] == "monitoring"
    assert role.inputs["rules"] == [
        {"apiGroups": [""], "resources": ["configmaps", "secrets"], "verbs": ["get", "list", "watch"]}
    ]
    assert binding.inputs["roleRef"]["name"] == role.inputs["metadata"]["name"]
    assert binding.inputs["subjects"] == [
        {"kind": "ServiceAccount", "name": grafana.SERVICE_ACCOUNT, "namespace": "monitoring"}
    ]
    assert not recording().of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")
    assert binding.urn in release().dependencies
