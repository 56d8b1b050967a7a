"""Programs in two regions, recorded for the tests of this folder."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

import pulumi

from components.contracts import Cluster
from components.global_dns import publish
from rehearsal.recorded import Recording
from rehearsal.stackfile import find
from settings.load import Settings
from tests.components.platform.given import TRAITS
from tests.recorded import deploy
from tests.settings.global_dns.worlds import ROUTE53, world
from tests.whole import changed

NO_DEFAULT_PROVIDERS = {"pulumi:disable-default-providers": ["*"]}
ROLE = "arn:aws:iam::210987654321:role/names"
PROVING_ROLE = "arn:aws:iam::210987654321:role/proofs"


class Told(pulumi.ComponentResource):
    """Holds what publish() returned, so that a recording shows it."""

    TYPE = "groundwork:test:Told"

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(self.TYPE, "told")
        self.register_outputs(dict(names))


def published(settings: Settings, addresses: Mapping[str, str] | None = None) -> Recording:
    """What the names of a stack register, without its clusters. addresses: of their ways in."""

    def build() -> None:
        clusters = {name: _cluster(name, address) for name, address in (addresses or {}).items()}
        Told(publish(settings, clusters))

    return deploy(build, NO_DEFAULT_PROVIDERS, stack="staging")


def _cluster(name: str, address: str) -> Cluster:
    nothing = cast(Any, None)
    return Cluster(name, nothing, replace(TRAITS, address=address), nothing, nothing, {})


def named(**sections: Any) -> Recording:
    """The same for a stack of tests/settings/global_dns/worlds.py."""
    return published(world(**sections))


@cache
def both() -> Recording:
    """One application of production in two regions, whose names are in another account. Recorded once in a process: do not
    change it."""
    stack = find("production")
    (one, *_) = stack.config[f"{stack.project}:clusters"].values()
    clipper = stack.config[f"{stack.project}:applications"]["clipper"]
    regions = {"use1": ("us-east-1", "10.40.0.0/16"), "usw2": ("us-west-2", "10.41.0.0/16")}
    clusters = {name: copy.deepcopy(one) for name in regions}
    for name, (region, cidr) in regions.items():
        dns = {"domain": f"{name}.example.com", "zone": f"Z0123456789{name.upper()}"}
        clusters[name] |= {"region": region, "network": {"cidr": cidr}, "dns": dns}
        clusters[name].pop("copies_to", None)
    kept = {key: value for key, value in clipper.items() if key not in {"clusters", "regions", "overrides"}}
    return changed(
        "production",
        clusters=clusters,
        applications={"clipper": {**kept, "traffic": {"policy": "latency"}}},
        global_dns={**ROUTE53, "account": "210987654321", "role": ROLE, "proving_role": PROVING_ROLE},
        data={},
    )
