"""Addresses of Services and Ingresses."""

from typing import Any

import pytest

from rehearsal.life.balancers import FINALIZER, SOMEBODYS, address, balanced
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.life.living import Living, soon


def test_an_address_stays_the_same_and_is_of_a_range_for_examples_or_a_name_on_amazon() -> None:
    assert address("gke", "europe-west4", "1") == address("gke", "europe-west4", "1")
    assert address("aks", "westeurope", "1")["ip"].startswith("198.51.100.")
    assert address("eks", "eu-central-1", "1")["hostname"].endswith(".elb.eu-central-1.amazonaws.com")


def test_a_service_with_a_class_is_for_another_controller() -> None:
    assert balanced({"spec": {"type": "LoadBalancer"}})
    assert not balanced({"spec": {"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"}})
    assert not balanced({"spec": {"type": "ClusterIP"}})


@pytest.mark.engine
def test_a_service_gets_an_address_its_ingresses_get_it_too_and_it_can_go(living: Living) -> None:
    home = living.namespace("balanced")
    labels = {"app.kubernetes.io/name": "ingress-nginx"}
    service = {
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "door", "namespace": home, "labels": labels},
        "spec": {"type": "LoadBalancer", "selector": {"app": "door"}, "ports": [{"port": 443}]},
    }  # fmt: skip
    class_ = {
        "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "nginx"},
        "spec": {"controller": "k8s.io/ingress-nginx"},
    }  # fmt: skip
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    ingress = {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web", "namespace": home},
        "spec": {"ingressClassName": "nginx", "defaultBackend": backend},
    }  # fmt: skip

    def addresses(kind: str, name: str) -> Any:
        api = "v1" if kind == "Service" else "networking.k8s.io/v1"
        found = living.client.get(Ref(api, kind, name, home))
        return [one["ip"] for one in found["status"]["loadBalancer"].get("ingress") or ()]

    living.put(class_, ingress)
    assert addresses("Ingress", "web") == [], "its controller has no address yet"
    living.put(service)
    given = soon(lambda: addresses("Service", "door"))
    assert given
    assert soon(lambda: addresses("Ingress", "web")) == given

    ref = Ref("v1", "Service", "door", home)
    assert living.client.get(ref)["metadata"]["finalizers"] == [FINALIZER]
    living.client.delete(ref)
    assert soon(lambda: living.client.find(ref) is None)


@pytest.mark.engine
def test_ingresses_of_a_class_that_was_only_looked_up_share_the_address_of_whoever_has_it(
    living: Living,
) -> None:
    home = living.namespace("looked-up")
    class_ = {
        "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "theirs"},
        "spec": {"controller": SOMEBODYS},
    }  # fmt: skip
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    living.put(class_)
    for name in ("one", "other"):
        living.put(
            {
                "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name, "namespace": home},
                "spec": {"ingressClassName": "theirs", "defaultBackend": backend},
            }
        )  # fmt: skip

    def address_of(name: str) -> Any:
        found = living.client.get(Ref("networking.k8s.io/v1", "Ingress", name, home))
        return found["status"]["loadBalancer"].get("ingress")

    assert soon(lambda: address_of("one"))
    assert soon(lambda: address_of("other") == address_of("one"))
