"""What a stack file may say about where Helm charts come from: their projects' own places, a mirror of all, or a folder."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from settings.types import EnvName, Model


class Credentials(Model):
    """The names of environment variables that hold a mirror's user name and password. They are read when charts are fetched;
    Pulumi keeps what was in them as secrets in its state."""

    username: EnvName
    password: EnvName


class ChartSource(Model):
    """mirror: a chart repository (https://…) or a registry's folder (oci://…) that holds every chart under its own name and
    version. credentials: for the mirror; without them an OCI mirror is asked with what `helm registry login` left.

    folder: a folder of archives, NAME-VERSION.tgz as `helm pull` writes them, seen from where Pulumi.yaml is.
    With neither, every chart comes from its project.
    """

    mirror: Annotated[str, Field(pattern=r"^(https|oci)://[^\s@?#]*[^\s@?#/]$")] | None = None
    folder: Annotated[str, Field(pattern=r"^(\.{1,2}/|/)\S*[^\s/]$")] | None = None
    credentials: Credentials | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.mirror and self.folder:
            raise ValueError("expected one of mirror and folder, got both")
        if self.credentials and not self.mirror:
            raise ValueError("expected credentials only beside a mirror: nothing else asks for them")
        return self
