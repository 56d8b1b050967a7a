"""What every cluster has that runs the platform: load balancers and volumes, read off releases and objects."""

from rehearsal.costs.items import gib, load_balancers, volumes
from tests.rehearsal.costs.bills import one, part, release

SERVICE = "kubernetes:core/v1:Service"


def test_a_chart_with_a_public_service_costs_a_load_balancer_unless_its_values_say_otherwise() -> None:
    assert load_balancers(part(release("ingress-nginx", {}))) == 1
    assert (
        load_balancers(part(release("ingress-nginx", {"controller": {"service": {"type": "ClusterIP"}}})))
        == 0
    )
    assert load_balancers(part(release("cert-manager", {}))) == 0


def test_a_service_of_that_type_costs_one_and_any_other_does_not() -> None:
    public = one(SERVICE, "a", {"spec": {"type": "LoadBalancer"}}, cluster="main")
    inner = one(SERVICE, "b", {"spec": {}}, cluster="main")
    elsewhere = one(SERVICE, "c", {"spec": {"type": "LoadBalancer"}}, cluster="other")

    assert load_balancers(part(public, inner, elsewhere)) == 1


def test_each_replica_of_a_chart_claims_its_volume() -> None:
    claim = {"volumeClaimTemplate": {"spec": {"resources": {"requests": {"storage": "50Gi"}}}}}
    values = {"prometheus": {"prometheusSpec": {"replicas": 2, "storageSpec": claim}}}

    assert list(volumes(part(release("kube-prometheus-stack", values)))) == [50, 50]


def test_persistence_that_is_off_claims_nothing() -> None:
    on, off = (
        {"grafana": {"persistence": {"enabled": enabled, "size": "10Gi"}}} for enabled in (True, False)
    )

    assert list(volumes(part(release("a", on), release("b", off)))) == [10]


def test_claims_of_the_clusters_own_objects_count_too() -> None:
    claim = {"spec": {"resources": {"requests": {"storage": "5Gi"}}}}
    alone = one("kubernetes:core/v1:PersistentVolumeClaim", "a", claim, cluster="main")
    three = one(
        "kubernetes:apps/v1:StatefulSet",
        "b",
        {"spec": {"replicas": 3, "volumeClaimTemplates": [claim]}},
        cluster="main",
    )

    assert list(volumes(part(alone, three))) == [5, 5, 5, 5]


def test_a_size_is_rounded_up_as_disks_are_sold() -> None:
    assert [gib("1500Mi"), gib("10Gi"), gib("10G"), gib(None)] == [2, 10, 10, 0]
