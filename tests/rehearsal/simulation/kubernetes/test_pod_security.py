"""The Pod Security Standards."""

from typing import Any

import pytest

from rehearsal.simulation.kinds import UNKNOWN
from rehearsal.simulation.kubernetes.pod_security import violations
from tests.rehearsal.simulation.kubernetes.cluster import RIGHTS, container, pod


def rights(**more: Any) -> dict[str, Any]:
    return pod(containers=[container(securityContext={**RIGHTS, **more})])


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (pod(hostNetwork=True), "host namespaces (hostNetwork=true)"),
        (pod(hostPID=True), "hostPID"),
        (pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}]), 'hostPath volumes (volume "v")'),
        (rights(privileged=True), 'privileged (container "app"'),
        (rights(capabilities={"drop": ["ALL"], "add": ["SYS_ADMIN"]}), "must not add SYS_ADMIN"),
        (rights(procMount="Unmasked"), "procMount"),
        (rights(seccompProfile={"type": "Unconfined"}), "must not set Unconfined"),
        (rights(appArmorProfile={"type": "Unconfined"}), "appArmorProfile"),
        (rights(windowsOptions={"hostProcess": True}), "hostProcess"),
        (rights(seLinuxOptions={"type": "spc_t"}), "seLinuxOptions"),
        (pod(securityContext={"sysctls": [{"name": "kernel.msgmax"}]}), "forbidden sysctls (kernel.msgmax)"),
        (pod(containers=[container(ports=[{"containerPort": 1, "hostPort": 1}])]), "hostPort"),
        (
            pod(containers=[container(livenessProbe={"httpGet": {"host": "x", "port": 1}})]),
            "must not set a host in httpGet",
        ),
        (
            pod(containers=[container(lifecycle={"preStop": {"tcpSocket": {"host": "x"}}})]),
            "must not set a host in tcpSocket",
        ),
    ],
)
def test_baseline_forbids(spec: dict[str, Any], text: str) -> None:
    assert text in " ".join(violations("baseline", spec))
    assert text in " ".join(violations("restricted", spec))
    assert violations("privileged", spec) == []


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (pod(containers=[container(securityContext={})]), "allowPrivilegeEscalation != false"),
        (rights(allowPrivilegeEscalation=True), 'allowPrivilegeEscalation != false (container "app")'),
        (rights(capabilities={}), 'must drop "ALL"'),
        (rights(capabilities={"drop": ["ALL"], "add": ["CHOWN"]}), "must not add CHOWN"),
        (rights(runAsNonRoot=False), "runAsNonRoot != true"),
        (rights(runAsUser=0), 'runAsUser=0 (container "app")'),
        (pod(securityContext={"runAsUser": 0}), "runAsUser=0 (pod"),
        (rights(seccompProfile=None), "must set RuntimeDefault or Localhost"),
        (pod(volumes=[{"name": "v", "nfs": {}}]), 'restricted volume types (volume "v" uses nfs)'),
        (pod(initContainers=[container(name="i", securityContext=None)]), 'container "i"'),
    ],
)
def test_restricted_forbids_more(spec: dict[str, Any], text: str) -> None:
    assert text in " ".join(violations("restricted", spec))
    assert violations("baseline", spec) == []


def test_a_hardened_pod_is_allowed() -> None:
    assert violations("restricted", pod()) == []
    assert violations("restricted", rights(capabilities={"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]})) == []


def test_a_pod_may_say_it_once_for_all_its_containers() -> None:
    bare = {key: RIGHTS[key] for key in ("allowPrivilegeEscalation", "capabilities")}
    whole = {key: RIGHTS[key] for key in ("runAsNonRoot", "seccompProfile")}

    assert (
        violations("restricted", pod(containers=[container(securityContext=bare)], securityContext=whole))
        == []
    )


def test_unknown_values_are_taken_as_allowed() -> None:
    unsure = dict.fromkeys(RIGHTS, UNKNOWN)

    assert violations("restricted", rights(**unsure)) == []
    assert (
        violations(
            "restricted", pod(securityContext=UNKNOWN, containers=[container(securityContext=UNKNOWN)])
        )
        == []
    )
    assert violations("restricted", UNKNOWN) == []
