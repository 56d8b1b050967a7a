"""S3 and KMS on loopback, as far as Pulumi's engine asks them: they keep objects, and note which permission each call needs."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

SEAL = b"sealed:"


@dataclass
class Store:
    """port: on loopback. objects: key -> bytes, of the one bucket there is. asked: (permission, key) of every call so far."""

    port: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)

    @property
    def permissions(self) -> set[str]:
        """What a policy had to allow for all of it."""
        return {permission for permission, _ in self.asked}

    @property
    def written(self) -> set[str]:
        """The keys that were read, written or deleted."""
        return {key for permission, key in self.asked if permission.endswith("Object")}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""

    def do_GET(self) -> None:
        if self._key:
            self._note("s3:GetObject", self._key)
            self._object()
            return
        self._note("s3:ListBucket")
        asked = parse_qs(urlsplit(self.path).query)
        self._answer(200, self._listing(asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]))

    def do_HEAD(self) -> None:
        self._note("s3:GetObject", self._key)  # S3 has no permission of its own for HeadObject
        self._object()

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._note("s3:PutObject", self._key)
        if source := self.headers.get("x-amz-copy-source"):
            source = unquote(source).lstrip("/").partition("/")[2]
            self._note("s3:GetObject", source)
            self.store.objects[self._key] = self.store.objects[source]
            self._answer(200, "<CopyObjectResult><ETag>&quot;1&quot;</ETag></CopyObjectResult>")
            return
        self.store.objects[self._key] = body
        self._answer(200)

    def do_DELETE(self) -> None:
        self._note("s3:DeleteObject", self._key)
        self.store.objects.pop(self._key, None)
        self._answer(204)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        action = self.headers.get("X-Amz-Target", "").removeprefix("TrentService.")
        self._note(f"kms:{action}")
        if action == "Encrypt":
            sealed = base64.b64encode(SEAL + base64.b64decode(asked["Plaintext"])).decode()
            self._answer(
                200,
                json.dumps({"CiphertextBlob": sealed, "KeyId": asked["KeyId"]}),
                "application/x-amz-json-1.1",
            )
        else:
            plain = base64.b64decode(asked["CiphertextBlob"]).removeprefix(SEAL)
            answer = {"Plaintext": base64.b64encode(plain).decode(), "KeyId": "key"}
            self._answer(200, json.dumps(answer), "application/x-amz-json-1.1")

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/").partition("/")[2]

    def _note(self, permission: str, key: str = "") -> None:
        self.store.asked.add((permission, key))

    def _object(self) -> None:
        content = self.store.objects.get(self._key)
        if content is None:
            self._answer(404, "<Error><Code>NoSuchKey</Code><Message>not there</Message></Error>")
        else:
            self._answer(200, content, "application/octet-stream")

    def _listing(self, prefix: str, delimiter: str) -> str:
        keys, folders = [], set()
        for key in sorted(self.store.objects):
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
            else:
                keys.append(key)
        when = "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;1&quot;</ETag>"
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key>{when}<Size>{len(self.store.objects[key])}</Size></Contents>"
            for key in keys
        )
        found += "".join(
            f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
            for folder in sorted(folders)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"

    def _answer(self, status: int, content: str | bytes = b"", kind: str = "application/xml") -> None:
        body = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.send_header("ETag", '"1"')
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(body)


@contextmanager
def serving() -> Iterator[Store]:
    """The store, on a free port until the end."""
    store = Store()
    handler = type("Handler", (_Handler,), {"store": store})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        store.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield store
        finally:
            server.shutdown()
            thread.join()
