"""Definitions that take anything, for kinds that nobody publishes."""

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.releases import permissive
from rehearsal.providers.kubernetes.releases.content import Identity
from rehearsal.providers.kubernetes.releases.installing import Installation
from tests.rehearsal.providers.kubernetes.releases.cases import ME


def test_a_group_that_is_published_has_no_permissive_definition() -> None:
    assert permissive.definitions("cert-manager.io") == []


@pytest.mark.parametrize("group", permissive.UNPUBLISHED)
def test_every_definition_is_called_after_its_plural_and_group(group: str) -> None:
    for one in permissive.definitions(group):
        assert one["metadata"]["name"] == f"{one['spec']['names']['plural']}.{group}"


@pytest.mark.kubernetes
def test_an_api_server_takes_them_and_objects_with_any_fields(cluster: Client, home: str) -> None:
    group = "monitoring.grafana.com"
    Installation(cluster, Identity("shop", home), 10.0).define(permissive.definitions(group))
    logs = {
        "apiVersion": f"{group}/v1alpha2",
        "kind": "PodLogs",
        "metadata": {"name": "a", "namespace": home},
    }

    made = cluster.create({**logs, "spec": {"anything": {"at": ["all"]}}}, ME)

    assert made["spec"] == {"anything": {"at": ["all"]}}
