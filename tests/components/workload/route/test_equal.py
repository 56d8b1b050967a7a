"""Both ways in do the same for the same spec: each rendering is read back into what it means, and the two are compared.

docs/ingress.md has the table of what is compared; a test below holds it.
"""

import re
from dataclasses import dataclass, fields
from typing import Any

import pulumi
import pytest

from components.contracts import Cluster
from components.platform import ingress_nginx
from components.workload.application import Application
from rehearsal.recorded import Recorded, Recording
from rehearsal.stackfile import ROOT
from tests.components.platform.given import create_platform, on_a_cluster, settings
from tests.components.workload.route.candidates import (
    CANDIDATES,
    INGRESS,
    PREFIX,
    beside,
    port_number,
    weighed,
)
from tests.components.workload.specs import least

UNITS = {"k": 2**10, "m": 2**20}
GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway"
ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
FILTER = "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter"
POLICY = "kubernetes:security.istio.io/v1:AuthorizationPolicy"


@dataclass(frozen=True)
class Meaning:
    """What the world meets at one workload. The comment of a field is its row in docs/ingress.md."""

    hosts: tuple[str, ...]  # hosts
    paths: tuple[str, ...]  # paths, by prefix
    backend: tuple[str, str, str]  # service and port
    certificate: tuple[str, str]  # TLS with the certificate of the workload's namespace
    redirect: int  # redirect from HTTP
    headers: frozenset[tuple[str, str]]  # security headers, and the application's own
    hidden: frozenset[str]  # headers that tell what serves
    rate: tuple[int, int] | None  # requests per second of a client address, and burst; 429 above
    body: int  # longest body; 413 above
    timeout: int  # time limit
    cors: tuple[object, ...] | None  # whose pages may call it (CORS)
    allowed: tuple[str, ...]  # blocks that clients must be in; 403 for others
    tried: tuple[object, ...] | None  # a candidate's percent of the requests, and the header that asks for it
    unknown: str  # a host that nobody serves


ROUTES: dict[str, dict[str, Any]] = {
    "plain": {"hosts": ["plain.example.com"]},
    "limited": {
        "hosts": ["limited.example.com", "www.limited.example.com"],
        "rate_limit": {"requests_per_second": 7, "burst": 3},
        "max_body": "512k",
        "timeout_seconds": 5,
    },
    "several": {"hosts": ["several.example.com"], "paths": ["/api", "/ws"], "max_body": "16m"},
    "dressed": {
        "hosts": ["dressed.example.com"],
        "headers": {"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": "default-src 'none'"},
    },
    "called": {
        "hosts": ["called.example.com"],
        "cors": {"origins": ["https://a.example.com", "https://b.example.com"], "credentials": True},
    },
    "closed": {"hosts": ["closed.example.com"], "allow_from": ["192.0.2.0/24", "198.51.100.7/32"]},
    "canary": {"hosts": ["canary.example.com", "www.canary.example.com"], "paths": ["/api", "/ws"]},
    "blue-green": {"hosts": ["blue-green.example.com"]},
    "promoted": {"hosts": ["promoted.example.com"]},
    "aborted": {"hosts": ["aborted.example.com"]},
}


def stack(kind: str) -> Recording:
    """An application with a workload for each of ROUTES, behind one way in or the other."""
    specs = [
        least(name=name, namespace="team", route={"port": "http", **route}, candidate=CANDIDATES.get(name))
        for name, route in ROUTES.items()
    ]

    def on(cluster: Cluster) -> None:
        platform = create_platform(settings(ingress={"kind": kind}), cluster)
        opts = pulumi.ResourceOptions(provider=cluster.provider)
        Application("main-sample", "sample", specs, platform, opts)

    return on_a_cluster(on)


def by_nginx(recording: Recording, one: Recorded) -> Meaning:
    """What an Ingress means, with the controller's own configuration behind it."""
    config = next(r for r in recording.releases() if r["name"] == "ingress-nginx")["values"]["controller"][
        "config"
    ]
    notes = {key.removeprefix(PREFIX): value for key, value in one.inputs["metadata"]["annotations"].items()}
    spec, namespace = one.inputs["spec"], one.inputs["metadata"]["namespace"]
    (tls,) = spec["tls"]
    paths = [path for rule in spec["rules"] for path in rule["http"]["paths"]]
    assert {path["pathType"] for path in paths} == {"Prefix"}
    assert tls["hosts"] == [rule["host"] for rule in spec["rules"]]
    services = {(p["backend"]["service"]["name"], p["backend"]["service"]["port"]["name"]) for p in paths}
    ((service, port),) = services
    (headers,) = [
        made.inputs["data"]
        for made in recording.of("kubernetes:core/v1:ConfigMap")
        if f"{namespace}/{made.outputs['metadata']['name']}" == notes["custom-headers"]
    ]
    subdomains = "; includeSubDomains" if config["hsts-include-subdomains"] == "true" else ""
    hsts = ("Strict-Transport-Security", f"max-age={config['hsts-max-age']}{subdomains}")
    limit = notes.get("limit-rps")
    burst = int(limit) * int(notes["limit-burst-multiplier"]) if limit else 0
    size = notes["proxy-body-size"]
    assert (config["server-tokens"], config["limit-req-status-code"]) == ("false", "429")
    return Meaning(
        hosts=tuple(tls["hosts"]),
        paths=tuple(dict.fromkeys(path["path"] for path in paths)),
        backend=(namespace, service, port_number(recording, service, port)),
        certificate=(namespace, tls["secretName"]),
        # Its default: kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap, http-redirect-code.
        redirect=308 if notes["force-ssl-redirect"] == "true" else 0,
        headers=frozenset({*headers.items(), hsts}),
        hidden=frozenset({"Server", *config["hide-headers"].split(",")}),
        rate=(int(limit), burst) if limit else None,
        body=int(size[:-1]) * UNITS[size[-1]],
        timeout=int(notes["proxy-read-timeout"]),
        cors=_asked(notes),
        allowed=tuple(filter(None, notes.get("whitelist-source-range", "").split(","))),
        tried=beside(recording, one),
        unknown="no handshake" if config["ssl-reject-handshake"] == "true" else "a certificate of its own",
    )


def by_gateway(recording: Recording, one: Recorded) -> Meaning:
    """What an HTTPRoute means, with its Gateway, its redirect and its filter."""
    spec, namespace = one.inputs["spec"], one.inputs["metadata"]["namespace"]
    (parent,) = spec["parentRefs"]
    gateway = next(g for g in recording.of(GATEWAY) if g.inputs["metadata"]["name"] == parent["name"])
    listeners = gateway.inputs["spec"]["listeners"]
    assert {(listener["port"], listener["tls"]["mode"]) for listener in listeners} == {(443, "Terminate")}
    (certificate,) = {
        (ref["namespace"], ref["name"])
        for listener in listeners
        for ref in listener["tls"]["certificateRefs"]
    }
    assert [listener["hostname"] for listener in listeners] == spec["hostnames"]
    rules = {rule["name"]: rule for rule in spec["rules"]}
    rule = rules["requests"]
    assert all(other["filters"] == rule["filters"] for other in rules.values())
    (modified,) = [
        one["responseHeaderModifier"] for one in rule["filters"] if one["type"] == "ResponseHeaderModifier"
    ]
    backend, *_ = rule["backendRefs"]
    (redirect,) = [
        r.inputs["spec"]
        for r in recording.of(ROUTE)
        if r.name == f"{one.name.removesuffix('-route')}-redirect"
    ]
    assert redirect["hostnames"] == spec["hostnames"]
    (moved,) = redirect["rules"][0]["filters"]
    assert moved["requestRedirect"]["scheme"] == "https"
    body, rate = limits_of(recording, gateway, spec["hostnames"])
    return Meaning(
        hosts=tuple(spec["hostnames"]),
        paths=tuple(
            match["path"]["value"] for match in rule["matches"] if match["path"]["type"] == "PathPrefix"
        ),
        backend=(namespace, backend["name"], str(backend["port"])),
        certificate=certificate,
        redirect=moved["requestRedirect"]["statusCode"],
        headers=frozenset((header["name"], header["value"]) for header in modified["set"]),
        hidden=frozenset(modified["remove"]),
        rate=rate,
        body=body,
        timeout=int(rule["timeouts"]["request"].removesuffix("s")),
        cors=_answered(rule["filters"]),
        allowed=allowed(recording, gateway, spec["hostnames"]),
        tried=weighed(namespace, rules),
        unknown="no handshake"
        if all(listener.get("hostname") for listener in listeners)
        else "any certificate",
    )


def _asked(notes: dict[str, str]) -> tuple[object, ...] | None:
    if notes.get("enable-cors") != "true":
        return None
    lists = [tuple(notes[f"cors-allow-{what}"].split(", ")) for what in ("origin", "methods", "headers")]
    return (*lists, notes["cors-allow-credentials"] == "true", int(notes["cors-max-age"]))


def _answered(filters: list[dict[str, Any]]) -> tuple[object, ...] | None:
    found = [one["cors"] for one in filters if one["type"] == "CORS"]
    if not found:
        return None
    (cors,) = found
    lists = [tuple(cors[what]) for what in ("allowOrigins", "allowMethods", "allowHeaders")]
    return (*lists, cors["allowCredentials"], cors["maxAge"])


def allowed(recording: Recording, gateway: Recorded, hosts: list[str]) -> tuple[str, ...]:
    """The blocks outside which the policy of a Gateway's name denies its hosts."""
    found = [
        one.inputs["spec"]
        for one in recording.of(POLICY)
        if one.inputs["metadata"]["name"] == gateway.inputs["metadata"]["name"]
    ]
    if not found:
        return ()
    (policy,) = found
    (rule,) = policy["rules"]
    assert policy["action"] == "DENY"
    assert rule["to"] == [
        {"operation": {"hosts": [name for host in hosts for name in (host, f"{host}:*")], "ports": ["443"]}}
    ]
    return tuple(rule["from"][0]["source"]["notRemoteIpBlocks"])


def limits_of(
    recording: Recording, gateway: Recorded, hosts: list[str]
) -> tuple[int, tuple[int, int] | None]:
    """The longest body and the rate that the filter of a Gateway's name sets, the same for each of the hosts."""
    (filters,) = [
        one.inputs["spec"]["configPatches"]
        for one in recording.of(FILTER)
        if one.inputs["metadata"]["name"] == gateway.inputs["metadata"]["name"]
    ]
    wide = {
        patch["match"]["routeConfiguration"]["vhost"]["name"]: patch["patch"]["value"]
        for patch in filters
        if patch["applyTo"] == "VIRTUAL_HOST"
    }
    assert list(wide) == [f"{host}:443" for host in hosts]
    found = set()
    for value in wide.values():
        chosen: dict[str, Any] = value["typed_per_filter_config"]
        size = chosen["envoy.filters.http.buffer"]["buffer"]["max_request_bytes"]
        rate = chosen.get("envoy.filters.http.local_ratelimit")
        bucket = rate["descriptors"][0]["token_bucket"] if rate else None
        found.add((size, (bucket["tokens_per_fill"], bucket["max_tokens"]) if bucket else None))
    ((size, limit),) = found
    return size, limit


NGINX, GATEWAYS = stack("nginx"), stack("gateway")
EITHER = {one.name: by_nginx(NGINX, one) for one in NGINX.of(INGRESS) if not one.name.endswith("-candidate")}
OTHER = {
    one.name.removesuffix("-route"): by_gateway(GATEWAYS, one)
    for one in GATEWAYS.of(ROUTE)
    if one.name.endswith("-route")
}


def test_both_publish_the_same_workloads() -> None:
    assert EITHER.keys() == OTHER.keys() == {f"main-{name}" for name in ROUTES}


@pytest.mark.parametrize("what", [one.name for one in fields(Meaning)])
@pytest.mark.parametrize("workload", sorted(EITHER))
def test_both_ways_in_mean_the_same(workload: str, what: str) -> None:
    assert getattr(EITHER[workload], what) == getattr(OTHER[workload], what)


@pytest.mark.parametrize("what", [one.name for one in fields(Meaning)])
def test_everything_is_compared_where_it_says_something(what: str) -> None:
    assert any(getattr(meaning, what) for meaning in EITHER.values())


def test_the_table_in_the_documentation_has_a_row_for_each_thing_compared() -> None:
    text = (ROOT / "docs" / "ingress.md").read_text()
    rows = re.findall(r"^\| ([^|]+?) +\|", text, re.MULTILINE)
    source = (ROOT / "tests/components/workload/route/test_equal.py").read_text()
    said = dict(re.findall(r"^    (\w+): .*# (.+)$", source, re.MULTILINE))

    assert set(said) == {one.name for one in fields(Meaning)}
    assert {row for row in said.values() if row not in rows} == set()


def test_a_candidate_is_asked_for_while_it_is_tried_and_gets_its_share() -> None:
    said = {name: EITHER[f"main-{name}"].tried for name in CANDIDATES}

    assert said == {
        "canary": ("team", "canary-candidate", "8080", 10, ("x-release", "candidate")),
        "blue-green": ("team", "blue-green-candidate", "8080", 0, ("x-release", "candidate")),
        "promoted": ("team", "promoted-candidate", "8080", 100, (None, None)),
        "aborted": None,
    }


def test_both_controllers_end_tls_below_1_2() -> None:
    config = ingress_nginx.config()["ssl-protocols"].split()

    # Istio's gateways: TLS 1.2 and up unless told otherwise (istio.io: ServerTLSSettings, minProtocolVersion).
    assert config == ["TLSv1.2", "TLSv1.3"]
    assert all(
        "options" not in listener["tls"]
        for g in GATEWAYS.of(GATEWAY)
        for listener in g.inputs["spec"]["listeners"]
        if "tls" in listener
    )
