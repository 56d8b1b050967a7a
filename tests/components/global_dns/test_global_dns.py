"""Names over all regions, with the whole program around them."""

import json
from typing import Any

from tests.components.cluster.deployments import policy
from tests.components.global_dns.regions import PROVING_ROLE, Told, both, named, published
from tests.settings.global_dns.worlds import CLOUD_DNS, HOST, ON_AKS, ON_GKE, TRAFFIC_MANAGER, world

RECORD = "aws:route53/record:Record"
ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate"
ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer"


def hosts(cluster: str, part: str) -> list[str]:
    (route,) = [
        one for one in both().of(ROUTE) if one.cluster == cluster and one.inputs["metadata"]["name"] == part
    ]
    return list(route.inputs["spec"]["hostnames"])


def test_without_traffic_or_a_zone_nothing_is_made() -> None:
    for recording in (named(traffic=None), named(traffic=None, global_dns=None)):
        assert [one.type for one in recording.resources] == [Told.TYPE]
        assert recording.one(Told.TYPE).outputs == {}


def test_each_provider_makes_its_own_and_what_is_made_is_told() -> None:
    azure = named(clusters=ON_AKS, global_dns=TRAFFIC_MANAGER)

    assert azure.one("groundwork:global_dns:TrafficManager")
    assert azure.one(Told.TYPE).outputs == {HOST: "latency: eus, wus"}
    assert named().one("groundwork:global_dns:Route53")
    google = published(
        world(clusters=ON_GKE, global_dns=CLOUD_DNS), {"use1": "192.0.2.1", "euw1": "192.0.2.2"}
    )
    assert google.one("groundwork:global_dns:CloudDns")
    assert google.one(Told.TYPE).outputs == {HOST: "latency: use1, euw1"}


def test_a_name_leads_to_those_that_its_clusters_serve() -> None:
    for cluster in ("use1", "usw2"):
        assert hosts(cluster, "clipper-frontend") == [
            "clipper.example.com",
            f"clipper.{cluster}.example.com",
        ]
    led = {one.inputs["records"][0] for one in both().of(RECORD)}
    served = {
        host
        for cluster in ("use1", "usw2")
        for part in ("frontend", "backend")
        for host in hosts(cluster, f"clipper-{part}")
    }

    assert led < served
    assert served - led == {one.inputs["name"] for one in both().of(RECORD)}


def test_a_region_has_certificates_of_both_its_names() -> None:
    for cluster in ("use1", "usw2"):
        (frontend,) = [
            one
            for one in both().of(CERTIFICATE)
            if one.cluster == cluster and one.inputs["metadata"]["name"] == "clipper-frontend"
        ]
        assert frontend.inputs["spec"]["dnsNames"] == hosts(cluster, "clipper-frontend")


def test_both_names_are_proved_by_records_each_in_its_own_zone() -> None:
    (issuer, *_) = [one for one in both().of(ISSUER) if one.cluster == "usw2"]
    own, names, others = issuer.inputs["spec"]["acme"]["solvers"]

    assert own["selector"] == {"dnsZones": ["usw2.example.com"]}
    assert own["dns01"]["route53"] == {"region": "us-west-2", "hostedZoneID": "Z0123456789USW2"}
    assert names["selector"] == {"dnsZones": ["example.com"]}
    assert names["dns01"]["route53"] == {
        "region": "us-west-2",
        "hostedZoneID": "Z0123456789GLOBAL",
        "role": PROVING_ROLE,
    }
    assert "http01" in others


def test_cert_manager_may_take_on_the_role_that_proves_and_write_challenges_in_its_own_zone() -> None:
    role = both().one("aws:iam/rolePolicy:RolePolicy", "use1-cert-manager")
    statements: list[dict[str, Any]] = policy(role.inputs["policy"])

    assert [one["Resource"] for one in statements if "sts:AssumeRole" in one["Action"]] == [PROVING_ROLE]
    (change,) = [one for one in statements if "route53:ChangeResourceRecordSets" in one["Action"]]
    assert change["Resource"].endswith("/Z0123456789USE1")
    assert "_acme-challenge.*" in json.dumps(change["Condition"])


def test_the_names_are_exported_and_wait_for_no_cluster() -> None:
    assert both().outputs["names"] == {
        "api.clipper.example.com": "latency: use1, usw2",
        "clipper.example.com": "latency: use1, usw2",
    }
    for one in both().of(RECORD):
        assert not [urn for urn in one.dependencies if "cluster" in urn.split("::")[2]]
