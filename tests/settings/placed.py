"""Applications whose workloads a test says, on clusters that it names."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.clusters.eks import EksCluster
from settings.load import Settings, parse
from settings.workload import Account, WorkloadSpec
from tests.settings.stack import APPLICATION, EKS, PLATFORM
from tests.settings.workload.given import LEAST


class Given(ApplicationSettings):
    """specs, asks: its workloads and accounts, as they are."""

    specs: tuple[dict[str, Any], ...] = Field(default=({},))
    asks: tuple[Account, ...] = ()

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return tuple(
            WorkloadSpec.model_validate({**LEAST, "candidate": self.candidate, **spec}) for spec in self.specs
        )

    def accounts(self) -> tuple[Account, ...]:
        return self.asks


def given(name: str, *specs: dict[str, Any], **settings: Any) -> Given:
    """An application in a namespace of its own name, unless a spec says another."""
    own = [{"name": name, "namespace": name, **spec} for spec in specs or ({},)]
    host = f"{name}.example.com"
    return Given.model_validate({"image": LEAST["image"], "host": host, "specs": own, **settings})


def clusters(*names: str) -> Mapping[str, AnyCluster]:
    return {name: EksCluster.model_validate(EKS) for name in names or ("main",)}


def load(applications: Mapping[str, Given], **sections: Any) -> Settings:
    """A stack of them. Raises SettingsError."""
    config = {
        "clusters": {"main": EKS},
        "platform": {**PLATFORM, **sections.pop("platform", {})},
        "applications": {
            name: {**APPLICATION, **one.model_dump(exclude_defaults=True)}
            for name, one in applications.items()
        },
        **sections,
    }
    return parse(config, dict.fromkeys(applications, Given))
