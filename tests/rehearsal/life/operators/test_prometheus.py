"""What the Prometheus operator answers and makes."""

from rehearsal.life.operators.prometheus import labels, of
from tests.rehearsal.life.operators.found import Found, obj

MAIN = obj("Alertmanager", "main", "here", replicas=2)


def test_pods_carry_the_labels_that_policies_select_by() -> None:
    assert labels("prometheus", "main")["operator.prometheus.io/name"] == "main"
    assert labels("alertmanager", "main")["alertmanager"] == "main"


def test_the_stateful_set_and_its_service_are_made_once() -> None:
    first = of("alertmanager")(MAIN, Found())
    service = obj("Service", "alertmanager-operated", "here")

    assert [one["kind"] for one in first.makes] == ["StatefulSet", "Service"]
    assert [one["kind"] for one in of("alertmanager")(MAIN, Found(service)).makes] == ["StatefulSet"]


def test_it_is_available_with_all_its_pods_and_degraded_with_some() -> None:
    said = []
    for available in (0, 1, 2):
        running = obj("StatefulSet", "alertmanager-main", "here") | {
            "status": {"availableReplicas": available}
        }
        answer = of("alertmanager")(MAIN, Found(running))
        said.append((answer.conditions[0].status, answer.final))

    assert said == [("False", False), ("Degraded", False), ("True", True)]
