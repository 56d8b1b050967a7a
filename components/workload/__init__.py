"""Applications on clusters: `deploy` places each application on the clusters its settings name."""

from collections.abc import Mapping

import pulumi

from components.contracts import Platform
from components.workload.application import Application
from settings.application import ApplicationSettings


def deploy(
    applications: Mapping[str, ApplicationSettings], platforms: Mapping[str, Platform]
) -> dict[str, str]:
    """Place every application on its clusters (all of them where it names none). Returns application -> its address."""
    for name, application in applications.items():
        specs = application.workloads()
        for placed in application.clusters or platforms:
            platform = platforms[placed]
            opts = pulumi.ResourceOptions(provider=platform.cluster.provider)
            Application(f"{placed}-{name}", name, specs, platform, opts)
    return {name: f"https://{application.host}" for name, application in applications.items()}
