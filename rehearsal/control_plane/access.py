"""How to reach one API server as its administrator: where it listens, and the certificates of both sides."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Access:
    """One API server on loopback. server: https://127.0.0.1:PORT; the others are paths of PEM files: the authority that
    signed the server's certificate, and the administrator's own certificate and key."""

    server: str
    authority: str
    certificate: str
    key: str


def write(file: Path, planes: Sequence[Access]) -> None:
    """Keep the records, readable by their owner only."""
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(access) for access in planes]))


def read(file: Path) -> list[Access]:
    """The records in the order they were written."""
    return [Access(**record) for record in json.loads(file.read_text())]
