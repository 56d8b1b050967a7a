"""What somebody changes in a cluster by hand is found by a refresh, and put back by the next up."""

from functools import partial

import pytest
from pulumi.automation.errors import CommandError

from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.faults.conftest import Life, said, steps
from tests.rehearsal.faults.programs import NAMESPACE, boat, config_map, definition, deployment

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

WEB, GONE = Ref("apps/v1", "Deployment", "web", "shop"), Ref("v1", "ConfigMap", "gone", "shop")
BOATS = Ref("apiextensions.k8s.io/v1", "CustomResourceDefinition", "boats.example.com")
ARK = Ref("example.com/v1", "Boat", "ark", "shop")
UNAWAITED = {"pulumi.com/skipAwait": "true"}


def test_what_was_changed_and_what_was_deleted_by_hand_comes_back(life: Life) -> None:
    life.things.all = [NAMESPACE, deployment("web", **UNAWAITED), config_map("gone"), config_map("left")]
    life.up()

    scale(life, 5, "kubectl-scale")
    life.client.delete(GONE)

    assert steps(life.up()) == set(), "without a refresh the engine compares with what it remembers"
    life.refresh()
    assert steps(life.up()) == {"update web", "create gone"}
    assert life.client.get(WEB)["spec"]["replicas"] == 1
    assert life.client.get(GONE)["data"] == {"colour": "blue"}
    life.refresh()
    assert steps(life.up()) == set()


def test_a_daily_look_fails_on_drift_and_an_up_that_refreshes_puts_it_back(life: Life) -> None:
    life.things.all = [NAMESPACE, deployment("web", **UNAWAITED)]
    life.up()
    look = partial(life.session.stack.preview, refresh=True, expect_no_changes=True)
    look()
    scale(life, 3, "kubectl-scale")

    with pytest.raises(CommandError, match="no changes were expected but changes were proposed"):
        look()
    assert "update web" in steps(life.up(refresh=True))
    assert life.client.get(WEB)["spec"]["replicas"] == 1


def test_what_another_program_has_taken_is_not_taken_back_without_being_told(life: Life) -> None:
    life.things.all = [NAMESPACE, deployment("web", **UNAWAITED)]
    life.up()
    scale(life, 3, "somebodys-operator")
    life.refresh()

    refused = said(life.fails())
    assert (
        "web: Conflict: the API server refused to change Deployment shop/web: spec.replicas: conflict with"
        in refused
    )
    assert '"somebodys-operator"' in refused
    assert 'take them over with the annotation pulumi.com/patchForce: "true"' in refused

    life.things.all[1] = deployment("web", **UNAWAITED, **{"pulumi.com/patchForce": "true"})
    assert steps(life.up()) == {"update web"}
    assert life.client.get(WEB)["spec"]["replicas"] == 1


def scale(life: Life, replicas: int, manager: str) -> None:
    """Give the Deployment another size by hand."""
    life.client.patch(WEB, {"spec": {"replicas": replicas}}, manager)


def test_a_definition_that_was_deleted_by_hand_is_named_and_comes_back_with_its_objects(life: Life) -> None:
    life.things.all = [NAMESPACE, definition(), boat("ark")]
    life.up()
    life.client.delete(BOATS)
    life.until(lambda: life.client.find(BOATS) is None)

    life.things.all[-1].inputs["spec"] = {"colour": "green"}
    failed = life.fails()
    assert (
        'ark: NoKindMatch: the API server refused to change Boat shop/ark: no matches for kind "Boat" in version "example.com/v1"'
        in said(failed)
    )

    life.refresh()
    assert steps(life.up()) == {"create boats", "create ark"}
    assert life.client.get(ARK)["spec"] == {"colour": "green"}
    assert steps(life.up()) == set()
