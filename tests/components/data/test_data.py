"""What a stack keeps beside its clusters, as one."""

import base64
from typing import Any

from components.cluster import create_clusters
from components.data import create_data
from rehearsal.render import written
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS, Seen
from tests.recorded import Recording, deploy
from tests.settings.stack import EKS, stack

THERE = {**EKS, "region": "us-west-2", "network": {"cidr": "10.30.0.0/16"}}
SHOP = {"cluster": "main", "secret": "shop/url", "replica": "there", "replica_secret": "shop/url"}


def made(**data: Any) -> Recording:
    settings = stack(clusters={"main": EKS, "there": THERE}, data=data)

    def build() -> None:
        found = create_data(settings, create_clusters(settings))
        Seen(
            {
                "outputs": found.outputs,
                "written": {cluster: sorted(names) for cluster, names in found.written.items()},
            }
        )

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def test_the_secrets_that_it_writes_are_known_by_cluster_and_name_and_its_hosts_are_told() -> None:
    seen = made(databases={"shop": SHOP}).one(Seen.TYPE).outputs

    assert seen["written"] == {"main": ["shop/url"], "there": ["shop/url"]}
    assert sorted(seen["outputs"]["databases"]["shop"]) == ["main", "there"]


def test_names_in_the_store_begin_with_the_stacks_prefix() -> None:
    secrets = made(databases={"shop": SHOP}).of("aws:secretsmanager/secret:Secret")

    assert {one.inputs["name"] for one in secrets} == {"staging/shop/url"}


def test_no_output_and_no_render_has_a_secret_in_it() -> None:
    recording = made(databases={"shop": SHOP})
    password = recording.one("random:index/randomPassword:RandomPassword").outputs["result"]
    files = written(recording)

    assert len(password) == 32
    assert password not in str(recording.one(Seen.TYPE).outputs)
    assert "databases-shop" in files["resources.json"]
    for text in (password, base64.b64encode(password.encode()).decode()):
        assert not [path for path, content in files.items() if text in content]


def test_a_stack_without_data_has_none() -> None:
    seen = made().one(Seen.TYPE).outputs

    assert seen["written"] == {}
    assert seen["outputs"]["databases"] == {}
