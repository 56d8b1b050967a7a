"""The AWS that moto emulates in this process, spoken to with the real boto3: one account and region at a time.

moto and boto3 are dependencies of the rehearsal alone (requirements/dev.in), so they are imported when the first object is
asked for, or ahead of that by `warm`.
"""

import importlib
import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from rehearsal.simulation.kinds import Properties, Refused

WANTED = ("boto3", "moto")
SERVICES = (
    "ec2",
    "iam",
    "kms",
    "logs",
    "s3",
    "sqs",
    "eks",
    "events",
    "route53",
    "secretsmanager",
    "rds",
    "ecr",
)
CONFIG: Mapping[str, Any] = {
    # No request may pass moto by; and AWS's own policies are known by name, as moto keeps them.
    "core": {
        "mock_credentials": True,
        "passthrough": {"urls": [], "services": []},
        "reset_boto3_session": True,
    },
    "iam": {"load_aws_managed_policies": True},
}
NOWHERE = "http://127.0.0.1:9"
SETTINGS = {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}
"""1,300 machine images for each account and region, a tenth of a second; nothing here starts a machine from one."""
ACCOUNT_HEADER = "x-moto-account-id"


class Escaped(RuntimeError):
    """A request found nobody in this process who answers it, and did not leave this machine."""


class Moto:
    """moto, once per process: it patches botocore as a whole. `lock` is held while an object is made, changed or removed.

    Raises Refused when moto or boto3 are not installed, as soon as something is asked of it.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._mock: Any = None
        self._session: Any = None
        self._settings = patch.dict(os.environ, SETTINGS)
        self._clients: dict[tuple[str, str, str], Any] = {}
        self.returned: dict[tuple[str, str, str], Properties] = {}
        """(account, type, id) -> what moto returned when it made the object."""
        self.passed: set[tuple[str, str]] = set()
        """(trial, input) that moto had nothing against."""

    def services(self, account: str, region: str) -> "Services":
        """The services of an account in a region."""
        return Services(
            account,
            region,
            lambda name: self.client(name, account, region),
            lambda other: self.services(account, other),
        )

    def client(self, name: str, account: str, region: str) -> Any:
        """The boto3 client of one service; it keeps being used."""
        with self.lock:
            self.start()
            key = (name, account, region)
            if key not in self._clients:
                self._clients[key] = self._made(*key)
            return self._clients[key]

    def warm(self) -> None:
        """Load every service, so that the first objects do not wait for it: a second and a half, most of it EC2."""
        if not_there():
            return  # said when something is asked
        for name in SERVICES:
            with self.lock:
                self.start()
                self._made(name, "123456789012", "us-east-1")
                importlib.import_module("moto.backends").get_backend(name)

    def start(self) -> None:
        """Emulate from now on, from an empty AWS."""
        with self.lock:
            if self._mock is not None:
                return
            if missing := not_there():
                raise Refused("MotoNotInstalled", not_installed(missing))
            # First of all: a session made before moto is imported passes it by.
            self._mock = importlib.import_module("moto").mock_aws(config=CONFIG)
            self._session = _own_session()
            self._settings.start()
            self._mock.start()

    def stop(self) -> None:
        """Forget everything, and let botocore be what it was."""
        with self.lock:
            if self._mock is not None:
                self._mock.stop()
                self._settings.stop()
            self._mock, self._session = None, None
            self._clients.clear()
            self.returned.clear()
            self.passed.clear()

    def _made(self, name: str, account: str, region: str) -> Any:
        configuration = importlib.import_module("botocore.config").Config(
            # A user's profile or environment may name other endpoints.
            ignore_configured_endpoint_urls=True,
            retries={"total_max_attempts": 1},
            # A request that moto does not answer ends at a port of this machine where nobody listens.
            proxies={"http": NOWHERE, "https": NOWHERE},
        )
        # moto reads the partition off the region in the host, which GovCloud's IAM does not have.
        host = (
            f"https://iam.{region}.amazonaws.com" if name == "iam" and region.startswith("us-gov-") else None
        )
        client = self._session.client(name, region_name=region, endpoint_url=host, config=configuration)

        def mark(request: Any, **_: object) -> None:
            request.headers[ACCOUNT_HEADER] = account

        client.meta.events.register("before-sign", mark)
        return client


@dataclass(frozen=True)
class Services:
    """One account in one region: `services("ec2")` is the boto3 client of EC2 there. at: the same account in another region."""

    account: str
    region: str
    client: Callable[[str], Any]
    at: Callable[[str], "Services"]

    def __call__(self, name: str) -> Any:
        return self.client(name)


def not_there() -> list[str]:
    """Which of the packages that this takes are not installed."""
    return [name for name in WANTED if importlib.util.find_spec(name) is None]


def not_installed(missing: list[str]) -> str:
    """What to do without moto."""
    return (
        f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed in this Python, and the rehearsal of "
        "AWS stands on moto; `make setup` installs what requirements/dev.txt locks"
    )


@contextmanager
def refusals(moto: "Moto") -> Iterator[None]:
    """What AWS's own client or moto refuses, in their words, as Refused."""
    moto.start()
    exceptions = importlib.import_module("botocore.exceptions")
    try:
        yield
    except exceptions.ClientError as error:
        said = error.response["Error"]
        raise Refused(str(said["Code"]), str(said.get("Message") or said["Code"])) from None
    except exceptions.ParamValidationError as error:
        raise Refused("ParamValidation", " ".join(str(error).split())) from None
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        raise Escaped(f"moto does not answer this request, and it was sent nowhere: {error}") from error


def _own_session() -> Any:
    """A session that reads no file and no credential of the user's."""
    session = importlib.import_module("botocore.session").Session()
    for variable in ("config_file", "credentials_file"):
        session.set_config_variable(variable, os.devnull)
    session.set_credentials("rehearsal", "rehearsal")
    return importlib.import_module("boto3.session").Session(botocore_session=session)
