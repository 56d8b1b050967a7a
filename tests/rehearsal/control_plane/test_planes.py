"""A real control plane: it is there quickly, is reached by its own administrator only, and is gone when it should be."""

import http.client
import os
import socket
import ssl
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rehearsal.control_plane.access import Access
from rehearsal.control_plane.binaries import KUBERNETES, Binaries
from rehearsal.control_plane.planes import API_SERVER, Plane, Planes
from rehearsal.control_plane.readiness import PATIENCE, ControlPlaneError, given_up, ready
from rehearsal.janitor import Janitor
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.planes import Running, running
from tests.rehearsal.toolchain.go import script

ME = "tests"
"""The field manager of what these tests make."""


def test_a_plane_answers_with_the_version_that_was_asked_for(plane: Running) -> None:
    version = plane.client.request("GET", "/version")["gitVersion"]

    assert version.split(".")[:2] == f"v{KUBERNETES}".split(".")[:2]


def answer(access: Access, path: str, *, trusted: bool = True, certificate: bool = False) -> int:
    """The HTTP status of a request with or without a client certificate."""
    address = urlsplit(access.server)
    context = ssl.create_default_context(cafile=access.authority if trusted else None)
    if certificate:
        context.load_cert_chain(access.certificate, access.key)
    connection = http.client.HTTPSConnection("127.0.0.1", address.port, context=context, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/api/v1/namespaces", "/version", "/readyz"])
def test_nobody_without_its_certificate_is_answered(plane: Running, path: str) -> None:
    assert answer(plane.access, path) == http.client.UNAUTHORIZED
    assert answer(plane.access, path, certificate=True) == http.client.OK


def test_its_certificate_is_signed_by_its_own_authority_only(plane: Running) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        answer(plane.access, "/version", trusted=False)


def listening(plane: Running) -> dict[str, list[str]]:
    """Process name -> the addresses it listens on, of all of the plane's processes."""
    found: dict[str, list[str]] = {}
    for name, process in {**plane.plane.running, "etcd": plane.planes.etcd}.items():
        inodes = {
            str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir() if link.is_symlink()
        }
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                    found.setdefault(name, []).append(fields[1])
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens where")
def test_only_the_api_server_listens_and_only_on_loopback(plane: Running) -> None:
    port = urlsplit(plane.access.server).port or 0

    assert listening(plane) == {API_SERVER: [f"0100007F:{port:04X}"]}


def test_rights_are_checked_and_what_pod_security_forbids_is_refused(plane: Running) -> None:
    client = plane.client
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    client.create(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "strict", "labels": labels}}, ME
    )
    pod = {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bad", "namespace": "strict"},
        "spec": {"containers": [{"name": "a", "image": "example.com/a", "securityContext": {"privileged": True}}]},
    }  # fmt: skip
    review = {
        "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
        "spec": {"user": "somebody", "resourceAttributes": {"verb": "list", "resource": "secrets"}},
    }  # fmt: skip

    with pytest.raises(Exception, match="violates PodSecurity"):
        client.create(pod, ME)
    assert client.create(review, ME)["status"]["allowed"] is False


def eventually(plane: Running, ref: Ref, field: str, wanted: object, seconds: float = 180) -> None:
    """Wait until a field of an object's status is as it should be."""
    end = time.monotonic() + seconds
    while (status := plane.client.get(ref).get("status", {})).get(field) != wanted:
        assert time.monotonic() < end, status
        time.sleep(0.1)


def test_a_deployment_gets_its_pods_and_they_run(plane: Running) -> None:
    client = plane.client
    client.create({
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-of-planes"},
        "status": {"allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"}},
    }, ME)  # fmt: skip
    labels = {"app": "small"}
    client.create({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "small", "namespace": "default"},
        "spec": {"replicas": 3, "selector": {"matchLabels": labels}, "template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [{"name": "a", "image": "example.com/a"}]},
        }},
    }, ME)  # fmt: skip

    eventually(plane, Ref("apps/v1", "Deployment", "small", "default"), "readyReplicas", 3)

    client.delete(Ref("apps/v1", "Deployment", "small", "default"))
    client.delete(Ref("v1", "Node", "node-of-planes"))


def test_two_planes_do_not_meet_and_one_comes_back_where_it_was(tmp_path: Path, programs: Binaries) -> None:
    with running(tmp_path / "private", 2, programs=programs) as planes:
        one, two = planes.planes
        clients = [Client(access) for access in planes.access]
        clients[0].create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "mine"}}, ME)

        assert clients[1].find(Ref("v1", "Namespace", "mine")) is None
        stranger = Access(two.access.server, two.access.authority, one.access.certificate, one.access.key)
        assert answer(stranger, "/version", certificate=True) == http.client.UNAUTHORIZED

        planes.kill(one, API_SERVER)
        assert not ready(one.access)
        assert ready(two.access)
        planes.run(one, API_SERVER)
        wait(one)
        assert clients[0].find(Ref("v1", "Namespace", "mine")) is not None
        assert planes.ended() == []
        assert 0 < planes.seconds < PATIENCE
        assert planes.peak() > 100 or not Path("/proc/self/status").exists()
    assert list(tmp_path.iterdir()) == []


def wait(plane: Plane, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not ready(plane.access):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_ends_by_itself_is_started_again(plane: Running) -> None:
    scheduler = plane.plane.running["kube-scheduler"]

    scheduler.kill()
    scheduler.wait()

    end = time.monotonic() + 180
    while plane.plane.running["kube-scheduler"] is scheduler:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert plane.planes.ended() == []


def broken(folder: Path, *lines: str) -> Binaries:
    """Programs that all do the same: a few shell lines."""
    program = script(folder / "bin", "program", *lines)
    return Binaries(program, program, program, program, program, {})


def test_a_program_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    all_of_them = broken(tmp_path, 'echo "no space left"', "exit 3")

    with (
        Janitor(tmp_path / "private") as janitor,
        Planes(janitor, tmp_path / "private" / "k", all_of_them) as planes,
    ):
        planes.start(1)
        with pytest.raises(ControlPlaneError, match=r"has ended with 3\. \S+'s last words:\n  no space left"):
            planes.wait()
        assert "no space left" in given_up(planes.access[0]).read_text(), "who waits elsewhere learns it too"
        assert planes.seconds == 0


def test_an_api_server_that_never_gets_ready_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehearsal.control_plane.planes.PATIENCE", 0.3)
    all_of_them = broken(tmp_path, "exec /bin/sleep 600")

    with (
        Janitor(tmp_path / "private") as janitor,
        Planes(janitor, tmp_path / "private" / "k", all_of_them) as planes,
    ):
        planes.start(1)
        with pytest.raises(
            ControlPlaneError, match=r"was not ready within 0 s\. kube-apiserver's last words"
        ):
            planes.wait()


def test_leaving_while_it_comes_up_does_not_wait_for_it(tmp_path: Path) -> None:
    all_of_them = broken(tmp_path, "exec /bin/sleep 600")
    started = time.monotonic()

    with (
        Janitor(tmp_path / "private") as janitor,
        Planes(janitor, tmp_path / "private" / "k", all_of_them) as planes,
    ):
        planes.start(2)

    assert time.monotonic() < started + PATIENCE / 2
    assert not (tmp_path / "private").exists()


def test_the_port_of_a_plane_stays_its_own_while_its_server_is_down(tmp_path: Path) -> None:
    all_of_them = broken(tmp_path, "exec /bin/sleep 600")

    with (
        Janitor(tmp_path / "private") as janitor,
        Planes(janitor, tmp_path / "private" / "k", all_of_them) as planes,
    ):
        planes.start(1)
        port = urlsplit(planes.access[0].server).port
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))


def test_no_kubeconfig_of_the_users_is_read_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Binaries
) -> None:
    home, canary = tmp_path / "home", tmp_path / "home" / ".kube" / "config"
    canary.parent.mkdir(parents=True)
    canary.write_text("canary")
    long_ago = canary.stat().st_mtime - 10**6
    os.utime(canary, (long_ago, canary.stat().st_mtime))  # so that reading it, even once, is seen
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("KUBECONFIG", str(canary))

    with running(tmp_path / "private", programs=programs) as planes:
        for process in planes.planes[0].running.values():
            environment = Path(f"/proc/{process.pid}/environ")
            if environment.exists():
                assert str(home) not in environment.read_text()

    assert canary.stat().st_atime == long_ago
    assert canary.read_text() == "canary"
    assert [path.name for path in home.rglob("*")] == [".kube", "config"]
