"""What Loki is told."""

from components.platform.loki.values import GATEWAY, data_source, expire_days, values
from tests.components.platform.given import IDENTITY, LOG_STORE, TRAITS, settings


def test_loki_is_three_pods_of_which_one_may_be_lost() -> None:
    chosen = values(settings(), TRAITS, IDENTITY, LOG_STORE)

    assert chosen["deploymentMode"] == "Monolithic"
    assert chosen["singleBinary"]["replicas"] == 3
    assert chosen["loki"]["commonConfig"] == {"replication_factor": 3}
    assert chosen["singleBinary"]["podDisruptionBudget"] == {"enabled": True, "maxUnavailable": 1}
    assert [chosen[target]["replicas"] for target in ("read", "write", "backend")] == [0, 0, 0]


def test_without_a_bucket_there_is_one_pod_whose_volume_stays() -> None:
    chosen = values(settings(), TRAITS, IDENTITY, None)

    assert chosen["singleBinary"]["replicas"] == 1, "nothing is shared between two"
    assert chosen["loki"]["commonConfig"] == {"replication_factor": 1}
    assert chosen["loki"]["storage"] == {"type": "filesystem"}
    assert chosen["singleBinary"]["persistence"]["enableStatefulSetAutoDeletePVC"] is False


def test_a_small_stack_has_one_of_each_and_no_caches() -> None:
    chosen = values(settings(high_availability=False), TRAITS, IDENTITY, LOG_STORE)

    assert (chosen["singleBinary"]["replicas"], chosen["gateway"]["replicas"]) == (1, 1)
    assert not chosen["chunksCache"]["enabled"]
    assert not chosen["resultsCache"]["enabled"]


def test_what_is_past_its_retention_is_deleted_by_loki_and_a_week_later_by_the_bucket() -> None:
    loki = values(settings(logs={"retention_days": 7}), TRAITS, IDENTITY, LOG_STORE)["loki"]

    assert loki["limits_config"]["retention_period"] == "168h"
    assert loki["compactor"] == {"retention_enabled": True, "delete_request_store": "s3"}
    assert expire_days(7) == 14


def test_index_and_chunks_are_in_the_same_place() -> None:
    loki = values(settings(), TRAITS, IDENTITY, LOG_STORE)["loki"]

    assert loki["storage"] == LOG_STORE
    (schema,) = loki["schemaConfig"]["configs"]
    assert (schema["object_store"], schema["schema"], schema["store"]) == ("s3", "v13", "tsdb")


def test_loki_acts_as_its_own_identity_and_asks_nothing_of_kubernetes() -> None:
    chosen = values(settings(), TRAITS, IDENTITY, LOG_STORE)

    assert chosen["serviceAccount"]["name"] == "loki"
    assert chosen["serviceAccount"]["annotations"] == {"example.com/role": "reader"}
    assert chosen["loki"]["podLabels"] == {"example.com/use": "true"}
    assert chosen["serviceAccount"]["automountServiceAccountToken"] is False
    assert chosen["defaults"]["automountServiceAccountToken"] is False
    assert chosen["sidecar"]["rules"]["enabled"] is False


def test_nothing_is_reported_home_and_nothing_runs_that_only_tests() -> None:
    chosen = values(settings(), TRAITS, IDENTITY, LOG_STORE)

    assert chosen["loki"]["analytics"] == {"reporting_enabled": False}
    assert chosen["lokiCanary"] == chosen["test"] == {"enabled": False}


def test_grafana_reads_where_alloy_writes() -> None:
    (source,) = data_source()["datasources"]

    assert (source["type"], source["url"]) == ("loki", GATEWAY)
    assert GATEWAY == "http://loki-gateway.loki.svc.cluster.local"
