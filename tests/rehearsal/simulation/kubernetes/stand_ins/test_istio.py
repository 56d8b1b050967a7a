"""Istio's charts: the names and labels that the mesh's own configuration and policies select by."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def test_istiod_is_selected_by_app_and_istio() -> None:
    made = objects("istiod", {"global": {"istioNamespace": "mesh"}})

    assert made["Deployment/istiod"]["spec"]["selector"]["matchLabels"] == {"app": "istiod", "istio": "pilot"}
    assert made["Deployment/istiod"]["metadata"]["namespace"] == "mesh"
    assert {port["port"] for port in made["Service/istiod"]["spec"]["ports"]} == {15010, 15012, 443, 15014}


def test_istiod_with_a_revision_has_it_in_its_names_and_labels() -> None:
    made = objects("istiod", {"revision": "canary"})

    assert made["Deployment/istiod-canary"]["spec"]["selector"]["matchLabels"] == {
        "app": "istiod",
        "istio.io/rev": "canary",
    }
    assert "Service/istiod-canary" in made


def test_istiod_has_a_disruption_budget_only_where_more_than_one_is_sure_to_run() -> None:
    assert "PodDisruptionBudget/istiod" not in objects("istiod")
    assert "PodDisruptionBudget/istiod" in objects("istiod", {"autoscaleMin": 2})
    assert "PodDisruptionBudget/istiod" in objects("istiod", {"autoscaleEnabled": False, "replicaCount": 2})


def test_istiod_without_an_autoscaler_has_a_number_of_its_own() -> None:
    made = objects("istiod", {"autoscaleEnabled": False, "replicaCount": 2})

    assert made["Deployment/istiod"]["spec"]["replicas"] == 2
    assert "HorizontalPodAutoscaler/istiod" not in made


def test_base_has_an_account_for_readers_unless_told_otherwise() -> None:
    assert list(objects("base")) == ["ServiceAccount/istio-reader-service-account"]
    assert objects("base", {"global": {"enableReaderRBAC": False}}) == {}


def test_a_gateway_is_called_and_labelled_after_its_release() -> None:
    made = objects("gateway", release="istio-ingressgateway")

    labels = {"app": "istio-ingressgateway", "istio": "ingressgateway"}
    assert made["Deployment/istio-ingressgateway"]["spec"]["selector"]["matchLabels"] == labels
    assert made["Service/istio-ingressgateway"]["spec"]["type"] == "LoadBalancer"
    assert "ServiceAccount/istio-ingressgateway" in made


def test_an_egress_gateway_may_have_no_load_balancer_or_no_service() -> None:
    inner = objects("gateway", {"service": {"type": "ClusterIP"}}, release="egress")
    none = objects("gateway", {"service": {"type": "None"}}, release="egress")

    assert inner["Service/egress"]["spec"]["type"] == "ClusterIP"
    assert "Service/egress" not in none


def test_a_gateways_disruption_budget_needs_two_pods() -> None:
    block = {"podDisruptionBudget": {"minAvailable": 1}}

    assert "PodDisruptionBudget/gateway" not in objects("gateway", block)
    assert "PodDisruptionBudget/gateway" in objects("gateway", {**block, "autoscaling": {"minReplicas": 2}})


def test_the_cni_agent_runs_on_every_node_and_touches_the_host() -> None:
    found = pods(objects("cni", release="istio-cni")["DaemonSet/istio-cni-node"])

    assert found["priorityClassName"] == "system-node-critical"
    assert {"effect": "NoExecute", "operator": "Exists"} in found["tolerations"]
    assert all("hostPath" in volume for volume in found["volumes"])
