"""What several regions have in common, as a cluster makes it beside itself and beside others of its cloud: images and secrets.

Handles like those of components/grants.py, and beneath components/contracts.py for the same reason.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, Self

import pulumi

Addresses = Mapping[str, Mapping[str, pulumi.Output[str]]]
"""Repository -> region -> what an image in it is called there, without its tag."""


class ImagesFactory(Protocol):
    """Makes repositories of images whose tags cannot be moved, where the cloud knows that, and lets the cluster's nodes pull.

    copies: of the clusters in whose regions every image is to be too, of the same account.
    """

    def __call__(
        self, repositories: Sequence[str], untagged_days: int, copies: Sequence[Self]
    ) -> Addresses: ...


class SecretsFactory(Protocol):
    """Makes secrets without a value in the cluster's store. secrets: the whole name of each -> of the clusters in whose regions
    it can be read too, of the same account. Answers what the cloud calls each."""

    def __call__(self, secrets: Mapping[str, Sequence[Self]]) -> Mapping[str, pulumi.Output[str]]: ...
