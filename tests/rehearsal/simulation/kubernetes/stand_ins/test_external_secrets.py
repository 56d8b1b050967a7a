"""External Secrets: three Deployments, two of whose service accounts are called the same whatever the release is called."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods


def test_only_the_controllers_account_follows_the_releases_name() -> None:
    made = objects("external-secrets", release="my-external-secrets")

    assert {
        name: pods(one)["serviceAccountName"] for name, one in made.items() if one["kind"] == "Deployment"
    } == {
        "Deployment/my-external-secrets": "my-external-secrets",
        "Deployment/my-external-secrets-webhook": "external-secrets-webhook",
        "Deployment/my-external-secrets-cert-controller": "external-secrets-cert-controller",
    }


def test_each_part_follows_its_own_values() -> None:
    made = objects(
        "external-secrets",
        {
            "replicaCount": 2,
            "podDisruptionBudget": {"enabled": True, "minAvailable": 1},
            "webhook": {"replicaCount": 2, "priorityClassName": "platform"},
            "certController": {"create": False},
            "serviceMonitor": {"enabled": True},
            "global": {"nodeSelector": {"a": "b"}},
        },
    )

    assert made["Deployment/external-secrets"]["spec"]["replicas"] == 2
    assert made["PodDisruptionBudget/external-secrets-pdb"]["spec"]["minAvailable"] == 1
    assert pods(made["Deployment/external-secrets-webhook"])["priorityClassName"] == "platform"
    assert pods(made["Deployment/external-secrets"])["nodeSelector"] == {"a": "b"}
    assert "Deployment/external-secrets-cert-controller" not in made
    assert "ServiceMonitor/external-secrets-metrics" in made
    assert [port["name"] for port in made["Service/external-secrets-webhook"]["spec"]["ports"]] == [
        "webhook",
        "metrics",
    ]
