"""The provider process: one port per package, everything that exists in memory, questions on standard input.

`python -m rehearsal.providers` prints `{"ports": {package: port}}`, then answers each line `remaining` with
what still exists, as JSON. It ends when its standard input does.
"""

import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from rehearsal.loop import patient_collector
from rehearsal.providers.packages import PACKAGES, Package, load
from rehearsal.providers.servicer import Servicer

THREADS = 4


def serve(packages: list[Package]) -> None:
    """Serve the packages until standard input ends."""
    executor = ThreadPoolExecutor(THREADS)
    ports, servers = {}, []
    for package in packages:
        server = grpc.server(executor, options=_GRPC_CHANNEL_OPTIONS)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(package), server)
        ports[package.name] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
    _say({"ports": ports})
    for _ in sys.stdin:
        _say(
            {
                "remaining": [
                    [entity.type, entity.id, entity.urn] for package in packages for entity in package.world
                ]
            }
        )
    for server in servers:
        server.stop(grace=None)


def _say(message: object) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the rehearsal, which then ends this process in order
    with patient_collector():
        serve([load(name, emulated=True) for name in PACKAGES])
