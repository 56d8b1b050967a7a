"""What kubectl commands on the pages name is there: kinds, namespaces, and objects of the production or the staging stack."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from rehearsal.recorded import Recorded
from tests.docs.commands import Command, commands, known
from tests.whole import whole

NAMED = set("annotate delete describe edit exec get label logs patch port-forward scale wait".split())
CONCRETE = re.compile(r"[a-z0-9][a-z0-9.-]*")
OF_CLOUDS = {"kube-system", "kube-public", "default"}
MADE = {
    # By an earlier command of the page.
    ("spoke", "spoke-drill-now"), ("spoke", "spoke-last"), ("spoke", "spoke-restore"), ("spoke", "try"), ("spoke", "try-tls"),
    ("velero", "orion-from-use1"), ("groundwork-secrets", "local-grafana-admin"),
    # By what runs in the cluster: istiod, cert-manager, the Cluster Autoscaler.
    ("istio-system", "istio-ca-secret"), ("cert-manager", "letsencrypt-prod-key"), ("kube-system", "cluster-autoscaler-status"),
    # By a chart, under a name of its own, or by an add-on of EKS.
    ("", "ingress-nginx-admission"), ("", "servicemonitors.monitoring.coreos.com"), ("", "certificates.cert-manager.io"),
    ("", "v1beta1.metrics.k8s.io"), ("", "v1beta1.custom.metrics.k8s.io"), ("kube-system", "metrics-server"),
    ("monitoring", "prometheus-adapter"),
}  # fmt: skip
EXAMPLE = "hello"
"""The namespace of docs/adding-an-application.md, whose application is the reader's."""


def asked() -> list[Command]:
    return [one for one in commands() if one.program == "kubectl"]


def namespace(command: Command) -> str:
    """The namespace that it is asked for; empty without one, or where the reader fills it in."""
    words = command.words
    for flag in ("-n", "--namespace"):
        if flag in words:
            found = words[words.index(flag) + 1]
            return found if CONCRETE.fullmatch(found) else ""
    return ""


def targets(command: Command) -> Iterator[tuple[str, str]]:
    """The kinds and names that a command is about: pods,services is two kinds without a name."""
    words = list(command.words[1:])
    while words and words[0] in {"-n", "--namespace", "--context"}:
        words = words[2:]
    verb = words.pop(0)
    if verb == "rollout":
        words.pop(0)
    elif verb not in NAMED or "--raw" in words:
        return
    places: list[str] = []
    for word in words[: words.index("--")] if "--" in words else words:
        if word.startswith("-") or "=" in word:
            break
        places.append(word)
    if verb == "port-forward":
        places = places[:1]
    kind = ""
    for place in places:
        if "/" in place:
            yield tuple(place.split("/", 1))  # type: ignore[misc]
        elif verb in {"logs", "exec", "port-forward"}:
            yield "pod", place
        elif not kind:
            for kind in place.split(","):
                yield kind, ""
        else:
            yield kind, place


def kinds() -> dict[str, str]:
    """What a kind may be called -> its own name."""
    return {name: kind for kind, names in known()["kinds"].items() for name in (kind, *(names or ()))}


@cache
def there() -> frozenset[tuple[str, str]]:
    """Namespace and name of every object of the two stacks, and of what these make: pods, volumes and Secrets."""
    found: set[tuple[str, str]] = set()
    for stack in ("production", "staging"):
        for one in whole(stack).resources:
            metadata = one.inputs.get("metadata") or {}
            if one.type.startswith("kubernetes:") and metadata.get("name"):
                home = str(metadata.get("namespace", ""))
                found.add((home, str(metadata["name"])))
                found |= {(home, name) for name in made_by(one)}
    return frozenset(found)


def made_by(one: Recorded) -> Iterator[str]:
    """The names of what an object makes beside itself."""
    spec, name = one.inputs.get("spec") or {}, one.inputs["metadata"]["name"]
    if one.type.endswith(":Certificate"):
        yield str(spec["secretName"])
    if one.type.endswith(":StatefulSet"):
        yield f"{name}-0"
        for claim in spec.get("volumeClaimTemplates") or ():
            yield f"{claim['metadata']['name']}-{name}-0"


@cache
def releases() -> frozenset[tuple[str, str]]:
    """Namespace and name of every release, whose objects begin with its name."""
    return frozenset(
        (str(one["namespace"]), str(one["name"]))
        for stack in ("production", "staging")
        for one in whole(stack).releases()
    )


def exists(home: str, name: str) -> bool:
    """Whether there is an object of that name in that namespace."""
    return (
        (home, name) in there() | MADE
        or any(home == where and name.startswith(release) for where, release in releases())
        or (not home and any(name == each for _, each in there()))
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kubectl -n spoke get pods,hpa", [("pods", ""), ("hpa", "")]),
        ("kubectl -n spoke get cronjob/a cronjob/b -o yaml", [("cronjob", "a"), ("cronjob", "b")]),
        ("kubectl --context use1 describe node NODE", [("node", ""), ("node", "NODE")]),
        ("kubectl -n spoke rollout status deployment/spoke --timeout=1m", [("deployment", "spoke")]),
        ("kubectl -n spoke exec postgres-0 -- psql -l", [("pod", "postgres-0")]),
        ("kubectl -n spoke port-forward svc/it 80", [("svc", "it")]),
    ],
)
def test_what_a_command_is_about_is_understood(words: str, found: list[tuple[str, str]]) -> None:
    assert list(targets(Command("page.md", tuple(words.split())))) == found


def test_every_kind_is_one_that_a_cluster_knows() -> None:
    named = [(str(one), kind) for one in asked() for kind, _ in targets(one) if CONCRETE.fullmatch(kind)]
    unknown = {said: kind for said, kind in named if kind not in kinds()}

    assert unknown == {}


def test_every_namespace_is_one_of_the_stacks() -> None:
    homes = {name for home, name in there() if not home} | {home for home, _ in releases()} | OF_CLOUDS
    named = {str(one): namespace(one) for one in asked() if namespace(one)}

    assert {
        said: home for said, home in named.items() if home not in homes | {EXAMPLE, "groundwork-secrets"}
    } == {}


def test_every_object_is_in_its_namespace() -> None:
    missing = [
        str(one)
        for one in asked()
        for kind, name in targets(one)
        if name and CONCRETE.fullmatch(name) and namespace(one) != EXAMPLE
        if not exists(namespace(one), name)
    ]  # fmt: skip

    assert missing == []


def test_a_name_that_is_nowhere_is_found() -> None:
    assert not exists("spoke", "spook")
    assert exists("spoke", "spoke")
    assert exists("cert-manager", "cert-manager")


def test_every_secret_of_production_that_a_runbook_writes_is_one_that_something_reads() -> None:
    read = {
        str(entry["remoteRef"]["key"])
        for one in whole("production").resources
        if one.type.endswith(":ExternalSecret")
        for entry in one.inputs["spec"].get("data") or ()
    } | {
        str(entry["extract"]["key"])
        for one in whole("production").resources
        if one.type.endswith(":ExternalSecret")
        for entry in one.inputs["spec"].get("dataFrom") or ()
        if "extract" in entry
    }
    written = {
        word
        for one in commands()
        if one.words[:3] == ("aws", "secretsmanager", "put-secret-value") and "runbooks" in one.page
        for word in one.words
        if word.startswith("production/")
    }

    assert written
    assert written - read == set()
