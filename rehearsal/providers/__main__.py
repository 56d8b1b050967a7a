"""The provider process: one port per package, everything that exists in memory, questions on standard input.

`python -m rehearsal.providers` prints `{"ports": {package: port}}`, then answers each line `remaining` with what still exists,
and each line `stand-ins` with a sentence for each thing that is not as it would be in a real cluster: as JSON, under the
question's word, or under `unknown` with the reason why that cannot be told. It ends when its standard input does.

A line `lost {"providers": [URN...], "places": [region...]}` lets all that is made through those providers, or is in those
regions, answer nothing any more, and is answered with the API servers of their clusters; `found` lets everything answer again.

With `--planes FILE` the objects of Kubernetes are not in memory but on the API servers that the file names, one for each
cluster.
"""

import argparse
import json
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from rehearsal.control_plane.access import Access, read
from rehearsal.life.handover import Handover
from rehearsal.loop import patient_collector
from rehearsal.providers.outage import Outage
from rehearsal.providers.packages import PACKAGES, Package, load
from rehearsal.providers.servicer import Servicer

LOG = logging.getLogger(__name__)
THREADS = 4
WAITING = 64
"""Threads for the objects of a real Kubernetes, most of which wait until something is ready."""


def serve(packages: list[Package], planes: Sequence[Access] = ()) -> None:
    """Serve the packages until standard input ends; `planes` are the Kubernetes API servers, if any."""
    executor, outage = ThreadPoolExecutor(THREADS), Outage()
    ports, servers, servicers = {}, [], []
    handover = Handover({package.name: package.world for package in packages}, planes)
    for package in packages:
        servicer, threads = Servicer(package, handover.changed, outage), executor
        if planes and package.name == "kubernetes":
            # It loads what only a real Kubernetes needs.
            from rehearsal.providers.kubernetes.servicer import KubernetesServicer

            servicer = KubernetesServicer(package, planes, handover, outage)
            threads = ThreadPoolExecutor(WAITING)
        server = grpc.server(threads, options=_GRPC_CHANNEL_OPTIONS)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        ports[package.name] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
        servicers.append(servicer)
    _say({"ports": ports})

    def lost(given: str) -> list[str]:
        what = json.loads(given)
        outage.begin(**what)
        return [server for servicer in servicers for server in servicer.servers(what["providers"])]

    def found(given: str) -> list[str]:
        outage.end()
        return []

    answers: dict[str, Callable[[str], Sequence[object]]] = {
        "remaining": lambda _: [left for servicer in servicers for left in servicer.remaining()],
        "stand-ins": lambda _: [sentence for servicer in servicers for sentence in servicer.stand_ins()],
        "lost": lost,
        "found": found,
    }
    for line in sys.stdin:
        question, _, given = line.strip().partition(" ")
        try:
            _say({question: answers[question](given)})
        except Exception as error:
            LOG.exception("a question could not be answered")
            _say({"unknown": str(error)})
    for server in servers:
        server.stop(grace=None)


def _say(message: object) -> None:
    print(json.dumps(message), flush=True)


def _planes() -> list[Access]:
    parser = argparse.ArgumentParser(prog="python -m rehearsal.providers", description=__doc__)
    parser.add_argument("--planes", metavar="FILE", type=Path)
    file = parser.parse_args().planes
    return read(file) if file else []


if __name__ == "__main__":
    # Ctrl-C is for the rehearsal, which then ends this process in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with patient_collector():
        serve([load(name, emulated=True) for name in PACKAGES], _planes())
