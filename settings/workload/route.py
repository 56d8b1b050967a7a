"""How the world reaches a workload: by its hosts and paths over TLS, or by a load balancer of its own."""

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from settings.types import Cidr, DnsName, HttpPath, Model, PortName, ResponseHeader, matching


class RateLimit(Model):
    """Per client address, at each ingress controller replica; requests above burst × the rate are answered 429."""

    requests_per_second: int = Field(ge=1)
    burst: int = Field(default=5, ge=1, le=100)
    connections: int | None = Field(default=None, ge=1)


Origin = Annotated[
    str,
    AfterValidator(
        matching(
            r"\*|https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?",
            "a site with its scheme and without a path such as https://app.example.com, or * for everybody's",
        )
    ),
]
HeaderName = Annotated[
    str, AfterValidator(matching(r"[A-Za-z0-9-]+", "a header's name such as X-Request-Id"))
]
HttpsUrl = Annotated[
    str,
    AfterValidator(matching(r"https://[^\s?#]+", "an address such as https://login.example.com/jwks.json")),
]


class Cors(Model):
    """Whose pages may call the workload from a browser (CORS). origins: such as https://app.example.com, or * for everybody's;
    credentials: whether with cookies; max_age_seconds: how long a browser keeps the answer."""

    origins: tuple[Origin, ...] = Field(min_length=1)
    methods: tuple[Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], ...] = ("GET", "HEAD", "POST")
    headers: tuple[HeaderName, ...] = ("Authorization", "Content-Type")
    credentials: bool = False
    max_age_seconds: int = Field(default=600, ge=1, le=86400)

    @model_validator(mode="after")
    def _named(self) -> Self:
        if "*" in self.origins and len(self.origins) > 1:
            raise ValueError("expected * alone or origins by name, got both")
        if self.credentials and "*" in self.origins:
            raise ValueError(
                "expected origins by name where credentials are sent, got *: browsers refuse the two together"
            )
        return self


class Jwt(Model):
    """Tokens (RFC 7519) that the gateway asks for, as `Authorization: Bearer`, before a request goes any further.

    issuer: who must have issued one (`iss`). jwks: where the keys are that it is signed with. audiences: of which one must be in
    `aud`; any will do when empty. open: the paths that need none, such as the login's; one may end in *.
    """

    issuer: HttpsUrl
    jwks: HttpsUrl
    audiences: tuple[str, ...] = ()
    open: tuple[HttpPath, ...] = ()


def _once(what: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    def check(values: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(values)) != len(values):
            raise ValueError(f"expected every {what} once")
        return values

    return check


class Route(Model):
    """How the world reaches the workload: always TLS with a redirect from HTTP.

    headers: response headers beside the default security headers, or instead of one of the same name. allow_from: the blocks
    that clients must be in, everybody when empty; others are answered 403. jwt: needs platform.ingress.kind gateway.
    """

    hosts: Annotated[tuple[DnsName, ...], AfterValidator(_once("host"))] = Field(min_length=1)
    port: PortName
    paths: Annotated[tuple[HttpPath, ...], AfterValidator(_once("path"))] = Field(
        default=("/",), min_length=1
    )
    headers: dict[ResponseHeader, str] = Field(default_factory=dict)
    rate_limit: RateLimit | None = None
    max_body: Annotated[
        str, AfterValidator(matching(r"[1-9]\d*[km]", "kilobytes or megabytes such as 512k or 16m"))
    ] = "1m"
    timeout_seconds: int = Field(default=60, ge=1, le=3600)
    cors: Cors | None = None
    allow_from: tuple[Cidr, ...] = ()
    jwt: Jwt | None = None


class LoadBalancer(Model):
    """A load balancer of the workload's own, for what is not HTTP or brings its own TLS: nothing is added to its traffic.

    ports: by name. allow_from: the blocks that clients must be in. internal: whether it has an address in the private network
    alone.
    """

    ports: tuple[PortName, ...] = Field(min_length=1)
    allow_from: tuple[Cidr, ...] = Field(min_length=1)
    internal: bool = False
