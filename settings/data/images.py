"""Repositories of container images, and the regions that they are copied to."""

from typing import Annotated

from pydantic import AfterValidator, Field

from settings.types import DnsLabel, Model, matching

Repository = Annotated[
    str,
    AfterValidator(
        matching(
            r"(?=.{2,200}\Z)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*",
            "a repository's name such as team/app: at most 200 lower-case letters and digits, parted by one of . _ - /",
        )
    ),
]


class Images(Model):
    """Repositories in the registry of one cluster's region. cluster: whose region and account. repositories: their names, in the
    order in which they were added. copies: other clusters whose regions get every image too. untagged_days: untagged images go
    after so many days."""

    cluster: DnsLabel
    repositories: tuple[Repository, ...] = Field(min_length=1, max_length=100)
    copies: tuple[DnsLabel, ...] = ()
    untagged_days: int = Field(default=14, ge=1, le=365)
