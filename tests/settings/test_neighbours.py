"""Both ends of a connection say the same, and no two objects have one name."""

from typing import Any

import pytest

from settings.load import SettingsError, warnings
from settings.neighbours import closed, doubled, silent, unknown
from settings.workload import Account, Rule
from tests.settings.placed import clusters, given, load


def to(workload: str, *ports: int) -> dict[str, Any]:
    return {"to": "workload", "workload": workload, "ports": ports or (8080,)}


def caller(name: str, **limits: Any) -> dict[str, Any]:
    namespace, _, own = name.partition("/")
    return {"namespace": namespace, "name": own, **limits}


def test_a_connection_that_both_ends_declare_is_right() -> None:
    web = given("web", {"reaches": {"api": to("api/api")}})
    api = given("api", {"reached_by": [caller("web/web", ports=["http"])]})
    both = {"web": web, "api": api}

    found = [function(both, clusters()) for function in (unknown, closed, silent, doubled)]
    assert [line for lines in found for line in lines] == []
    assert load(both).applications.keys() == both.keys()


def test_a_destination_that_is_not_there_is_told_with_those_that_are() -> None:
    web = given("web", {"reaches": {"api": to("api/ap")}})
    api = given("api", {"reached_by": []})

    (line,) = unknown({"web": web, "api": api}, clusters())
    assert line == (
        "applications.web: web/web reaches api/ap (reaches.api), which is not on clusters.main, expected a workload of this "
        "stack that is (api/api, web/web)"
    )


def test_a_destination_is_on_every_cluster_that_its_caller_is_on() -> None:
    web = given("web", {"reaches": {"api": to("api/api")}})
    api = given("api", {"reached_by": [caller("web/web")]}, clusters=["main"])

    (line,) = unknown({"web": web, "api": api}, clusters("main", "second", "third"))
    assert "web/web reaches api/api (reaches.api), which is not on clusters.second, clusters.third" in line
    assert list(unknown({"web": web, "api": api}, clusters("main"))) == []


def test_a_caller_that_nobody_is_is_told_with_those_that_there_are() -> None:
    schedules = {"sweep": {"command": ["sweep"], "schedule": "0 * * * *"}}
    api = given("api", {"reached_by": [caller("web/wep")]})
    web = given("web", {"schedules": schedules})

    (line,) = unknown({"api": api, "web": web}, clusters("main", "second"))
    assert line == (
        "applications.api: api/api is reached_by web/wep, which is on none of its clusters, expected a workload or a job of this "
        "stack that is (api/api, web/web, web/web-sweep)"
    )


def test_a_caller_need_not_be_on_every_cluster() -> None:
    api = given("api", {"reached_by": [caller("web/web")]})
    web = given("web", {"reaches": {"api": to("api/api")}}, clusters=["second"])

    assert list(unknown({"api": api, "web": web}, clusters("main", "second"))) == []


def test_a_workload_that_does_not_name_its_caller_is_told_once_for_all_clusters() -> None:
    web = given("web", {"reaches": {"api": to("api/api")}})
    api = given("api", {"reached_by": [caller("other/other")]})
    both = {"web": web, "api": api}

    (line,) = set(closed(both, clusters("main", "second")))
    assert line == (
        "applications.web: web/web reaches api/api (reaches.api), which does not let it in, expected web/web among the "
        "reached_by of api/api in applications.api, got other/other"
    )
    (alone,) = closed({"web": web, "api": given("api")}, clusters())
    assert alone.endswith("in applications.api, got none")


@pytest.mark.parametrize(
    ("limits", "told"),
    [({}, "8080 (http), 9000 (admin)"), ({"ports": ["admin"]}, "9000 (admin)")],
)
def test_a_port_that_is_not_open_is_told_with_those_that_are(limits: dict[str, Any], told: str) -> None:
    web = given("web", {"reaches": {"api": to("api/api", 9000, 9090)}})
    api = given("api", {"ports": {"http": 8080, "admin": 9000}, "reached_by": [caller("web/web", **limits)]})

    (line,) = closed({"web": web, "api": api}, clusters())
    assert line == (
        f"applications.web: web/web reaches api/api (reaches.api) on port 9090, expected one that is open to it: {told}"
    )


def test_what_a_caller_may_ask_for_in_several_entries_is_open_to_it() -> None:
    entries = [caller("web/web", ports=["http"]), caller("web/web", ports=["admin"], paths=["/a"])]
    web = given("web", {"reaches": {"api": to("api/api", 8080, 9000)}})
    api = given("api", {"ports": {"http": 8080, "admin": 9000}, "reached_by": entries})

    assert list(closed({"web": web, "api": api}, clusters())) == []


def test_jobs_and_backups_are_let_in_by_their_own_names() -> None:
    reads = {"command": ["report"], "schedule": "0 6 * * *", "reaches": ["postgres"]}
    app = {
        "reaches": {"postgres": to("db/db", 8080)},
        "secrets": {"URL": "app/url"},
        "buckets": {"dumps": {}},
        "backup": {"url": "URL", "bucket": "dumps"},
        "schedules": {"report": reads},
    }
    database = given("db", {"reached_by": [caller("app/app")]})

    backup, report = closed({"app": given("app", app), "db": database}, clusters())
    assert "app/app-backup reaches db/db (reaches.postgres), which does not let it in" in backup
    assert "expected app/app-report among the reached_by of db/db in applications.db, got app/app" in report
    names = [caller(f"app/{name}") for name in ("app", "app-backup", "app-report")]
    open_to_all = {"app": given("app", app), "db": given("db", {"reached_by": names})}
    assert [
        *closed(open_to_all, clusters()),
        *unknown(open_to_all, clusters()),
        *silent(open_to_all, clusters()),
    ] == []


def test_whoever_calls_into_the_mesh_is_in_it() -> None:
    web = {"reaches": {"api": to("api/api")}}
    api = given("api", {"reached_by": [caller("web/web")]}, mesh=True)

    (line,) = closed({"web": given("web", web), "api": api}, clusters())
    assert line == (
        "applications.web: web/web reaches api/api (reaches.api), which is in the mesh and takes mutual TLS only, expected "
        "applications.web.mesh to be true, got false: put the caller into the mesh too, or take the other out of it"
    )
    assert list(closed({"web": given("web", web, mesh=True), "api": api}, clusters())) == []
    plain = given("api", {"reached_by": [caller("web/web")]})
    assert list(closed({"web": given("web", web, mesh=True), "api": plain}, clusters())) == []


def test_a_caller_that_does_not_say_that_it_calls_is_told_and_not_refused() -> None:
    api = given("api", {"reached_by": [caller("web/web")]})
    settings = load({"api": api, "web": given("web")})

    (line,) = silent(settings.applications, settings.clusters)
    assert line == (
        "applications.api: api/api lets web/web in, which does not say that it reaches it and so is not let out to it: add an "
        "edge to its reaches in applications.web, or take it out of reached_by"
    )
    assert line in warnings(settings)


def test_an_edge_to_the_namespace_reaches_whoever_is_beside() -> None:
    beside = {"reaches": {"all": {"to": "namespace", "ports": [8080]}}}
    target = {"name": "api", "reached_by": [caller("team/web"), caller("other/other")]}
    team = given("team", {"name": "web", **beside}, target)

    (line,) = silent({"team": team, "other": given("other", beside)}, clusters())
    assert "lets other/other in" in line


def test_what_is_missing_in_an_application_that_could_not_be_read_is_not_told() -> None:
    web = given("web", {"reaches": {"api": to("api/api")}})
    api = given("api", {"probes": {"port": "none"}})

    with pytest.raises(SettingsError) as error:
        load({"web": web, "api": api})

    assert "probes.port names the port 'none'" in str(error.value)
    assert "applications.web" not in str(error.value)


def test_a_stack_file_is_told_of_all_that_does_not_agree() -> None:
    web = given("web", {"reaches": {"api": to("api/api"), "old": to("api/old")}})
    api = given("api", {"reached_by": [caller("gone/gone")]})

    with pytest.raises(SettingsError, match="4 settings are wrong") as error:
        load({"web": web, "api": api, "two": given("two", {"namespace": "web"})})

    for told in (
        "api/old (reaches.old)",
        "does not let it in",
        "reached_by gone/gone",
        "a namespace of its own",
    ):
        assert told in str(error.value)


def test_two_applications_do_not_share_a_namespace_on_one_cluster() -> None:
    both = {"one": given("one", {"namespace": "team"}), "two": given("two", {"namespace": "team"})}

    (line,) = doubled(both, clusters())
    assert line == (
        "applications.two: expected a namespace of its own on clusters.main, got 'team', which applications.one has: each "
        "application makes its own and closes it"
    )
    apart = {
        "one": given("one", {"namespace": "team"}, clusters=["main"]),
        "two": given("two", {"namespace": "team"}, clusters=["second"]),
    }
    assert list(doubled(apart, clusters("main", "second"))) == []


READS = Rule(resources=("pods",), verbs=("get",))


@pytest.mark.parametrize(
    ("specs", "accounts", "named", "taken"),
    [
        ([{}, {}], [], "app becomes app/app", "app"),
        (
            [{"jobs": {"api": {"command": ["x"]}}}, {"name": "app-api"}],
            [],
            "app-api becomes app/app-api",
            "jobs.api of app",
        ),
        ([{}], ["app"], "the account app becomes app/app", "app"),
        ([{}], ["ops", "ops"], "the account ops becomes app/ops", "the account ops"),
    ],
)
def test_no_two_are_called_the_same(
    specs: list[dict[str, Any]], accounts: list[str], named: str, taken: str
) -> None:
    asks = [Account(name=name, namespace="app", access=(READS,)) for name in accounts]
    (line,) = doubled({"app": given("app", *specs, asks=asks)}, clusters())

    assert line == (
        f"applications.app: {named}, expected a name that no other has on clusters.main, in whichever namespace, got the one of "
        f"{taken} in applications.app"
    )


def test_the_same_name_in_another_namespace_is_an_accounts_and_no_workloads() -> None:
    """What the cloud has of a workload is called after the cluster and the workload alone."""
    one, two = given("one", {"name": "api"}), given("two", {"name": "api"})

    (line,) = doubled({"one": one, "two": two}, clusters())
    assert line == (
        "applications.two: api becomes two/api, expected a name that no other has on clusters.main, in whichever namespace, got "
        "the one of api in applications.one"
    )
    asks = [Account(name="ops", namespace=namespace, access=(READS,)) for namespace in ("app", "other")]
    assert list(doubled({"app": given("app", asks=asks)}, clusters())) == []
