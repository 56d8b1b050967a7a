"""Loki: which of its workloads there are, and how they are found."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods

SINGLE = {"singleBinary": {"replicas": 2, "persistence": {"size": "20Gi", "storageClass": "fast"}}}


def test_in_one_process_it_is_a_stateful_set_with_a_claim() -> None:
    found = objects("loki", SINGLE)["StatefulSet/loki"]
    [claim] = found["spec"]["volumeClaimTemplates"]

    assert found["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"] == "single-binary"
    assert found["spec"]["replicas"] == 2
    assert claim["spec"]["resources"] == {"requests": {"storage": "20Gi"}}
    assert claim["spec"]["storageClassName"] == "fast"


def test_logs_are_pushed_to_its_gateway() -> None:
    made = objects("loki", SINGLE)

    assert made["Service/loki-gateway"]["spec"]["ports"] == [
        {"name": "http-metrics", "port": 80, "targetPort": "http-metrics"}
    ]
    assert made["Service/loki-gateway"]["spec"]["selector"]["app.kubernetes.io/component"] == "gateway"
    assert {"Service/loki", "Service/loki-headless", "Service/loki-memberlist"} <= made.keys()


def test_several_processes_have_a_workload_each() -> None:
    made = objects("loki", {"deploymentMode": "SimpleScalable", "read": {"replicas": 1}})

    assert {"Deployment/loki-read", "StatefulSet/loki-write", "StatefulSet/loki-backend"} <= made.keys()
    assert "StatefulSet/loki" not in made
    assert made["StatefulSet/loki-write"]["spec"]["replicas"] == 3


def test_a_budget_is_for_more_than_one_pod() -> None:
    made = objects("loki", SINGLE)

    assert made["PodDisruptionBudget/loki"]["spec"]["maxUnavailable"] == 1
    assert "PodDisruptionBudget/loki-gateway" not in made
    off = {**SINGLE, "podDisruptionBudget": {"enabled": False}}
    assert "PodDisruptionBudget/loki" not in objects("loki", off)


def test_a_cache_asks_for_a_fifth_more_than_it_is_to_hold() -> None:
    found = pods(objects("loki", SINGLE)["StatefulSet/loki-chunks-cache"])

    assert found["containers"][0]["resources"]["requests"]["memory"] == "9830Mi"


def test_what_is_switched_off_is_not_there() -> None:
    off = {name: {"enabled": False} for name in ("gateway", "lokiCanary", "chunksCache", "resultsCache")}
    names = " ".join(objects("loki", {**SINGLE, **off}))

    assert not any(word in names for word in ("gateway", "canary", "cache", "memcached"))
