"""What the processes of a control plane are told: loopback only, rights checked, nothing of the user's."""

import json
from pathlib import Path

import pytest

from rehearsal.control_plane import processes

BINARY = Path("bin", "program")
FOLDER = Path("private", "plane-1")


def flags(command: list[str]) -> dict[str, str]:
    assert command[0] == str(BINARY)
    return {name: value for name, _, value in (flag.partition("=") for flag in command[1:])}


def test_etcd_listens_on_sockets_in_its_folder_and_never_waits_for_the_disk() -> None:
    told = flags(processes.etcd(BINARY))

    assert "--unsafe-no-fsync" in told
    urls = {name: url for name, url in told.items() if name.endswith("-urls")}
    assert len(urls) == 4
    assert all(url.startswith("unix://etcd:") for url in urls.values()), urls


def test_the_api_server_is_on_loopback_and_its_objects_are_its_own() -> None:
    told = flags(processes.api_server(BINARY, FOLDER, 1234))

    assert (told["--bind-address"], told["--secure-port"]) == ("127.0.0.1", "1234")
    assert told["--etcd-prefix"] == "/plane-1"
    assert told["--etcd-servers"] == processes.ETCD


def test_the_api_server_checks_who_asks_and_what_they_may() -> None:
    told = flags(processes.api_server(BINARY, FOLDER, 1234))

    assert told["--anonymous-auth"] == "false"
    assert told["--authorization-mode"] == "Node,RBAC"
    assert told["--client-ca-file"] == "private/plane-1/ca.crt"
    assert {"NodeRestriction", "ExtendedResourceToleration"} == set(
        told["--enable-admission-plugins"].split(",")
    )
    assert "--disable-admission-plugins" not in told


def test_the_api_server_can_stand_before_others_as_itself() -> None:
    told = flags(processes.api_server(BINARY, FOLDER, 1234))

    assert told["--requestheader-client-ca-file"] != told["--client-ca-file"]
    assert told["--proxy-client-cert-file"] == "private/plane-1/front-proxy.crt"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (processes.controller_manager(BINARY, FOLDER), "kube-controller-manager"),
        (processes.scheduler(BINARY, FOLDER), "kube-scheduler"),
    ],
)
def test_the_controllers_listen_on_nothing_and_lead_at_once(command: list[str], name: str) -> None:
    told = flags(command)

    assert told["--secure-port"] == "0"
    assert told["--leader-elect"] == "false"
    assert told["--kubeconfig"] == f"private/plane-1/{name}.kubeconfig"


def test_controllers_of_what_no_rehearsal_has_are_off() -> None:
    told = flags(processes.controller_manager(BINARY, FOLDER))

    assert told["--controllers"].startswith(
        "*,-persistentvolume-attach-detach-controller,-service-lb-controller,"
    )


def test_autoscalers_stand_still_unless_somebody_waits_for_them() -> None:
    usual = flags(processes.controller_manager(BINARY, FOLDER))
    waited_for = flags(processes.controller_manager(BINARY, FOLDER, autoscaled=True))

    assert "-horizontal-pod-autoscaler-controller" in usual["--controllers"].split(",")
    assert not [flag for flag in usual if flag.startswith("--horizontal-pod-autoscaler")]
    assert "-horizontal-pod-autoscaler-controller" not in waited_for["--controllers"].split(",")
    assert waited_for["--horizontal-pod-autoscaler-sync-period"] == "2s"
    assert waited_for["--horizontal-pod-autoscaler-downscale-stabilization"] == "10s"


def test_kwok_gets_our_kubeconfig_and_stages_and_listens_on_nothing() -> None:
    told = flags(processes.kwok(BINARY, FOLDER, [Path("stages.yaml")]))

    assert told["--kubeconfig"] == "private/plane-1/kwok.kubeconfig"
    assert told["--config"] == "stages.yaml"
    assert "--manage-all-nodes" in told
    assert not {"--server-address", "--node-port"} & told.keys()


def test_the_life_gets_the_planes_access_a_folder_of_its_own_and_one_that_all_share() -> None:
    assert processes.life(Path("python"), FOLDER)[1:] == [
        "-m", "rehearsal.life", "--access", "private/plane-1/access.json", "--folder", "private/plane-1/life",
        "--stored", "private/stored",
    ]  # fmt: skip


def test_a_kubeconfig_names_the_server_and_the_certificates_of_its_client(tmp_path: Path) -> None:
    processes.write_kubeconfig(tmp_path, "kwok", "https://127.0.0.1:1")

    written = json.loads((tmp_path / "kwok.kubeconfig").read_text())
    assert written["clusters"][0]["cluster"] == {
        "server": "https://127.0.0.1:1",
        "certificate-authority": str(tmp_path / "ca.crt"),
    }
    assert written["users"][0]["user"] == {
        "client-certificate": str(tmp_path / "kwok.crt"),
        "client-key": str(tmp_path / "kwok.key"),
    }
    assert written["current-context"] == written["contexts"][0]["name"]
