"""The repositories of a stack's images: in the registry of one cluster's region, and in those of others."""

from collections.abc import Mapping

from components.contracts import Cluster
from components.sharing import Addresses, ImagesFactory
from settings.data.images import Images


def create_images(settings: Images | None, clusters: Mapping[str, Cluster]) -> Addresses:
    """Make them. Answers nothing where the stack makes none."""
    if settings is None:
        return {}
    return _factory(clusters, settings.cluster)(
        settings.repositories,
        settings.untagged_days,
        [_factory(clusters, copy) for copy in settings.copies],
    )


def _factory(clusters: Mapping[str, Cluster], name: str) -> ImagesFactory:
    """Raises LookupError where there is no registry, which settings/data/copies.py has refused by then."""
    factory = clusters[name].images
    if factory is None:
        raise LookupError(f"the cluster {name} has no registry for images")
    return factory
