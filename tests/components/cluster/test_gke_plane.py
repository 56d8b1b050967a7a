"""The control plane of a GKE cluster."""

import pytest

from components.cluster.gke_plane import LOGS
from tests.components.cluster.deployments import needs
from tests.components.cluster.gke_deployments import CLUSTER, deployed, made, plane


def test_the_cluster_spans_three_zones_of_its_region() -> None:
    assert plane(made())["location"] == "europe-west4"
    assert plane(made())["nodeLocations"] == ["europe-west4-a", "europe-west4-b", "europe-west4-c"]


def test_the_version_is_the_one_asked_for_and_the_channel_regular() -> None:
    assert plane(made())["minMasterVersion"] == "1.35"
    assert plane(made())["releaseChannel"] == {"channel": "REGULAR"}


@pytest.mark.parametrize("version", ["1.34", "1.36"])
def test_every_kubernetes_version_on_offer_can_be_made(version: str) -> None:
    assert plane(deployed(kubernetes=version))["minMasterVersion"] == version


def test_upgrades_come_at_night_on_the_weekend() -> None:
    assert plane(made())["maintenancePolicy"]["recurringWindow"] == {
        "startTime": "2026-01-01T02:00:00Z",
        "endTime": "2026-01-01T08:00:00Z",
        "recurrence": "FREQ=WEEKLY;BYDAY=SA,SU",
    }


def test_and_not_in_the_times_that_are_excluded() -> None:
    sale = {"since": "2026-11-20T00:00:00+01:00", "until": "2026-12-01T00:00:00+01:00"}
    policy = plane(deployed(maintenance={"exclusions": {"sale": sale}}))["maintenancePolicy"]

    assert policy["maintenanceExclusions"] == [
        {
            "exclusionName": "sale",
            "startTime": "2026-11-19T23:00:00Z",
            "endTime": "2026-11-30T23:00:00Z",
            "exclusionOptions": {"scope": "NO_UPGRADES"},
        }
    ]


def test_network_policies_are_enforced_by_dataplane_v2() -> None:
    assert plane(made())["datapathProvider"] == "ADVANCED_DATAPATH"
    assert "networkPolicy" not in plane(made())


def test_dns_stays_where_network_policies_let_workloads_reach_it() -> None:
    assert plane(made())["dnsConfig"]["clusterDns"] == "KUBE_DNS"
    assert plane(made())["addonsConfig"]["dnsCacheConfig"] == {"enabled": False}


def test_pods_have_addresses_of_the_network_and_their_traffic_on_one_node_is_seen() -> None:
    assert plane(made())["networkingMode"] == "VPC_NATIVE"
    assert plane(made())["enableIntranodeVisibility"] is True
    assert plane(made())["ipAllocationPolicy"] == {
        "clusterSecondaryRangeName": "pods",
        "servicesSecondaryRangeName": "services",
    }


def test_secrets_are_encrypted_with_the_clusters_own_key() -> None:
    assert plane(made())["databaseEncryption"] == {
        "state": "ENCRYPTED",
        "keyName": made().one("gcp:kms/cryptoKey:CryptoKey").id,
    }


def test_the_key_may_be_used_before_the_cluster_is_made_and_until_it_is_gone() -> None:
    assert "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember main-key" in needs(made(), made().one(CLUSTER))


def test_pods_have_identities_of_the_projects_pool() -> None:
    assert plane(made())["workloadIdentityConfig"] == {"workloadPool": "example-staging.svc.id.goog"}


def test_nobody_gets_in_by_a_certificate_by_attributes_or_without_credentials() -> None:
    inputs = plane(made())

    assert inputs["masterAuth"] == {"clientCertificateConfig": {"issueClientCertificate": False}}
    assert inputs["enableLegacyAbac"] is False
    assert inputs["anonymousAuthenticationConfig"] == {"mode": "LIMITED"}
    assert set(inputs["rbacBindingConfig"].values()) == {False}


def test_the_control_plane_logs_and_workloads_logs_are_kept_and_google_watches_its_own() -> None:
    assert plane(made())["loggingConfig"] == {"enableComponents": list(LOGS)}
    assert {"APISERVER", "WORKLOADS", "SYSTEM_COMPONENTS"} <= set(LOGS)
    assert plane(made())["monitoringConfig"] == {
        "enableComponents": ["SYSTEM_COMPONENTS"],
        "managedPrometheus": {"enabled": False},
    }


def test_bad_configuration_is_reported_and_costs_are_told_apart() -> None:
    assert plane(made())["securityPostureConfig"]["mode"] == "BASIC"
    assert plane(made())["costManagementConfig"] == {"enabled": True}


def test_volumes_and_load_balancers_have_their_controllers() -> None:
    addons = plane(made())["addonsConfig"]

    assert addons["gcePersistentDiskCsiDriverConfig"] == {"enabled": True}
    assert addons["httpLoadBalancing"] == {"disabled": False}


def test_the_first_pool_goes_at_once_and_is_as_closed_as_the_others_while_it_is_there() -> None:
    inputs = plane(made())

    assert inputs["removeDefaultNodePool"] is True
    assert inputs["enableShieldedNodes"] is True
    assert inputs["nodeConfig"]["shieldedInstanceConfig"] == {
        "enableSecureBoot": True,
        "enableIntegrityMonitoring": True,
    }
    assert inputs["nodeConfig"]["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert inputs["nodeConfig"]["serviceAccount"].startswith("main-node-")


def test_what_is_history_by_then_never_replaces_the_cluster() -> None:
    assert set(made().one(CLUSTER).ignore_changes) == {"nodeConfig", "initialNodeCount"}


def test_groups_are_looked_up_only_where_a_group_administers() -> None:
    assert plane(made())["authenticatorGroupsConfig"] == {"securityGroup": "gke-security-groups@example.com"}
    assert "authenticatorGroupsConfig" not in plane(deployed(admins=["user:anna@example.com"]))
