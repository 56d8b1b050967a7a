"""Serves the metrics APIs on loopback, and tells the API server so, where the cluster would have them.

The API server calls whom an APIService names: a Service of type ExternalName leads it to a port of this machine
(k8s.io/apiserver pkg/util/proxy, ResolveCluster). Both sides show certificates: ours is the APIService's caBundle, the API
server's is checked against the authority that it publishes in kube-system/extension-apiserver-authentication.
"""

import base64
import json
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rehearsal.life.cluster import ASSUMED, Cluster
from rehearsal.life.following import AGAIN, MANAGER, ensure
from rehearsal.life.metrics.answers import CUSTOM, EXTERNAL, RESOURCE, Answers
from rehearsal.life.operators.certificates import self_signed
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.errors import ApiError, Unreachable
from rehearsal.providers.kubernetes.ref import Ref

Object = dict[str, Any]
SERVICE = Ref("v1", "Service", "rehearsal-metrics", "kube-system")
SERVERS = {
    "metrics-server": (RESOURCE,),
    "prometheus-adapter": (CUSTOM,),
    "keda-operator-metrics-apiserver": (EXTERNAL,),
}
"""The label app.kubernetes.io/name of a Deployment -> the APIs that it serves. metrics-server may be an add-on of the cloud."""
RELEASE = "meta.helm.sh/release-name"
EVERY = 1.0


class Metrics:
    """The metrics APIs of one cluster."""

    def __init__(
        self, client: Client, cluster: Callable[[], Cluster | None], folder: Path, stopped: threading.Event
    ) -> None:
        self._client, self._cluster, self._folder, self._stopped = client, cluster, folder, stopped
        self._registered: set[str] = set()

    def start(self) -> None:
        """Serve and register, in threads of their own."""
        threading.Thread(target=self._run, daemon=True, name="metrics").start()

    def _run(self) -> None:
        server: ThreadingHTTPServer | None = None
        authority = b""
        while not self._stopped.is_set():
            try:
                wanted = self._wanted()
                if wanted and server is None:
                    server, authority = self._serve()
                for api in wanted - self._registered if server else ():
                    assert server is not None
                    self._register(api, server.server_address[1], authority)
                for api in self._registered - wanted:
                    self._forget(api)
            except (ApiError, Unreachable):
                self._stopped.wait(AGAIN)
            self._stopped.wait(EVERY)

    def _wanted(self) -> set[str]:
        cluster = self._cluster()
        if cluster is None:
            return set()
        found = self._client.list(
            "apps/v1", "Deployment", labels=f"app.kubernetes.io/name in ({','.join(SERVERS)})"
        )
        given = {api for name in cluster.addons for api in SERVERS.get(name, ())}
        return given | {api for one in found for api in SERVERS[_name(one)] if self._may(one, api)}

    def _may(self, server: Object, api: str) -> bool:
        """Whether an API is ours to register. A release makes its APIService itself, after its Deployment, and takes over
        none that is there before: it must come first."""
        released = RELEASE in (server["metadata"].get("annotations") or {})
        return not released or api in self._registered or self._client.find(_service_of(api)) is not None

    def _serve(self) -> tuple[ThreadingHTTPServer, bytes]:
        published = self._client.get(
            Ref("v1", "ConfigMap", "extension-apiserver-authentication", "kube-system")
        )
        began = datetime.now(UTC) - timedelta(minutes=5)
        key, certificate = self_signed(
            [f"{SERVICE.name}.{SERVICE.namespace}.svc"], began, began + timedelta(days=30)
        )
        file = self._folder / "metrics.pem"
        file.touch(mode=0o600)
        file.write_text(key + certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=published["data"]["requestheader-client-ca-file"])
        server = _Server(("127.0.0.1", 0), _handler(Answers(self._client)))
        # Shaken hands in the thread of the connection: one that says nothing holds up no other.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True, name="metrics APIs").start()
        return server, certificate.encode()

    def _register(self, api: str, port: int, authority: bytes) -> None:
        group, version = api.split("/")
        metadata = {"name": SERVICE.name, "namespace": SERVICE.namespace}
        spec = {"type": "ExternalName", "externalName": "localhost"}
        ensure(self._client, {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
        cluster = self._cluster()
        assumed = {ASSUMED: "true"} if cluster is not None and cluster.cloud == "existing" else {}
        service = {**metadata, "port": port}
        made = {
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
            "metadata": {"name": f"{version}.{group}", "annotations": assumed},
            "spec": {
                "group": group, "version": version, "service": service, "groupPriorityMinimum": 100, "versionPriority": 100,
                "caBundle": base64.b64encode(authority).decode(),
            },
        }  # fmt: skip
        self._client.apply(made, MANAGER, force=True)
        self._registered.add(api)

    def _forget(self, api: str) -> None:
        self._registered.discard(api)
        try:
            self._client.delete(_service_of(api), "Background")
        except ApiError as error:
            if error.code != 404:
                raise


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: whoever shows no certificate of the API server's is refused, which is no fault to be told."""


def _name(server: Object) -> str:
    return str(server["metadata"]["labels"]["app.kubernetes.io/name"])


def _service_of(api: str) -> Ref:
    group, version = api.split("/")
    return Ref("apiregistration.k8s.io/v1", "APIService", f"{version}.{group}")


def _handler(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                found = answers.answer(self.path)
            except (ApiError, Unreachable, ValueError) as error:
                self._answer(500, _status(500, "InternalError", str(error)))
                return
            missing = _status(404, "NotFound", f"there is nothing at {self.path}")
            self._answer(200 if found is not None else 404, missing if found is None else found)

        def _answer(self, code: int, body: Object) -> None:
            data = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Nothing: what is asked here is asked every few seconds."""

    return Handler


def _status(code: int, reason: str, message: str) -> Object:
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "status": "Failure",
        "code": code,
        "reason": reason,
        "message": message,
    }
