"""Services, ingresses and network policies."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from tests.rehearsal.simulation.kubernetes.cluster import SERVICE, Cluster

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
BACKEND = {"service": {"name": "a", "port": {"number": 80}}}


def path(**more: Any) -> dict[str, Any]:
    return {"rules": [{"http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": BACKEND, **more}]}}]}


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({}, "a service has at least one port"),
        ({"ports": [{"port": 0}]}, "the port 0 is not within"),
        ({"ports": [{}]}, "Required value: port"),
        ({"ports": [{"port": 1}, {"port": 2}]}, "with several ports each has a name"),
        ({"ports": [{"port": 1, "name": "a"}, {"port": 2, "name": "a"}]}, "Duplicate value: 'a'"),
        ({"ports": [{"port": 1, "name": "a"}, {"port": 1, "name": "b"}]}, "Duplicate value: 1/TCP"),
        ({"ports": [{"port": 1, "nodePort": 80}]}, "80 is not within 30000 to 32767"),
        ({"ports": [{"port": 1, "targetPort": "HTTP"}]}, "'HTTP' is not a port name"),
        ({"ports": [{"port": 1}], "type": "Balancer"}, "Unsupported value: 'Balancer'"),
        ({"type": "ExternalName"}, "an ExternalName service names a host"),
        ({"ports": [{"port": 1}], "loadBalancerSourceRanges": ["here"]}, "'here' is not a CIDR block"),
        ({"ports": [{"port": 1}], "selectors": {}}, 'unknown field "spec.selectors"'),
    ],
)
def test_a_service_that_is_refused(cluster: Cluster, spec: dict[str, Any], text: str) -> None:
    assert text in cluster.refused(SERVICE, spec=spec)


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({}, "either defaultBackend or rules must be specified"),
        ({"rules": [{"host": "Bad_host"}]}, "'Bad_host' is not a DNS name"),
        ({"defaultBackend": BACKEND, "tls": [{"hosts": ["*.*"]}]}, "'*.*' is not a DNS name"),
        (path(pathType=None), "Exact, Prefix or ImplementationSpecific (None given)"),
        (path(path="a"), "'a' must be an absolute path"),
        (path(backend={}), "Required value: backend.service or backend.resource"),
        (path(backend={"service": {"port": {"number": 1}}}), "Required value: name"),
        (
            path(backend={"service": {"name": "a", "port": {"number": 1, "name": "b"}}}),
            "exactly one of name and number",
        ),
        (path(backend={"service": {"name": "a", "port": {"number": 0}}}), "the port 0"),
    ],
)
def test_an_ingress_that_is_refused(cluster: Cluster, spec: dict[str, Any], text: str) -> None:
    assert text in cluster.refused(INGRESS, spec=spec)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"ports": [{"port": 70000}]}, "the port 70000"),
        ({"ports": [{"port": 1, "protocol": "ICMP"}]}, "Unsupported value: 'ICMP'"),
        ({"ports": [{"port": 9, "endPort": 1}]}, "1 must be at or above port (9)"),
        ({"ports": [{"port": "http", "endPort": 1}]}, "1 must be at or above port ('http')"),
        ({"to": [{}]}, "a peer has a podSelector, a namespaceSelector or an ipBlock"),
        ({"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}, "podSelector": {}}]}, "may not specify both ipBlock"),
        ({"to": [{"ipBlock": {"cidr": "10.0.0.0"}}]}, "'10.0.0.0' is not a CIDR block"),
        (
            {"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}}]},
            "11.0.0.0/16 is not strictly within 10.0.0.0/8",
        ),
        ({"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.0.0.0/8"]}}]}, "is not strictly within"),
        ({"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["fd00::/8"]}}]}, "is not strictly within"),
        ({"from": []}, 'unknown field "spec.egress[0].from"'),
    ],
)
def test_a_network_policy_that_is_refused(cluster: Cluster, rule: dict[str, Any], text: str) -> None:
    assert text in cluster.refused(POLICY, spec={"podSelector": {}, "egress": [rule]})


def test_a_policy_has_known_types(cluster: Cluster) -> None:
    assert "Unsupported value: 'Both'" in cluster.refused(
        POLICY, spec={"podSelector": {}, "policyTypes": ["Both"]}
    )


def test_sound_objects_pass(cluster: Cluster) -> None:
    block = {"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}
    cluster.make(
        POLICY, spec={"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [{"ipBlock": block}]}]}
    )
    cluster.make(SERVICE, "headless", spec={"clusterIP": "None", "selector": {"app": "a"}})
    cluster.make(INGRESS, spec={**path(), "tls": [{"hosts": ["*.example.com"]}]})


def test_unknown_values_are_never_wrong(cluster: Cluster) -> None:
    for type_ in (SERVICE, INGRESS, POLICY):
        assert cluster.wrong(type_, metadata={"name": "a"}, spec=UNKNOWN) == []
    ports = [{"name": name, "port": UNKNOWN} for name in "ab"]
    assert cluster.wrong(SERVICE, metadata={"name": "a"}, spec={"ports": ports}) == []
    rules = {
        "rules": [
            {"host": UNKNOWN, "http": {"paths": [{"path": UNKNOWN, "pathType": UNKNOWN, "backend": UNKNOWN}]}}
        ]
    }
    assert cluster.wrong(INGRESS, metadata={"name": "a"}, spec=rules) == []
