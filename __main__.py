"""A stack, told in one direction: settings, clusters, data, the platform on each cluster, applications, names for them all."""

import pulumi

from components.cluster import create_clusters
from components.data import create_data
from components.global_dns import publish
from components.isolation import isolate
from components.platform import create_platforms
from components.workload import deploy
from settings.load import load
from stacks import CATALOGUE

settings = load(CATALOGUE)
isolate()
clusters = create_clusters(settings)
data = create_data(settings, clusters)
platforms = create_platforms(settings.platform, clusters)
applications = deploy(settings.applications, platforms, data.written, settings.global_dns)
names = publish(settings, clusters)

pulumi.export("clusters", {name: cluster.outputs for name, cluster in clusters.items()})
pulumi.export("data", data.outputs)
pulumi.export("applications", applications)
pulumi.export("names", names)
