"""What the sections of a stack file must say alike."""

from typing import Any

import pytest

from settings.agreement import seldom, storeless, unbacked, unwatched, unzoned
from settings.clusters.existing import ExistingCluster
from settings.load import SettingsError, warnings
from settings.platform import PlatformSettings
from tests.settings.placed import given, load
from tests.settings.stack import APPLICATION, EKS, stack

EXISTING = {
    "cloud": "existing",
    "context": "kind-example",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}


def told(**sections: Any) -> str:
    with pytest.raises(SettingsError) as error:
        stack(**sections)
    return str(error.value)


def test_networks_that_overlap_are_refused_because_they_could_never_be_joined() -> None:
    both = {"main": EKS, "second": {**EKS, "network": {"cidr": "10.20.128.0/17"}}}

    assert "clusters.second.network: expected blocks that overlap no other in the stack" in told(
        clusters=both
    )


@pytest.mark.parametrize(
    ("off", "asks", "line"),
    [
        (
            "ingress",
            {"routed": True},
            "applications.app needs platform.ingress for the way in to app.example.com, expected it to be installed",
        ),
        (
            "cert_manager",
            {"routed": True},
            "applications.app needs platform.cert_manager for the certificate of app.example.com",
        ),
    ],
)
def test_an_application_with_a_host_needs_a_way_in_and_a_certificate(
    off: str, asks: dict[str, Any], line: str
) -> None:
    assert line in told(platform={off: False}, application=asks)
    stack(platform={off: False})  # without a route nobody misses it


def test_an_applications_secrets_need_external_secrets() -> None:
    asks = {"secrets": {"DATABASE_URL": "app/database-url"}}

    assert "applications.app needs platform.secrets for DATABASE_URL, expected it" in told(
        platform={"secrets": False, "monitoring": False}, application=asks
    )


def test_an_add_on_whose_need_is_off_says_what_for() -> None:
    assert "platform.monitoring needs platform.secrets for Grafana's administrator" in told(
        platform={"secrets": False}
    )
    stack(platform={"secrets": False, "monitoring": False})


def test_everything_that_misses_an_add_on_is_told_at_once() -> None:
    lines = told(platform={"secrets": False, "ingress": False}, application={"routed": True})

    assert "platform.monitoring needs platform.secrets" in lines
    assert "applications.app needs platform.ingress" in lines


def test_an_existing_add_on_is_as_good_as_an_installed_one() -> None:
    there = {"install": "existing", "namespace": "ingress"}

    assert stack(platform={"ingress": there}, application={"routed": True}).platform.ingress.there


def test_whoever_shows_metrics_to_nobody_is_told_and_not_refused() -> None:
    off = stack(platform={"monitoring": False}, application={"measured": True})

    assert list(unwatched(off.platform, off.applications)) == [
        "applications.app: nobody reads its metrics or is told of its failures, for platform.monitoring is off"
    ]
    on = stack(application={"measured": True})
    assert list(unwatched(on.platform, on.applications)) == []


def test_names_of_secrets_are_those_that_the_stacks_vault_takes() -> None:
    vault = {
        "prefix": "staging/",
        "vault": {"server": "https://vault.example.com:8200", "role": "groundwork"},
    }

    assert "expected for the store of clusters.main: NAME#FIELD" in told(
        platform={"secrets": vault}, application={"secrets": {"URL": "app/database-url"}}
    )
    stack(platform={"secrets": vault}, application={"secrets": {"URL": "app/database#url"}})


def test_a_cluster_without_buckets_has_no_backups_and_its_logs_in_one_place_and_says_so() -> None:
    admin = {"secrets": {"prefix": "local-"}, "monitoring": {"grafana_admin": "grafana-admin"}}
    found = stack(clusters={"main": EXISTING}, platform=admin)

    nothing, logs = unbacked(found.platform, found.clusters)
    assert nothing == (
        "clusters.main: nothing is backed up there, for it is an existing cluster, without a cloud to make buckets in; "
        "platform.backup: false says so too"
    )
    assert logs.startswith(
        "clusters.main: its logs are kept in one volume, by one pod, for it is an existing cluster"
    )
    off = stack(clusters={"main": EXISTING}, platform={**admin, "logs": False, "backup": False})
    assert list(unbacked(off.platform, off.clusters)) == []
    cloud = stack()
    assert list(unbacked(cloud.platform, cloud.clusters)) == []


def test_an_autoscaler_with_nobody_to_measure_is_refused() -> None:
    bare = {**EXISTING, "metrics_server": False}
    platform = {"secrets": {"prefix": "local-"}, "monitoring": {"grafana_admin": "grafana-admin"}}
    without = {**platform, "metrics_server": False}

    assert (
        "applications.app needs platform.metrics_server to scale by CPU and memory on clusters.main, which has none"
        in told(clusters={"main": bare}, platform=without)
    )
    stack(clusters={"main": bare}, platform=platform)
    stack(clusters={"main": bare}, platform={**platform, "metrics_server": "existing"})
    stack(clusters={"main": EXISTING}, platform=without)
    stack(clusters={"main": bare, "second": EXISTING}, platform=without, application={"clusters": ["second"]})


@pytest.mark.parametrize(
    ("schedule", "lines"), [("0 3 * * 0", 1), ("0 3 1 * *", 1), ("0 3 * * *", 0), ("30 */6 * * *", 0)]
)
def test_backups_that_are_not_made_every_day_are_told_for_an_alert_expects_them(
    schedule: str, lines: int
) -> None:
    found = list(seldom(stack(platform={"backup": {"schedule": schedule}}).platform))

    assert len(found) == lines
    assert all(f"platform.backup.schedule: '{schedule}' is not every day" in line for line in found)
    quiet = stack(platform={"backup": {"schedule": schedule}, "monitoring": False})
    assert list(seldom(quiet.platform)) == []


def test_the_names_of_headers_are_those_that_the_clusters_store_takes() -> None:
    exporter = {
        "endpoint": "https://otlp.example.com:4317",
        "headers": {"authorization": "otlp/authorization"},
    }
    vault = {
        "prefix": "staging/",
        "vault": {"server": "https://vault.example.com:8200", "role": "groundwork"},
    }
    telemetry = {"install": True, "exporters": {"vendor": exporter}}

    assert "platform.telemetry.exporters.vendor.headers: the secret staging/otlp/authorization" in told(
        platform={"secrets": vault, "telemetry": telemetry}
    )
    stack(platform={"telemetry": telemetry})


def test_records_that_somebody_asked_for_and_no_zone_takes_are_told_and_not_refused() -> None:
    settings = stack(platform={"dns": {"policy": "upsert-only"}})
    (line,) = unzoned(settings.platform, settings.clusters)

    assert line == (
        "platform.dns: external-dns is installed nowhere and no record is written, expected the zone of at least one cluster "
        "under clusters.NAME.dns, got none for main; name one, or take platform.dns out"
    )
    assert line in warnings(settings)


@pytest.mark.parametrize(
    ("platform", "cluster"),
    [
        ({}, {}),
        ({"dns": False}, {}),
        ({"dns": "existing"}, {}),
        ({"dns": True}, {"dns": {"domain": "example.com", "zone": "Z0123456789ABC"}}),
    ],
)
def test_records_that_nobody_asked_for_or_that_a_zone_takes_are_no_news(
    platform: dict[str, Any], cluster: dict[str, Any]
) -> None:
    settings = stack(platform=platform, cluster=cluster)

    assert list(unzoned(settings.platform, settings.clusters)) == []


def test_failures_on_purpose_are_refused_on_a_protected_cluster_and_nowhere_else() -> None:
    assert (
        "applications.app.failing: expected none on clusters.main, which is protected as production is; take it out, or hold "
        "the exercise on a cluster with protect: false"
    ) in told(application={"failing": True})
    assert stack(cluster={"protect": False}, application={"failing": True}).applications["app"].disturbed
    stack(application={"failing": False})


def test_failures_on_purpose_are_judged_where_the_application_is_placed() -> None:
    second = {**EKS, "network": {"cidr": "10.30.0.0/16"}, "protect": False}
    both = {"main": EKS, "second": second}
    failing = {**APPLICATION, "failing": True}

    stack(clusters=both, applications={"app": {**failing, "clusters": ["second"]}})
    lines = told(clusters=both, applications={"app": failing})
    assert "clusters.main, which is protected" in lines
    assert "clusters.second" not in lines


@pytest.mark.parametrize(
    ("scale", "why"),
    [
        ({"requests_per_second": 10}, "scale.requests_per_second of app"),
        ({"custom": {"queue_length": "5", "lag": "1"}}, "scale.custom of app (queue_length, lag)"),
    ],
)
def test_scaling_by_what_prometheus_knows_needs_the_adapter(scale: dict[str, Any], why: str) -> None:
    app = {"app": given("app", {"scale": scale, "metrics": {"port": "http"}})}

    with pytest.raises(SettingsError) as error:
        load(app)
    assert (
        f"applications.app needs platform.prometheus_adapter for {why}, expected it to be installed or existing, got install: "
        "false; switch it on, or take out what needs it"
    ) in str(error.value)
    load(app, platform={"prometheus_adapter": True})


@pytest.mark.parametrize("storage_class", [None, "fast"])
def test_volumes_are_of_the_clusters_class_or_of_one_that_is_named(storage_class: str | None) -> None:
    claims = {"data": {"path": "/data", "size": "1Gi", "storage_class": storage_class}}

    load({"app": given("app", {"kind": "stateful", "claims": claims})})


def test_no_two_applications_answer_for_one_host() -> None:
    shared = {"route": {"hosts": ["www.example.com"], "port": "http"}}

    with pytest.raises(SettingsError) as error:
        load({"one": given("one", shared), "two": given("two", shared)})
    assert (
        "applications.two: expected hosts of its own, got 'www.example.com', which a route of applications.one has"
    ) in str(error.value)
    load({"one": given("one", shared), "two": given("two")})


BARE = {key: value for key, value in EXISTING.items() if key != "secrets"}


def test_a_cluster_that_says_nothing_of_its_secrets_needs_a_platform_that_does() -> None:
    assert (
        "clusters.main.secrets is missing, expected a section with kubernetes or vault, for External Secrets reads there unless "
        "platform.secrets names a vault or is existing"
    ) in told(clusters={"main": BARE})


@pytest.mark.parametrize(
    "secrets",
    [
        {"prefix": "staging/", "install": "existing", "store": "platform"},
        {"prefix": "staging/", "vault": {"server": "https://vault.example.com:8200", "role": "groundwork"}},
    ],
)
def test_a_platform_that_knows_where_secrets_are_needs_no_cluster_to_say_so(secrets: dict[str, Any]) -> None:
    least = {"cert_manager": {"acme_email": "platform@example.com"}}
    platform = PlatformSettings.model_validate({**least, "secrets": secrets})

    assert list(storeless(platform, {"main": ExistingCluster.model_validate(BARE)})) == []
