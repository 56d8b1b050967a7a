"""Helm's record of a release is kept in its namespace, and holds no secret."""

import base64
import gzip

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases.record import Record, forget, history, write

pytestmark = pytest.mark.kubernetes
CANARY = "canary-0123456789"
OBJECTS = [
    {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s", "namespace": "n"},
        "stringData": {"a": CANARY},
    },
    {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c", "namespace": "n"},
        "data": {"a": "b"},
    },
]
CHART = {"name": "shop", "version": "1.2.3", "appVersion": "4.5"}


def test_revisions_are_read_back_the_newest_first(cluster: Client, home: str) -> None:
    for revision in (1, 2, 10):
        write(cluster, Record("shop", home, revision, "deployed", OBJECTS, CHART, "done"))

    found = history(cluster, "shop", home)

    assert [one.revision for one in found] == [10, 2, 1]
    assert found[0].chart == CHART
    assert found[0].description == "done"
    assert found[0].objects[1] == OBJECTS[1]


def test_a_record_is_a_secret_of_helms_own_type_and_labels(cluster: Client, home: str) -> None:
    record = Record("shop", home, 1, "deployed", OBJECTS, CHART)
    write(cluster, record)
    found = cluster.get(record.ref)

    assert found["metadata"]["name"] == "sh.helm.release.v1.shop.v1"
    assert found["type"] == "helm.sh/release.v1"
    assert found["metadata"]["labels"] == {
        "name": "shop",
        "owner": "helm",
        "status": "deployed",
        "version": "1",
    }


def test_the_content_of_a_secret_is_not_recorded(cluster: Client, home: str) -> None:
    record = Record("shop", home, 1, "deployed", OBJECTS, CHART)
    write(cluster, record)
    text = gzip.decompress(
        base64.b64decode(base64.b64decode(cluster.get(record.ref)["data"]["release"]))
    ).decode()

    assert CANARY not in text
    assert "kind: Secret" in text


def test_a_record_that_is_forgotten_is_gone_and_one_that_is_gone_is_no_error(
    cluster: Client, home: str
) -> None:
    record = Record("shop", home, 1, "deployed")
    write(cluster, record)
    forget(cluster, [record, record])

    assert history(cluster, "shop", home) == []
