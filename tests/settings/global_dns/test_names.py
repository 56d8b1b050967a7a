"""Which names lead to several regions, and what answers for them there."""

from settings.clusters.existing import ExistingCluster
from settings.global_dns.names import Answer, Name, domain, health, names, regional
from settings.global_dns.route53 import Route53
from settings.load import Settings
from settings.traffic import Traffic
from settings.workload import WorkloadSpec
from tests.settings.global_dns.worlds import HOST, ON_EKS, PROBES, ROUTE, ROUTE53, world
from tests.settings.workload.given import LEAST

ZONE = Route53.model_validate(ROUTE53)


def found(settings: Settings) -> list[Name]:
    return names(ZONE, settings.applications, settings.clusters)


def spec(**changes: object) -> WorkloadSpec:
    return WorkloadSpec.model_validate({**LEAST, "route": ROUTE, "probes": PROBES, **changes})


def test_a_name_is_answered_for_by_each_of_the_applications_clusters_under_a_name_of_its_own() -> None:
    (name,) = found(world())

    assert (name.host, name.application) == (HOST, "app")
    assert name.answers == (
        Answer("use1", "app.use1.example.com", "/ready", "us-east-1"),
        Answer("usw2", "app.usw2.example.com", "/ready", "us-west-2"),
    )


def test_without_traffic_there_is_no_such_name() -> None:
    assert found(world(traffic=None)) == []


def test_every_host_of_every_routed_workload_is_one_and_a_shared_one_is_asked_by_the_first() -> None:
    api = {"route": {**ROUTE, "hosts": ["api.example.com"]}}
    beside = {"route": {**ROUTE, "paths": ["/admin"]}, "probes": {**PROBES, "readiness": "/admin/ready"}}
    hidden = {"route": None}

    both = found(world({}, api, beside, hidden))

    assert [(one.host, {answer.path for answer in one.answers}) for one in both] == [
        (HOST, {"/ready"}),
        ("api.example.com", {"/ready"}),
    ]


def test_a_region_is_asked_by_what_is_said_there() -> None:
    well = {
        "specs": [
            {"name": "app", "namespace": "app", "route": ROUTE, "probes": {**PROBES, "readiness": "/well"}}
        ]
    }

    (name,) = found(world(overrides={"usw2": well}))

    assert [one.path for one in name.answers] == ["/ready", "/well"]


def test_the_path_is_the_one_said_else_the_kubelets_on_the_port_that_is_routed() -> None:
    other = spec(ports={"http": 8080, "health": 9090}, probes={**PROBES, "port": "health"})

    assert health(spec(), Traffic()) == "/ready"
    assert health(spec(), Traffic.model_validate({"health": {"path": "/well"}})) == "/well"
    assert health(other, Traffic()) == ""
    assert health(spec(probes={"port": "http"}), Traffic()) == ""
    assert health(spec(route=None), Traffic()) == ""


def test_who_is_led_where_is_told_in_a_few_words() -> None:
    def told(**traffic: object) -> str:
        (name,) = found(world(traffic=traffic))
        return name.told

    assert told() == "latency: use1, usw2"
    assert told(policy="weighted", weights={"use1": 90, "usw2": 10}) == "weighted: use1 90, usw2 10"
    assert told(policy="failover", primary="usw2") == "failover: usw2, use1"


def test_a_workload_answers_to_its_own_names_in_a_region_besides() -> None:
    many = spec(route={**ROUTE, "hosts": [HOST, "www.example.com", "app.example.net"]})

    there = regional(many, ZONE, "use1.example.com").route

    assert there
    assert there.hosts == (
        HOST,
        "www.example.com",
        "app.example.net",
        "app.use1.example.com",
        "www.use1.example.com",
    )
    assert regional(spec(route=None), ZONE, "use1.example.com").route is None


def test_a_clusters_domain_is_its_zones_if_it_has_one() -> None:
    store = {"kubernetes": {"namespace": "secrets"}}
    existing = ExistingCluster.model_validate({"cloud": "existing", "context": "kind", "secrets": store})

    assert domain(world().clusters["use1"]) == ON_EKS["use1"]["dns"]["domain"]
    assert domain(existing) == ""
