"""The API server is down for ten seconds in the middle of an up, which waits for it and comes to its end."""

import threading
import time
from dataclasses import replace

import pytest

from rehearsal.providers.kubernetes.errors import Unreachable
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.faults.conftest import Life, steps
from tests.rehearsal.faults.programs import NAMESPACE, config_map, deployment

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

DOWN = 10.0
SERVER = "kube-apiserver"
WEB = Ref("apps/v1", "Deployment", "web", "shop")


def test_what_is_waited_for_and_what_is_made_meanwhile_are_there_in_the_end(life: Life) -> None:
    begun = threading.Event()
    waiting = deployment("web")
    waiting.inputs["spec"]["template"]["spec"]["nodeSelector"] = {"example.com/there": "yes"}
    life.things.all = [NAMESPACE, waiting, replace(config_map("late"), once=begun)]
    made: list[set[str]] = []
    up = threading.Thread(target=lambda: made.append(steps(life.up())), daemon=True)
    up.start()
    life.until(lambda: life.client.find(WEB) and life.client.list("v1", "Node"))

    life.planes.kill(life.plane, SERVER)
    with pytest.raises(Unreachable):
        life.impatient.get(WEB)
    begun.set()
    time.sleep(DOWN)
    assert up.is_alive(), "it gives up neither what it waits for nor what it is to make"
    life.planes.run(life.plane, SERVER)
    node = life.client.list("v1", "Node")[0]
    life.client.patch(Ref.of(node), {"metadata": {"labels": {"example.com/there": "yes"}}}, "test")

    up.join(300)
    assert made == [{"create shop", "create web", "create late"}]
    life.until(life.client.ready)
    life.refresh()
    assert steps(life.up()) == set()
    assert life.client.get(WEB)["status"]["readyReplicas"] == 1
