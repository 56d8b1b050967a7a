"""What is promised for the day of a disaster is what can be kept."""

from typing import Any

import pytest

from settings.load import SettingsError, warnings
from settings.recovery_agreement import told
from tests.settings.placed import Given, given, load
from tests.settings.stack import EKS

DUMPED: dict[str, Any] = {
    "secrets": {"DATABASE_URL": "app/postgres-url"},
    "reaches": {"postgres": {"ports": [5432]}},
    "buckets": {"backup": {}},
    "backup": {"url": "DATABASE_URL", "bucket": "backup"},
}
KEPT: dict[str, Any] = {"kind": "stateful", "claims": {"data": {"path": "/data", "size": "1Gi"}}}
DATABASE = {"cluster": "main", "secret": "app/postgres-url"}
TWO = {
    "main": EKS,
    "other": {**EKS, "region": "us-west-2", "network": {"cidr": "10.60.0.0/16"}},
}
COPIED = {"main": {**EKS, "copies_to": "other"}, "other": {**TWO["other"], "copies_to": "main"}}


def app(*specs: dict[str, Any], rpo: float = 1, rto: float = 4, **settings: Any) -> dict[str, Given]:
    return {"app": given("app", *specs, recovery={"rpo_hours": rpo, "rto_hours": rto}, **settings)}


def refused(applications: dict[str, Given], **sections: Any) -> str:
    with pytest.raises(SettingsError) as error:
        load(applications, **sections)
    return str(error.value)


def warned(applications: dict[str, Given], **sections: Any) -> str:
    return "\n".join(line for line in warnings(load(applications, **sections)) if ".recovery: " in line)


def test_a_daily_dump_cannot_keep_an_hour_and_both_figures_are_told() -> None:
    assert (
        "applications.app.recovery.rpo_hours: expected the database that app dumps on clusters.main to come back with 1 hour "
        "lost at most, got a dump by the schedule '0 2 * * *', which cannot: it may lose 24 hours; let it read a managed one "
        "(data.databases), recovered to within five minutes, or have a dump every hour ('0 * * * *'), or promise what is kept"
    ) in refused(app(DUMPED))


def test_a_dump_that_is_often_enough_keeps_it() -> None:
    often = {**DUMPED, "backup": {**DUMPED["backup"], "schedule": "0 */6 * * *"}}

    assert load(app(DUMPED, rpo=24)).applications
    assert load(app(often, rpo=6)).applications
    assert "or have a dump every 4 hours ('0 */4 * * *')" in refused(app(often, rpo=5))


def test_a_managed_database_is_recovered_to_any_moment_but_the_last_minutes() -> None:
    of_a_field = {**DUMPED, "secrets": {"DATABASE_URL": "app/postgres-url#url"}}

    assert load(app(DUMPED), data={"databases": {"app": DATABASE}}).applications
    assert load(app(of_a_field), data={"databases": {"app": DATABASE}}).applications
    assert (
        "expected what is in data.databases.app on clusters.main to come back with 3 minutes lost at most, got point-in-time "
        "recovery, which cannot: it may lose 5 minutes; promise what is kept"
    ) in refused(app(DUMPED, rpo=0.05), data={"databases": {"app": DATABASE}})


def test_volumes_are_lost_up_to_the_last_snapshot() -> None:
    assert (
        "expected the volumes of app on clusters.main to come back with 1 hour lost at most, got a snapshot by "
        "platform.backup.schedule '0 3 * * *', which cannot: it may lose 24 hours; keep its data in a managed database "
        "(data.databases), or back up every hour ('0 * * * *'), or promise what is kept"
    ) in refused(app(KEPT))
    assert load(app(KEPT), platform={"backup": {"schedule": "30 * * * *"}}).applications


@pytest.mark.parametrize("backup", [False, {"snapshots": False}])
def test_volumes_without_snapshots_are_lost_with_all_that_is_in_them(backup: Any) -> None:
    assert "got nothing, which cannot: it may lose all of it; keep its data in" in refused(
        app(KEPT, rpo=1000), platform={"backup": backup}
    )


def test_the_volume_of_a_database_that_is_dumped_comes_back_by_the_dump() -> None:
    store = {**KEPT, "name": "postgres"}
    often = {**DUMPED, "backup": {**DUMPED["backup"], "schedule": "0 * * * *"}}

    assert load(app(often, store)).applications


def test_what_keeps_nothing_may_promise_anything() -> None:
    assert load(app({}, rpo=0.01)).applications
    assert load({"app": given("app", KEPT)}).applications, "nothing is promised"


def test_an_override_is_measured_where_it_holds() -> None:
    daily, hourly = (
        {**DUMPED, "backup": {**DUMPED["backup"], "schedule": at}} for at in ("0 2 * * *", "0 * * * *")
    )
    own = [{"name": "app", "namespace": "app", **daily}]

    message = refused(app(hourly, overrides={"other": {"specs": own}}), clusters=TWO)

    assert (
        "applications.app.overrides.other.recovery.rpo_hours: expected the database that app dumps" in message
    )
    assert "clusters.main to come back" not in message


def test_a_cluster_that_is_copied_is_not_called_as_velero_calls_each_clusters_own_place() -> None:
    called = {"default": COPIED["main"], "other": TWO["other"]}

    assert (
        "clusters.default.copies_to: expected another name for a cluster that is copied, such as its region's: Velero shows its "
        "backups elsewhere under its name, and 'default' is where each cluster keeps its own"
    ) in refused({}, clusters=called)
    assert load(
        {}, clusters={"default": TWO["main"], "other": COPIED["other"] | {"copies_to": "default"}}
    ).clusters


def test_a_single_region_is_no_standby() -> None:
    assert (
        "applications.app.recovery: there is no other region to be back in within 4 hours, for clusters.main is its only one and "
        "keeps no copies elsewhere; place it on a second one, or name clusters.main.copies_to"
    ) in warned(app({}))
    assert warned(app({}), clusters=TWO) == ""
    assert warned(app({}, clusters=["main"]), clusters=COPIED) == ""


def test_dumps_and_volumes_that_stay_in_their_region_go_with_it() -> None:
    line = (
        "applications.app.recovery: what app keeps on clusters.main is lost with its region, expected copies in another one; "
        "name clusters.main.copies_to"
    )

    assert line in warned(app(DUMPED, rpo=24), clusters=TWO)
    assert line in warned(app(KEPT, rpo=24), clusters=TWO)
    assert warned(app(KEPT, rpo=24), clusters=COPIED) == ""


def test_a_dump_that_nobody_has_restored_is_no_proof() -> None:
    untried = {**DUMPED, "backup": {**DUMPED["backup"], "drill": None}}

    assert (
        "applications.app.recovery: nobody knows whether the dumps of app can be restored within 4 hours, for they have no drill"
    ) in warned(app(untried, rpo=24), clusters=COPIED)
    assert warned(app(DUMPED, rpo=24), clusters=COPIED) == ""


def test_a_managed_database_without_a_replica_goes_with_its_region() -> None:
    replica = {**DATABASE, "replica": "other", "replica_secret": "app/postgres-replica-url"}

    assert (
        "applications.app.recovery: data.databases.app is lost with its region, expected a replica in another one; name "
        "data.databases.app.replica"
    ) in warned(app(DUMPED), clusters=COPIED, data={"databases": {"app": DATABASE}})
    assert warned(app(DUMPED), clusters=COPIED, data={"databases": {"app": replica}}) == ""


@pytest.mark.parametrize(
    ("hours", "words"), [(1, "1 hour"), (0.5, "30 minutes"), (1 / 60, "1 minute"), (26.5, "26.5 hours")]
)
def test_hours_are_told_in_words(hours: float, words: str) -> None:
    assert told(hours) == words
