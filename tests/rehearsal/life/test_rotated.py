"""docs/runbooks/rotating-secrets-and-keys.md: a secret is fetched anew, and its readers restarted, by the page's commands."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rehearsal.life.operators.external_secrets import GROUP
from rehearsal.providers.kubernetes.errors import NoKindMatch
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.stackfile import ROOT
from tests.rehearsal.kubectl import Kubectl
from tests.rehearsal.life.living import Living, custom_kind, deployment, soon

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

RUNBOOK = (ROOT / "docs" / "runbooks" / "rotating-secrets-and-keys.md").read_text()
SYNC = 'annotate externalsecret/spoke force-sync="$(date +%s)" --overwrite'
REFRESHED = "get externalsecret/spoke -o jsonpath='{.status.refreshTime}{\"\\n\"}'"
RESTART = "rollout restart deployment/spoke"
STATUS = "rollout status deployment/spoke --timeout=10m"
REWRITE = ("get secrets -A -o json", "replace -f -")


@pytest.fixture
def kubectl(living: Living, tmp_path: Path) -> Kubectl:
    return Kubectl(living.access, tmp_path)


def wanted(home: str) -> list[dict[str, Any]]:
    store = {"kind": "SecretStore", "name": "store"}
    data = [{"secretKey": "SPOKE_REDIS_URL", "remoteRef": {"key": "production/spoke/redis-url"}}]
    return [
        {"apiVersion": GROUP, "kind": kind, "metadata": {"name": name, "namespace": home}, "spec": spec}
        for kind, name, spec in (
            ("SecretStore", "store", {}),
            ("ExternalSecret", "spoke", {"secretStoreRef": store, "data": data}),
        )
    ]


def put(living: Living, *objects: dict[str, Any]) -> None:
    """A kind is served a little after its definition."""

    def tried(obj: dict[str, Any]) -> bool:
        try:
            living.put(obj)
        except NoKindMatch:
            return False
        return True

    for obj in objects:
        assert soon(lambda obj=obj: tried(obj))  # type: ignore[misc]


def test_a_secret_is_fetched_in_this_minute_and_no_reader_goes_before_the_next_is_ready(
    living: Living, kubectl: Kubectl
) -> None:
    home = living.namespace("rotated")
    put(living, custom_kind(GROUP, "SecretStore"), custom_kind(GROUP, "ExternalSecret"), *wanted(home))
    reads = [{"secretRef": {"name": "spoke"}}]
    web = deployment(home, "spoke", 2)
    web["spec"]["template"]["spec"]["containers"][0]["envFrom"] = reads
    web["spec"]["strategy"] = {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    living.put(web)
    kubectl(f"-n {home} {STATUS}")
    assert living.client.find(Ref("v1", "Secret", "spoke", home))
    before = {pod["metadata"]["uid"] for pod in living.client.list("v1", "Pod", home)}

    now = int(time.time())
    kubectl(f"-n {home} {SYNC.replace('$(date +%s)', str(now)).replace(chr(34), '')}")

    told = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    shown = f"-n {home} {REFRESHED}".replace("'", "")
    assert soon(lambda: kubectl(shown).strip() == told)

    kubectl(f"-n {home} {RESTART}")
    kubectl(f"-n {home} {STATUS}")
    after = {
        pod["metadata"]["uid"]
        for pod in living.client.list("v1", "Pod", home)
        if "deletionTimestamp" not in pod["metadata"]
    }
    assert not before & after


def test_every_secret_can_be_written_again_as_it_is(living: Living, kubectl: Kubectl, tmp_path: Path) -> None:
    home = living.namespace("rewritten")
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "it", "namespace": home}}
    living.put({**secret, "stringData": {"a": "b"}})
    ref = Ref("v1", "Secret", "it", home)
    before = living.client.get(ref)

    every = tmp_path / "secrets.json"
    every.touch(mode=0o600)
    every.write_text(kubectl(REWRITE[0]))
    assert "secret/it replaced" in kubectl(REWRITE[1].replace(" -f -", f" -f {every}"))

    assert living.client.get(ref)["data"] == before["data"]


def test_the_runbook_says_what_was_tried_here() -> None:
    assert f"kubectl -n spoke {SYNC}" in RUNBOOK
    assert f"kubectl -n spoke {REFRESHED}" in RUNBOOK
    assert f"kubectl -n spoke {RESTART}" in RUNBOOK
    assert f"kubectl -n spoke {STATUS}" in RUNBOOK
    assert " | ".join(f"kubectl {part}" for part in REWRITE) in RUNBOOK
