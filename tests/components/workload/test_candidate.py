"""A version that is tried beside the one that serves: what it has of its own, what it shares, and who gets which requests."""

import json
from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.workload.application import Application
from components.workload.candidate import candidate_of, chosen, serving, shares, virtual_service
from rehearsal.recorded import Recorded, Recording
from settings.workload import WorkloadSpec
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.components.workload.specs import full, least, plain
from tests.graph import Graph

IMAGE = "registry.example.com/app:2.0.0"
CANARY = {"image": IMAGE, "weight": 10}
BLUE_GREEN = {"image": IMAGE, "strategy": "blue-green"}
JOBS = {"migrate": {"command": ["migrate"]}}
SCHEDULES = {"tidy": {"schedule": "0 3 * * *", "command": ["tidy"]}}
DEPLOYMENT, SERVICE = "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Service"
SCALER, BUDGET = (
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:policy/v1:PodDisruptionBudget",
)
ACCOUNT, POLICY = "kubernetes:core/v1:ServiceAccount", "kubernetes:networking.k8s.io/v1:NetworkPolicy"
INGRESS, ROUTE = (
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
)
SHARES, MONITOR = (
    "kubernetes:networking.istio.io/v1:VirtualService",
    "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
)


def tried(spec: WorkloadSpec) -> WorkloadSpec:
    one = candidate_of(spec)
    assert one
    return one


def made(spec: WorkloadSpec, kind: str = "nginx", *, mesh: bool = False) -> Recording:
    """An application of one workload, on a platform with this way in."""

    def on(cluster: Cluster) -> None:
        platform = create_platform(settings(ingress={"kind": kind}), cluster)
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        Application("main-sample", "sample", [spec], platform, opts, platform.mesh if mesh else None)

    return on_a_cluster(on)


def of(recording: Recording, namespace: str = "team") -> dict[tuple[str, str], Any]:
    """The objects of a namespace by type and name, as the API server gets them."""
    return {
        (one.type, one.name): one.inputs
        for one in recording.objects()
        if one.inputs.get("metadata", {}).get("namespace") == namespace
    }


def waits(recording: Recording, one: Recorded, other: Recorded) -> bool:
    return Graph(recording).waits(one, other)


def test_it_is_the_workload_with_another_name_and_image() -> None:
    spec = full(candidate=CANARY)
    one = tried(spec)

    assert (one.name, one.namespace, one.image) == ("app-candidate", "team", IMAGE)
    for field in (
        "ports",
        "resources",
        "probes",
        "env",
        "secrets",
        "reaches",
        "reached_by",
        "telemetry",
        "rollout",
    ):
        assert getattr(one, field) == getattr(spec, field)


def test_the_way_in_may_reach_it_as_it_may_reach_the_workload() -> None:
    assert tried(full(candidate=CANARY)).route == full().route


def test_what_there_is_once_for_both_is_not_made_again() -> None:
    one = tried(
        full(
            candidate=CANARY,
            jobs=JOBS,
            schedules=SCHEDULES,
            access=[{"resources": ["pods"], "verbs": ["get"]}],
        )
    )

    assert (one.jobs, one.schedules, one.backup, one.access) == ({}, {}, None, ())
    assert one.token, "its role is bound to the account that it shares"


def test_a_migration_does_not_run_for_a_version_that_may_be_given_up() -> None:
    """A database that was migrated for it would be there for the other one too, after an abort as well."""
    recording = made(least(candidate=CANARY, jobs=JOBS))

    assert not [one for one in recording.objects() if "Job" in one.type and "candidate" in one.name]


def test_without_a_candidate_or_with_one_that_was_given_up_there_is_none() -> None:
    assert candidate_of(full()) is None
    assert candidate_of(full(candidate={**CANARY, "state": "aborted"})) is None


def test_giving_up_leaves_exactly_what_there_was_before() -> None:
    assert of(made(least(candidate={**CANARY, "state": "aborted"}))) == of(made(least()))


@pytest.mark.parametrize(
    ("candidate", "replicas"),
    [
        (CANARY, 1),
        ({**CANARY, "weight": 34}, 3),
        ({**CANARY, "weight": 49}, 3),
        ({**CANARY, "weight": 50}, 6),
        ({**CANARY, "state": "promoted"}, 6),
        (BLUE_GREEN, 6),
    ],
)
def test_it_has_its_share_of_the_pods_and_all_of_them_before_it_may_be_promoted(
    candidate: dict[str, Any], replicas: int
) -> None:
    one = tried(full(candidate=candidate, scale={"min": 6, "max": 12}))

    assert (one.scale.min, one.scale.max) == (replicas, 12)


def test_a_fixed_number_stays_fixed() -> None:
    one = tried(least(candidate={**CANARY, "weight": 30}, scale={"min": 4, "max": 4}))

    assert (one.scale.min, one.scale.max) == (2, 2)


def test_one_pod_can_be_drained_whatever_the_workload_needs() -> None:
    kept = {"disruption": {"min_available": 2}}
    small, whole = tried(least(candidate=CANARY, **kept)), tried(least(candidate=BLUE_GREEN, **kept))

    assert small.disruption.max_unavailable == 1
    assert whole.disruption.min_available == 2


@pytest.mark.parametrize(
    ("candidate", "weights", "header"),
    [
        (CANARY, {"app": 90, "app-candidate": 10}, "app-candidate"),
        (BLUE_GREEN, {"app": 100, "app-candidate": 0}, "app-candidate"),
        ({**CANARY, "state": "promoted"}, {"app": 0, "app-candidate": 100}, None),
        ({**BLUE_GREEN, "state": "promoted"}, {"app": 0, "app-candidate": 100}, None),
        ({**CANARY, "state": "aborted"}, {"app": 100}, None),
        (None, {"app": 100}, None),
    ],
)
def test_requests_are_shared_as_the_settings_say(
    candidate: dict[str, Any] | None, weights: dict[str, int], header: str | None
) -> None:
    spec = least(candidate=candidate)

    assert shares(spec) == weights
    assert chosen(spec) == header


def test_a_promoted_ones_image_may_be_the_workloads_while_it_goes_on_serving() -> None:
    taken_over = least(candidate={"image": least().image, "state": "promoted"})

    assert shares(taken_over) == {"app": 0, "app-candidate": 100}


def test_callers_in_the_mesh_are_shared_out_by_the_same_weights_on_every_port() -> None:
    body = virtual_service(least(candidate=CANARY))

    assert body["hosts"] == ["app.team.svc.cluster.local"]
    for rules in (body["http"][1::2], body["tcp"]):
        assert [[one["port"] for one in rule["match"]] for rule in rules] == [[8080], [9090]]
        for rule in rules:
            assert [(to["destination"]["host"].split(".")[0], to["weight"]) for to in rule["route"]] == [
                ("app", 90),
                ("app-candidate", 10),
            ]


def test_a_tester_in_the_mesh_asks_for_it_by_a_header_before_chance_decides() -> None:
    first, *_ = virtual_service(least(candidate=BLUE_GREEN))["http"]
    promoted = virtual_service(least(candidate={**BLUE_GREEN, "state": "promoted"}))["http"]

    assert first["match"] == [{"port": 8080, "headers": {"x-release": {"exact": "candidate"}}}]
    assert [to["destination"]["host"] for to in first["route"]] == ["app-candidate.team.svc.cluster.local"]
    assert not [rule for rule in promoted for match in rule["match"] if "headers" in match]


def test_it_has_pods_a_service_an_autoscaler_a_budget_policies_and_a_scrape_and_nothing_else() -> None:
    without = of(made(least(metrics={"port": "health"})))
    beside = of(made(least(metrics={"port": "health"}, candidate=CANARY)))

    assert {key[0].rpartition(":")[2] for key in beside.keys() - without.keys()} == {
        "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceMonitor",
    }  # fmt: skip


def test_a_trial_touches_nothing_that_serves() -> None:
    route = {"route": {"hosts": ["app.example.com"], "port": "http"}}
    without, beside = (
        of(made(full(backup=None, buckets={}, **route))),
        of(made(full(backup=None, buckets={}, candidate=CANARY, **route))),
    )

    assert {key: beside[key] for key in without} == without


def test_it_runs_as_the_workloads_service_account() -> None:
    recording = made(least(candidate=CANARY))
    pods = recording.one(DEPLOYMENT, "main-app-candidate").inputs["spec"]["template"]["spec"]

    assert pods["serviceAccountName"] == "app"
    assert [one.name for one in recording.of(ACCOUNT) if "candidate" in one.name] == []


def test_its_secrets_are_the_same_ones_of_the_store() -> None:
    secrets = {
        name: body["spec"]["data"]
        for (kind, name), body in of(made(full(backup=None, buckets={}, candidate=CANARY))).items()
        if kind.endswith(":ExternalSecret")
    }

    assert secrets["main-app-externalsecret"] == secrets["main-app-candidate-externalsecret"]


def test_each_of_its_objects_chooses_its_own_pods() -> None:
    recording = made(least(candidate=CANARY))
    labels = recording.one(DEPLOYMENT, "main-app-candidate").inputs["spec"]["template"]["metadata"]["labels"]
    policy = recording.one(POLICY, "main-app-candidate").inputs["spec"]["podSelector"]

    assert labels["app"] == "app-candidate"
    assert recording.one(DEPLOYMENT, "main-app-candidate").inputs["spec"]["selector"]["matchLabels"] == {
        "app": "app-candidate"
    }
    assert recording.one(SERVICE, "main-app-candidate").inputs["spec"]["selector"] == {"app": "app-candidate"}
    assert recording.one(BUDGET, "main-app-candidate").inputs["spec"]["selector"]["matchLabels"] == {
        "app": "app-candidate"
    }
    assert (
        recording.one(SCALER, "main-app-candidate").inputs["spec"]["scaleTargetRef"]["name"]
        == "app-candidate"
    )
    assert "app-candidate" in json.dumps(policy)


@pytest.mark.parametrize(
    ("candidate", "pods"),
    [(None, "app"), (CANARY, "app"), ({**CANARY, "state": "promoted"}, "app-candidate")],
)
def test_callers_outside_the_mesh_follow_when_it_is_promoted(
    candidate: dict[str, Any] | None, pods: str
) -> None:
    """They know the Service alone, which has no weights."""
    spec = least(candidate=candidate)
    service = made(spec).one(SERVICE, "main-app").inputs["spec"]

    assert serving(spec) == pods
    assert service["selector"] == {"app": pods}


def test_pods_that_serve_are_scraped_once_and_under_the_workloads_name() -> None:
    def monitors(state: str) -> set[str]:
        spec = least(metrics={"port": "health"}, candidate={**CANARY, "state": state})
        return {one.name for one in made(spec).of(MONITOR) if one.name.startswith("main-app")}

    assert monitors("trial") == {"main-app-servicemonitor", "main-app-candidate-servicemonitor"}
    assert monitors("promoted") == {"main-app-servicemonitor"}


@pytest.mark.parametrize(
    ("kind", "type_", "name"),
    [("nginx", INGRESS, "main-app-candidate"), ("gateway", ROUTE, "main-app-route")],
)
def test_requests_come_when_its_pods_are_ready_and_leave_before_they_go(
    kind: str, type_: str, name: str
) -> None:
    route = {"hosts": ["app.example.com"], "port": "http"}
    recording = made(least(route=route, candidate=CANARY), kind)

    assert waits(recording, recording.one(type_, name), recording.one(DEPLOYMENT, "main-app-candidate"))


def test_the_service_turns_to_a_promoted_one_when_its_pods_are_ready() -> None:
    recording = made(least(candidate={**CANARY, "state": "promoted"}))

    assert waits(
        recording, recording.one(SERVICE, "main-app"), recording.one(DEPLOYMENT, "main-app-candidate")
    )


def test_only_callers_in_the_mesh_are_shared_out() -> None:
    spec = least(candidate=CANARY)

    def shared(*, mesh: bool) -> list[str]:
        return [
            one.name for one in made(spec, "gateway", mesh=mesh).of(SHARES) if one.name.startswith("main-app")
        ]

    assert shared(mesh=True) == ["main-app-shares"]
    assert shared(mesh=False) == []


def test_the_weights_of_the_mesh_come_after_the_pods() -> None:
    recording = made(least(candidate=CANARY), "gateway", mesh=True)

    assert waits(
        recording, recording.one(SHARES, "main-app-shares"), recording.one(DEPLOYMENT, "main-app-candidate")
    )
    assert plain(recording.one(SHARES, "main-app-shares").inputs["spec"]) == virtual_service(
        least(candidate=CANARY)
    )
