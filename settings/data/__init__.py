"""What a stack file may say about data that outlives a region: managed databases, and what is copied to other regions."""

from pydantic import Field

from settings.data.databases import Database, DatabaseName
from settings.data.images import Images
from settings.data.secrets import SharedSecret
from settings.types import Model, SecretKey


class DataSettings(Model):
    """databases: managed PostgreSQL, by name. images: the repositories of container images, and where they are copied to.
    secrets: those that the stack itself makes in the secret store, empty, for somebody to fill in, with the regions that read
    them."""

    databases: dict[DatabaseName, Database] = Field(default_factory=dict)
    images: Images | None = None
    secrets: dict[SecretKey, SharedSecret] = Field(default_factory=dict)
