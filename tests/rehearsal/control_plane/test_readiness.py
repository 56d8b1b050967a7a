"""How long an API server is waited for, and what is said when it does not come."""

from pathlib import Path

import pytest

from rehearsal.control_plane.access import Access
from rehearsal.control_plane.readiness import ControlPlaneError, given_up, last_words, ready, wait


@pytest.fixture
def nobody(tmp_path: Path) -> Access:
    """Where nobody serves."""
    (tmp_path / "kube-apiserver.log").write_text("E: no space left\n")
    return Access(
        "https://127.0.0.1:1", str(tmp_path / "ca.crt"), str(tmp_path / "a.crt"), str(tmp_path / "a.key")
    )


def test_who_does_not_serve_is_not_ready(nobody: Access) -> None:
    assert not ready(nobody)


def test_waiting_ends_in_time_and_with_the_servers_last_words(nobody: Access) -> None:
    with pytest.raises(ControlPlaneError) as error:
        wait(nobody, 0)

    assert str(error.value) == (
        "The Kubernetes API server at https://127.0.0.1:1 was not ready within 0 s. "
        "kube-apiserver's last words:\n  E: no space left"
    )


def test_waiting_ends_at_once_when_its_starter_has_given_it_up(nobody: Access) -> None:
    given_up(nobody).write_text("etcd has ended with 1.")

    with pytest.raises(ControlPlaneError, match=r"^etcd has ended with 1\.$"):
        wait(nobody)


def test_last_words_leave_out_the_connections_that_a_start_closes(tmp_path: Path) -> None:
    log = tmp_path / "kube-apiserver.log"
    log.write_text("E: first\n" + "W: grpc: addrConn.createTransport failed to connect\n" * 100 + "E: last\n")

    assert last_words(log) == "kube-apiserver's last words:\n  E: first\n  E: last"
    assert last_words(tmp_path / "kwok.log") == "kwok's last words:\n  (nothing)"
