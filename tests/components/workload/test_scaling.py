"""How many replicas there are, and how many a drain may take."""

from components.workload import scaling
from settings.platform.prometheus_adapter import SCALING
from tests.components.workload.specs import least, plain, stateful

QUEUE = {"custom": {"jobs_waiting": "5", "bookings_per_second": "500m"}}


def test_the_autoscaler_keeps_to_the_specs_bounds() -> None:
    spec = scaling.autoscaler(least(scale={"min": 2, "max": 5}))

    assert (spec["min_replicas"], spec["max_replicas"]) == (2, 5)


def test_it_watches_cpu_and_memory() -> None:
    watched = [
        (metric["resource"]["name"], metric["resource"]["target"]["average_utilization"])
        for metric in plain(scaling.metrics(least().scale))
    ]

    assert watched == [("cpu", 70), ("memory", 80)]


def test_a_target_that_is_off_is_not_watched() -> None:
    assert len(scaling.metrics(least(scale={"memory": None}).scale)) == 1


def test_it_may_watch_the_requests_that_each_replica_has() -> None:
    targets = {"cpu": None, "memory": None, "requests_per_second": 50}
    (metric,) = plain(scaling.metrics(least(scale=targets, metrics={"port": "http"}).scale))

    assert metric["type"] == "Pods"
    assert metric["pods"] == {
        "metric": {"name": "http_requests_per_second"},
        "target": {"type": "AverageValue", "average_value": "50"},
    }


def test_it_may_watch_metrics_of_the_replicas_own() -> None:
    scale = least(scale={**QUEUE, "cpu": None, "memory": None}, metrics={"port": "http"}).scale

    assert [metric["pods"] for metric in plain(scaling.metrics(scale))] == [
        {
            "metric": {"name": name},
            "target": {"type": "AverageValue", "average_value": value},
        }
        for name, value in (("bookings_per_second", "500m"), ("jobs_waiting", "5"))
    ]


def test_the_series_behind_them_are_marked_and_no_others() -> None:
    (mark,) = scaling.marks(least(scale=QUEUE, metrics={"port": "http"}).scale)

    assert mark == {
        "sourceLabels": ["__name__"],
        "regex": "bookings_per_second|bookings_total|jobs_waiting",
        "targetLabel": SCALING[0],
        "replacement": SCALING[1],
    }
    assert not scaling.marks(least().scale)


def test_it_scales_what_runs_the_pods() -> None:
    kinds = [
        plain(scaling.autoscaler(spec))["scale_target_ref"]["kind"]
        for spec in (least(), stateful(scale={"min": 1, "max": 3}))
    ]

    assert kinds == ["Deployment", "StatefulSet"]


def test_its_steps_are_the_specs() -> None:
    up = {
        "stabilization_seconds": 30,
        "steps": [{"percent": 100, "seconds": 15}, {"pods": 4, "seconds": 120}],
        "select": "least",
    }

    assert plain(scaling.autoscaler(least(scale={"up": up})))["behavior"]["scale_up"] == {
        "stabilization_window_seconds": 30,
        "select_policy": "Min",
        "policies": [
            {"type": "Percent", "value": 100, "period_seconds": 15},
            {"type": "Pods", "value": 4, "period_seconds": 120},
        ],
    }


def test_without_a_word_it_grows_by_half_or_two_pods_and_shrinks_by_a_fifth() -> None:
    behavior = plain(scaling.autoscaler(least()))["behavior"]

    assert [(step["type"], step["value"]) for step in behavior["scale_up"]["policies"]] == [
        ("Percent", 50),
        ("Pods", 2),
    ]
    assert [(step["type"], step["value"]) for step in behavior["scale_down"]["policies"]] == [("Percent", 20)]
    assert behavior["scale_up"]["select_policy"] == "Max"


def test_it_scales_down_slower_than_up() -> None:
    behavior = plain(scaling.autoscaler(least()))["behavior"]

    assert (
        behavior["scale_up"]["stabilization_window_seconds"]
        < behavior["scale_down"]["stabilization_window_seconds"]
    )


def test_the_budget_says_what_the_spec_says_and_nothing_else() -> None:
    one = scaling.disruption_budget(least(disruption={"min_available": 1}))
    other = scaling.disruption_budget(least(disruption={"max_unavailable": 2}))

    assert (one.get("min_available"), one.get("max_unavailable")) == (1, None)
    assert (other.get("min_available"), other.get("max_unavailable")) == (None, 2)


def test_a_pod_that_never_got_ready_does_not_block_a_drain() -> None:
    assert scaling.disruption_budget(least())["unhealthy_pod_eviction_policy"] == "AlwaysAllow"
