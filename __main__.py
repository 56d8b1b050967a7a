"""A stack, told in one direction: settings, clusters, the platform on each of them, the applications on top."""

import pulumi

from components.cluster import create_cluster
from components.platform import create_platform
from components.workload import deploy
from settings.load import load
from stacks import CATALOGUE

settings = load(CATALOGUE)
clusters = {
    name: create_cluster(name, cluster, settings.charts) for name, cluster in settings.clusters.items()
}
platforms = {name: create_platform(settings.platform, cluster) for name, cluster in clusters.items()}
applications = deploy(settings.applications, platforms)

pulumi.export("clusters", {name: cluster.outputs for name, cluster in clusters.items()})
pulumi.export("applications", applications)
