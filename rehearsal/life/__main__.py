"""The life of one control plane, a process of its own: `python -m rehearsal.life --access FILE --folder DIR --stored DIR`.

It begins before the API server answers, and ends when its standard input does, which is when its session ends.
"""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from rehearsal.control_plane.access import read
from rehearsal.life.alive import live
from rehearsal.providers.kubernetes.client import Client

LOG = "life.log"


def main() -> None:
    """Live until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.life", description=__doc__)
    parser.add_argument("--access", type=Path, required=True, help="how to reach the API server")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where to learn which cluster it is, and to keep the log"
    )
    parser.add_argument(
        "--stored", type=Path, required=True, help="what is in the object storage of all clusters"
    )
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=given.folder / LOG, format="%(asctime)s %(message)s")
    stopped = threading.Event()
    live(Client(read(given.access)[0], patience=1.0), given.folder, stopped, given.stored)
    for _ in sys.stdin:
        pass
    stopped.set()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the session, which then ends this process
    main()
