"""When a kubernetes provider becomes another one, with everything that was made through it."""

import json
from typing import Any

import pytest

from rehearsal.providers.connection import active_cluster, configuration, identity, never, other_cluster
from rehearsal.simulation.kinds import UNKNOWN


def kubeconfig(server: str, *, user: str = "ops") -> str:
    """A kubeconfig with two clusters, the first one in use."""
    entries = {"a": server, "b": "https://192.0.2.9"}
    return json.dumps(
        {
            "current-context": "a",
            "contexts": [{"name": name, "context": {"cluster": name, "user": user}} for name in entries],
            "clusters": [{"name": name, "cluster": {"server": address}} for name, address in entries.items()],
        }
    )


ONE, TWO = kubeconfig("https://192.0.2.1"), kubeconfig("https://192.0.2.2")


@pytest.mark.parametrize(
    ("olds", "news", "replaced"),
    [
        ({"clusterIdentifier": "x", "kubeconfig": ONE}, {"clusterIdentifier": "x", "kubeconfig": TWO}, []),
        (
            {"clusterIdentifier": "x", "kubeconfig": ONE},
            {"clusterIdentifier": "x", "kubeconfig": UNKNOWN},
            [],
        ),
        (
            {"clusterIdentifier": "x", "kubeconfig": ONE},
            {"clusterIdentifier": "y", "kubeconfig": ONE},
            ["clusterIdentifier"],
        ),
        ({"kubeconfig": ONE}, {"clusterIdentifier": "x", "kubeconfig": ONE}, []),
        ({"clusterIdentifier": "x", "kubeconfig": ONE}, {"kubeconfig": ONE}, []),
        ({"kubeconfig": ONE}, {"kubeconfig": UNKNOWN}, ["kubeconfig"]),
        ({"kubeconfig": ONE}, {"kubeconfig": ONE, "context": UNKNOWN}, ["context"]),
        ({"kubeconfig": ONE}, {"kubeconfig": TWO}, ["kubeconfig"]),
        ({"kubeconfig": ONE}, {"kubeconfig": kubeconfig("https://192.0.2.1", user="other")}, []),
        ({"kubeconfig": ONE}, {"kubeconfig": ONE, "context": "b"}, ["context"]),
        ({"kubeconfig": ONE}, {"kubeconfig": ONE, "cluster": "b"}, ["cluster"]),
        ({"kubeconfig": "not: a kubeconfig"}, {"kubeconfig": ONE}, []),
    ],
)
def test_another_cluster_means_another_provider(
    olds: dict[str, Any], news: dict[str, Any], replaced: list[str]
) -> None:
    assert other_cluster(olds, news) == replaced


def test_other_packages_only_reconfigure() -> None:
    assert never({"region": "us-east-1"}, {"region": "eu-west-1"}) == []


def test_a_kubeconfig_that_cannot_be_read_selects_no_cluster() -> None:
    assert active_cluster({"kubeconfig": "{"}) is None
    assert active_cluster({"kubeconfig": ONE, "context": "nowhere"}) is None


def test_nested_configuration_arrives_as_values_and_a_kubeconfig_as_text() -> None:
    given = {"allowedAccountIds": '["123456789012"]', "skipMetadataApiCheck": "true", "region": "us-east-1", "kubeconfig": "{}",
             "odd": "{not json", "assumeRole": {"tags": '{"a": 1}'}}  # fmt: skip

    assert configuration(given) == {
        "allowedAccountIds": ["123456789012"], "skipMetadataApiCheck": True, "region": "us-east-1", "kubeconfig": "{}",
        "odd": "{not json", "assumeRole": {"tags": {"a": 1}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"clusterIdentifier": "main", "kubeconfig": ONE, "urn": "urn:a"}, "main"),
        ({"kubeconfig": ONE, "urn": "urn:a"}, "https://192.0.2.1"),
        ({"kubeconfig": "{}", "urn": "urn:a"}, "urn:a"),
        ({"context": "kind", "urn": "urn:a"}, "urn:a"),
    ],
)
def test_a_cluster_is_told_from_another_by_its_identifier_its_server_or_its_provider(
    config: dict[str, Any], expected: str
) -> None:
    assert identity(config) == expected
