"""Where an application's images come from on each of its clusters: from the registry of the cluster's own region, if it has them.

ECR alone has another address in each region. Artifact Registry's multi-regions and Azure's registries have one everywhere.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from settings.application import ApplicationSettings
from settings.clusters.base import AnyCluster
from settings.clusters.eks import EksCluster
from settings.data.images import Images

ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<name>[^:@]+)"
)


def distant(
    images: Images | None, applications: Mapping[str, ApplicationSettings], clusters: Mapping[str, AnyCluster]
) -> Iterator[str]:
    """Images of `data.images` that a cluster would pull out of another region, though its own has a copy: once that region is
    lost, no new node could run them. applications: each as it is on its clusters, by its path."""
    if images is None:
        return
    beside = (clusters.get(name) for name in (images.cluster, *images.copies))
    made = {(one.account, one.region) for one in beside if isinstance(one, EksCluster)}
    for path, application in applications.items():
        for steps, image in _texts(application.model_dump(exclude={"clusters", "overrides"})):
            found = ECR.match(image)
            if not found or found["name"] not in images.repositories:
                continue
            account, region = found["account"], found["region"]
            for name in application.clusters:
                place = clusters[name].place if name in clusters else region
                if place != region and {(account, region), (account, place)} <= made:
                    own = image.replace(f".ecr.{region}.", f".ecr.{place}.", 1)
                    said = f"{{{name}: {_nested(steps, own)}}}"
                    yield (
                        f"applications.{path}.{'.'.join(steps)}: expected on {name} the copy in {place}, or nothing new starts "
                        f"there once {region} is lost, got {image}: write overrides: {said}"
                    )


def _texts(value: Any, *steps: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in nested settings, with the way to it."""
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, *steps, str(key))
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _texts(inner, *steps, str(number))


def _nested(steps: tuple[str, ...], text: str) -> str:
    """A text at the end of the way to it, as YAML on one line."""
    first, *rest = steps
    return f"{{{first}: {_nested(tuple(rest), text) if rest else text}}}"
