"""What an API server finds wrong with a pod."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.pods import pod_spec
from tests.rehearsal.simulation.kubernetes.cluster import container, pod


def reasons(spec: Any) -> str:
    return " | ".join(f"{failure.property}: {failure.reason}" for failure in pod_spec("spec", spec))


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"name": "App"}, "'App' is not a DNS label"),
        ({"image": ""}, "Required value: a container has an image"),
        ({"image": None}, "Required value: a container has an image"),
        ({"imagePullPolicy": "Sometimes"}, "Unsupported value: 'Sometimes'"),
        ({"imagePulPolicy": "Always"}, 'unknown field "spec.containers[0].imagePulPolicy"'),
        ({"ports": [{}]}, "Required value: containerPort"),
        ({"ports": [{"containerPort": 70000}]}, "the port 70000"),
        (
            {"ports": [{"containerPort": 1, "name": "a"}, {"containerPort": 2, "name": "a"}]},
            "Duplicate value: 'a'",
        ),
        ({"ports": [{"containerPort": 1, "protocol": "ICMP"}]}, "Unsupported value: 'ICMP'"),
        ({"env": [{"value": "x"}]}, "Required value: a variable has a name"),
        (
            {"env": [{"name": "A", "value": "x", "valueFrom": {"secretKeyRef": {}}}]},
            "A has both value and valueFrom",
        ),
        ({"resources": {"limits": {"cpu": "much"}}}, "'much' is not a quantity"),
        ({"livenessProbe": {}}, "spec.containers[0].livenessProbe: Invalid value: exactly one of"),
        (
            {"lifecycle": {"preStop": {}}},
            "spec.containers[0].lifecycle.preStop: Invalid value: exactly one of",
        ),
        ({"volumeMounts": [{"name": "data", "mountPath": "/"}]}, "Not found: the pod has no volume 'data'"),
        ({"securityContext": {"privileged": True, "allowPrivilegeEscalation": False}}, "privileged excludes"),
    ],
)
def test_a_container_that_is_refused(more: dict[str, Any], text: str) -> None:
    assert text in reasons(pod(containers=[container(**more)]))


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"containers": []}, "a pod has at least one container"),
        ({"containers": [container(), container()]}, "spec.containers[1].name: Duplicate value: 'app'"),
        ({"initContainers": [container()]}, "spec.initContainers[0].name: Duplicate value: 'app'"),
        (
            {"initContainers": [container(name="i", livenessProbe={"exec": {}})]},
            "an init container has no probes",
        ),
        ({"hostnetwork": True}, 'unknown field "spec.hostnetwork"'),
        ({"volumes": [{"name": "a", "emptyDir": {}}, {"name": "a", "emptyDir": {}}]}, "Duplicate value: 'a'"),
        ({"volumes": [{"name": "a"}]}, "the volume 'a' needs exactly one source (none given)"),
        ({"volumes": [{"name": "a", "emptyDir": {}, "secret": {}}]}, "(emptyDir, secret given)"),
        ({"volumes": [{"name": "A", "emptyDir": {}}]}, "'A' is not a DNS label"),
        (
            {"topologySpreadConstraints": [{"maxSkew": 1, "whenUnsatisfiable": "Cry"}]},
            "Unsupported value: 'Cry'",
        ),
        (
            {"topologySpreadConstraints": [{"maxSkew": 0, "whenUnsatisfiable": "DoNotSchedule"}]},
            "maxSkew must be above 0",
        ),
        ({"terminationGracePeriodSeconds": -1}, "-1 is below 0"),
    ],
)
def test_a_pod_that_is_refused(more: dict[str, Any], text: str) -> None:
    assert text in reasons(pod(**more))


def test_a_sidecar_may_have_probes() -> None:
    assert (
        reasons(pod(initContainers=[container(name="s", restartPolicy="Always", livenessProbe={"exec": {}})]))
        == ""
    )


def test_unknown_values_are_never_wrong() -> None:
    unsure = container(
        name=UNKNOWN, image=UNKNOWN, ports=UNKNOWN, volumeMounts=[{"name": UNKNOWN}], resources=UNKNOWN
    )

    assert (
        reasons(pod(containers=[unsure]))
        == reasons({"containers": UNKNOWN, "volumes": UNKNOWN})
        == reasons(UNKNOWN)
        == ""
    )
