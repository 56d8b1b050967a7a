"""Whether a plane's API server serves, asked as its administrator, and what is said when it does not."""

import http.client
import ssl
import time
from pathlib import Path
from urllib.parse import urlsplit

from rehearsal.control_plane.access import Access

PATIENCE = 300.0
"""Seconds until an API server that does not serve is given up: a hundred times what it takes on two idle cores."""
AGAIN = 0.05
"""Seconds between two looks."""
TAIL = 15
"""How many lines of a log are shown."""


class ControlPlaneError(Exception):
    """The rehearsal's Kubernetes cannot be had; the text is the whole message for the user."""


def wait(access: Access, seconds: float = PATIENCE) -> None:
    """Return once the API server says that it is ready; for who did not start it.

    Raises ControlPlaneError with its last words after that many seconds, or as soon as its starter has given it up.
    """
    end = time.monotonic() + seconds
    while not ready(access):
        if given_up(access).exists():
            raise ControlPlaneError(given_up(access).read_text())
        if time.monotonic() > end:
            raise ControlPlaneError(late(access, seconds))
        time.sleep(AGAIN)


def late(access: Access, seconds: float) -> str:
    """What is said of an API server that was not ready in time."""
    log = Path(access.authority).with_name("kube-apiserver.log")
    return f"The Kubernetes API server at {access.server} was not ready within {seconds:.0f} s. {last_words(log)}"


def given_up(access: Access) -> Path:
    """Where an API server's starter says why there will be none: a file that exists only then."""
    return Path(access.authority).with_name("given-up")


def ready(access: Access) -> bool:
    """Whether the API server is ready now, as its /readyz says."""
    address = urlsplit(access.server)
    try:
        trust = ssl.create_default_context(cafile=access.authority)
        trust.load_cert_chain(access.certificate, access.key)
        asked = http.client.HTTPSConnection(address.hostname or "", address.port, context=trust, timeout=5)
        try:
            asked.request("GET", "/readyz")
            return asked.getresponse().status == http.client.OK
        finally:
            asked.close()
    except (OSError, http.client.HTTPException):
        return False


def last_words(file: Path) -> str:
    """The end of a process's log, as a sentence."""
    lines = file.read_text(errors="replace").splitlines() if file.exists() else []
    # The API server looks at etcd by a connection to each of its stores, and warns of each that it closes itself.
    lines = [line for line in lines if "addrConn.createTransport failed" not in line][-TAIL:]
    return f"{file.stem}'s last words:\n" + "\n".join(f"  {line}" for line in lines or ["(nothing)"])
