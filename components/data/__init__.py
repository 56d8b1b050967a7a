"""What outlives a region: the databases, the images and the secrets of a stack, over its clusters."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.contracts import Cluster
from components.data.databases import create_databases
from components.data.images import create_images
from components.data.secrets import create_secrets
from settings.load import Settings


@dataclass(frozen=True)
class Data:
    """written: cluster -> name in its secret store -> the secret's value, which whoever reads it there waits for. outputs: what a
    person needs to find what was made; nothing in it is secret."""

    written: Mapping[str, Mapping[str, pulumi.Resource]]
    outputs: Mapping[str, object]


def create_data(settings: Settings, clusters: Mapping[str, Cluster]) -> Data:
    """Make all of it, each part by the cluster that it is beside."""
    data, prefix = settings.data, settings.platform.secrets.prefix
    # First, so that somebody can fill them in while the rest is made.
    secrets = create_secrets(data.secrets, clusters, prefix)
    images = create_images(data.images, clusters)
    databases = create_databases(data.databases, clusters, prefix)
    return Data(databases.written, {"databases": databases.hosts, "images": images, "secrets": secrets})
