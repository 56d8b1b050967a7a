"""How many replicas there are, and how many a drain may take."""

from components.workload import scaling
from tests.components.workload.specs import least, plain


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
