"""Hooks of a chart run at their moment, in the order of their weights, and are waited for."""

from pathlib import Path

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import HANDLER
from rehearsal.simulation.kinds import Refused
from tests.rehearsal.providers.kubernetes.releases.cases import asked, chart, config_map, exists, inputs_of

pytestmark = [pytest.mark.kubernetes, pytest.mark.usefixtures("helm")]


def job(name: str, hook: str, more: str = "", spec: str = "") -> str:
    """A Job that is a hook; KWOK lets its pod complete."""
    annotations = f'{{helm.sh/hook: "{hook}"{more}}}'
    pod = "{restartPolicy: Never, containers: [{name: a, image: registry.example.com/a}]" + spec + "}"
    head = f"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}, annotations: {annotations}}}\n"
    return f"{head}spec: {{template: {{spec: {pod}}}}}\n"


def moment(client: Client, kind: str, name: str, home: str) -> str:
    version = "batch/v1" if kind == "Job" else "v1"
    found = client.get(Ref(version, kind, name, home))
    return str(found["status"]["completionTime"] if kind == "Job" else found["metadata"]["creationTimestamp"])


def test_hooks_come_before_and_after_by_weight_and_are_gone_with_the_release(
    cluster: Client, home: str, tmp_path: Path
) -> None:
    weight = ', helm.sh/hook-weight: "{}"'
    folder = chart(
        tmp_path / "shop",
        plain=config_map("plain"),
        late=job("late", "pre-install", weight.format(5)),
        early=job("early", "pre-install", weight.format(-5)),
        after=job("after", "post-install"),
    )
    inputs = inputs_of(folder, home)
    made = HANDLER.create(cluster, asked(inputs))

    assert made.reasons == ()
    early, late = (moment(cluster, "Job", name, home) for name in ("early", "late"))
    assert (
        early <= late <= moment(cluster, "ConfigMap", "plain", home) <= moment(cluster, "Job", "after", home)
    )
    assert made.outputs["resourceNames"] == {"ConfigMap/v1": [f"{home}/plain"]}

    HANDLER.delete(cluster, asked(inputs, id=made.id))

    assert not any(exists(cluster, "batch/v1", "Job", name, home) for name in ("early", "late", "after"))


def test_a_hook_that_has_succeeded_goes_where_its_policy_says_so(
    cluster: Client, home: str, tmp_path: Path
) -> None:
    policy = ', helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"'
    folder = chart(
        tmp_path / "shop", plain=config_map("plain"), hook=job("once", "post-install,post-upgrade", policy)
    )
    inputs = inputs_of(folder, home)

    HANDLER.create(cluster, asked(inputs))

    assert not exists(cluster, "batch/v1", "Job", "once", home)


def test_a_hook_that_kubernetes_refuses_fails_the_release_by_its_name(
    cluster: Client, home: str, tmp_path: Path
) -> None:
    folder = chart(
        tmp_path / "shop", plain=config_map("plain"), hook=job("wrong", "pre-install", spec=", nodeNames: a")
    )

    with pytest.raises(Refused) as refused:
        HANDLER.create(cluster, asked(inputs_of(folder, home, atomic=True)))

    assert f"the pre-install hook Job {home}/wrong failed" in str(refused.value)
    assert "nodeNames" in str(refused.value)
    assert not exists(cluster, "v1", "ConfigMap", "plain", home)


def test_hooks_may_be_switched_off_and_those_of_tests_never_run(
    cluster: Client, home: str, tmp_path: Path
) -> None:
    folder = chart(
        tmp_path / "shop",
        plain=config_map("plain"),
        hook=job("off", "pre-install"),
        test=job("tried", "test"),
    )

    HANDLER.create(cluster, asked(inputs_of(folder, home, disableWebhooks=True)))

    assert not exists(cluster, "batch/v1", "Job", "off", home)
    assert not exists(cluster, "batch/v1", "Job", "tried", home)
