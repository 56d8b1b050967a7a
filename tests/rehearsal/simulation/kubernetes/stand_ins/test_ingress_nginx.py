"""ingress-nginx: its load balancer, its class, and how many pods there are."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods

CONTROLLER = {
    "app.kubernetes.io/name": "ingress-nginx",
    "app.kubernetes.io/instance": "ingress-nginx",
    "app.kubernetes.io/component": "controller",
}


def test_the_load_balancer_leads_to_the_controller() -> None:
    values = {"controller": {"service": {"annotations": {"a": "b"}, "externalTrafficPolicy": "Local"}}}
    found = objects("ingress-nginx", values)["Service/ingress-nginx-controller"]

    assert found["spec"]["type"] == "LoadBalancer"
    assert found["spec"]["selector"] == CONTROLLER
    assert found["spec"]["externalTrafficPolicy"] == "Local"
    assert found["metadata"]["annotations"] == {"a": "b"}


def test_an_autoscaler_takes_the_number_of_pods_from_the_deployment() -> None:
    scaling = {"enabled": True, "minReplicas": 3, "maxReplicas": 9, "targetMemoryUtilizationPercentage": 0}
    made = objects("ingress-nginx", {"controller": {"autoscaling": scaling, "minAvailable": 2}})

    assert "replicas" not in made["Deployment/ingress-nginx-controller"]["spec"]
    scaler = made["HorizontalPodAutoscaler/ingress-nginx-controller"]["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"], len(scaler["metrics"])) == (3, 9, 1)
    assert made["PodDisruptionBudget/ingress-nginx-controller"]["spec"]["minAvailable"] == 2


def test_a_single_pod_has_no_disruption_budget() -> None:
    assert "PodDisruptionBudget/ingress-nginx-controller" not in objects("ingress-nginx")


def test_the_class_is_the_one_that_the_values_name() -> None:
    made = objects(
        "ingress-nginx", {"controller": {"ingressClassResource": {"name": "edge", "default": True}}}
    )

    assert made["IngressClass/edge"]["spec"] == {"controller": "k8s.io/ingress-nginx"}
    assert made["IngressClass/edge"]["metadata"]["annotations"] == {
        "ingressclass.kubernetes.io/is-default-class": "true"
    }
    off = {"controller": {"ingressClassResource": {"enabled": False}}}
    assert "IngressClass/nginx" not in objects("ingress-nginx", off)


def test_metrics_and_the_webhook_have_ports_of_their_own() -> None:
    values = {"controller": {"metrics": {"enabled": True, "serviceMonitor": {"enabled": True}}}}
    made = objects("ingress-nginx", values)
    ports = {
        one["name"]: one["containerPort"]
        for one in pods(made["Deployment/ingress-nginx-controller"])["containers"][0]["ports"]
    }

    assert ports == {"http": 80, "https": 443, "metrics": 10254, "webhook": 8443}
    assert "ServiceMonitor/ingress-nginx-controller" in made
    assert "Service/ingress-nginx-controller-metrics" in made
    assert "Service/ingress-nginx-controller-admission" in made
