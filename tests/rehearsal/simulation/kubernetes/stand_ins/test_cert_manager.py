"""cert-manager's three Deployments have the names and labels that policies and the webhook's callers rely on."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def test_its_workloads_run_as_their_own_service_accounts() -> None:
    made = objects("cert-manager")

    assert {
        name: pods(one)["serviceAccountName"] for name, one in made.items() if one["kind"] == "Deployment"
    } == {
        "Deployment/cert-manager": "cert-manager",
        "Deployment/cert-manager-cainjector": "cert-manager-cainjector",
        "Deployment/cert-manager-webhook": "cert-manager-webhook",
    }


def test_its_webhook_listens_where_the_api_server_calls_it() -> None:
    made = objects("cert-manager")
    ports = made["Deployment/cert-manager-webhook"]["spec"]["template"]["spec"]["containers"][0]["ports"]

    assert made["Service/cert-manager-webhook"]["spec"]["ports"][0] == {
        "name": "https",
        "port": 443,
        "targetPort": "https",
    }
    assert {"name": "https", "containerPort": 10250} in ports
    assert made["Service/cert-manager-webhook"]["spec"]["selector"] == {
        "app.kubernetes.io/name": "webhook",
        "app.kubernetes.io/instance": "cert-manager",
        "app.kubernetes.io/component": "webhook",
    }


def test_each_part_follows_its_own_values() -> None:
    made = objects(
        "cert-manager",
        {
            "replicaCount": 2,
            "webhook": {"replicaCount": 3, "podDisruptionBudget": {"enabled": True, "minAvailable": 2}},
            "cainjector": {"enabled": False},
            "global": {"priorityClassName": "platform"},
            "serviceAccount": {"annotations": {"role": "arn"}},
            "prometheus": {"servicemonitor": {"enabled": True, "labels": {"release": "stack"}}},
        },
    )

    assert made["Deployment/cert-manager"]["spec"]["replicas"] == 2
    assert made["Deployment/cert-manager-webhook"]["spec"]["replicas"] == 3
    assert made["PodDisruptionBudget/cert-manager-webhook"]["spec"]["minAvailable"] == 2
    assert "Deployment/cert-manager-cainjector" not in made
    assert pods(made["Deployment/cert-manager-webhook"])["priorityClassName"] == "platform"
    assert made["ServiceAccount/cert-manager"]["metadata"]["annotations"] == {"role": "arn"}
    assert made["ServiceMonitor/cert-manager"]["metadata"]["labels"]["release"] == "stack"
