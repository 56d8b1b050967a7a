"""Names over all regions in Route 53, as clusters of other clouds prove them."""

from typing import Any

import pytest

from components.cluster import create_cluster
from components.cluster.federation import CERT_MANAGER
from components.cluster.surroundings import Surroundings
from components.grants import Identity
from components.platform.cert_manager import NAMESPACE, SERVICE_ACCOUNT
from rehearsal.recorded import Recording
from settings.clusters import ClusterSettings
from settings.global_dns import GlobalDns
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.route53 import Route53
from tests.components.cluster import aks_deployments as aks
from tests.components.cluster import gke_deployments as gke
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.recorded import deploy
from tests.settings.global_dns.worlds import CLOUD_DNS, ROUTE53

ROLE = "aws:iam/role:Role"
OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"


def made(settings: ClusterSettings, names: GlobalDns) -> Recording:
    """A cluster beside names, and what its cert-manager is told of their zone."""

    def build() -> None:
        zone = create_cluster("main", settings, Surroundings(names=names)).traits.names
        Seen(
            {
                "solver": dict(zone.solver(Identity())) if zone and zone.federated else {},
                "proving": str(zone.proving) if zone else "",
            }
        )

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


@pytest.mark.parametrize("settings", [gke.settings(), aks.settings()])
def test_certificates_are_proved_as_a_role_by_a_token_of_cert_managers_own(settings: Any) -> None:
    recording = made(settings, Route53.model_validate(ROUTE53))
    told = recording.one(Seen.TYPE).outputs

    assert told["proving"] == "None"
    assert told["solver"] == {
        "route53": {
            "region": "us-east-1",
            "hostedZoneID": ROUTE53["zone"],
            "role": recording.one(ROLE, "main-names").outputs["arn"],
            "auth": {"kubernetes": {"serviceAccountRef": {"name": SERVICE_ACCOUNT}}},
        }
    }


def test_aws_trusts_the_issuer_of_the_clusters_tokens() -> None:
    names = Route53.model_validate(ROUTE53)
    google, azure = made(gke.settings(), names), made(aks.settings(), names)

    assert google.one(OIDC).inputs["url"] == (
        f"https://container.googleapis.com/v1/projects/{gke.PROJECT}/locations/europe-west4/clusters/{gke.NAME}"
    )
    assert azure.one(OIDC).inputs["url"] == azure.one(aks.CLUSTER).outputs["oidcIssuerProfile"]["issuerURL"]


def test_aws_is_told_of_the_account_that_cert_manager_has() -> None:
    assert CERT_MANAGER == NAMESPACE == SERVICE_ACCOUNT


def test_in_another_clouds_zone_aws_has_no_part() -> None:
    recording = made(gke.settings(), CloudDns.model_validate(CLOUD_DNS))

    assert not [one for one in recording.resources if one.type.startswith("aws:")]
    assert recording.one(Seen.TYPE).outputs["solver"] == {}
