"""What a stack file of the bootstrap may say: the cloud, where in it state is to be kept, and who deploys from there."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from facts import aws_regions, gcp_regions
from settings.clusters.azure import AzureRegion, Guid
from settings.clusters.gke import Project
from settings.explain import explain, got, unknown
from settings.load import given, refusal
from settings.types import AwsAccount, DnsLabel, Expecting, IamPrincipal, Model, matching

SECTION = "state"
# S3 reserves them (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
_BEGINNINGS = ("xn--", "sthree-", "amzn-s3-demo-")
_ENDS = ("-s3alias", "--ol-s3", "--x-s3", "--table-s3")


def _bucket(value: str) -> str:
    reserved = value.startswith(_BEGINNINGS) or value.endswith(_ENDS)
    # Google takes no bucket with its own name in it (cloud.google.com/storage/docs/buckets, "Naming").
    googles = value.startswith("goog") or "google" in value
    # 63 characters, of which the logs' bucket has five more. No dot: a certificate's wildcard stands for one label.
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,56}[a-z0-9]", value) or reserved or googles:
        raise ValueError(
            "expected a bucket's name of 3 to 58 small letters, digits and '-', which nobody else in the world has and no cloud "
            "keeps for itself, such as example-pulumi-state"
        )
    return value


def _region(wrong: Callable[[str], str | None]) -> AfterValidator:
    def check(value: str) -> str:
        if problem := wrong(value):
            raise ValueError(problem)
        return value

    return AfterValidator(check)


BucketName = Annotated[
    str, AfterValidator(Expecting(_bucket, "a bucket's name such as example-pulumi-state"))
]
GoogleMember = Annotated[
    str,
    AfterValidator(
        matching(
            r"(user|group|serviceAccount):[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+",
            "a member of IAM such as serviceAccount:deploy@example-project.iam.gserviceaccount.com",
        )
    ),
]
AzurePrincipal = Annotated[
    str,
    AfterValidator(
        matching(
            r"(user|group|service):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "user:, group: or service: and an object id of Entra ID, such as service:00000000-0000-4000-8000-000000000004",
        )
    ),
]


class _Place(Model):
    """deployers: who runs `pulumi up`. readers: who runs `pulumi preview` alone, such as the pipeline before anybody has agreed.
    history_days: for how long a state that was replaced or deleted can be had back; Cloud Storage keeps what is deleted for 90
    days at most. protect: against deletion by Pulumi; without it the bucket goes with every state in it.
    """

    deployers: tuple[str, ...]
    readers: tuple[str, ...] = ()
    history_days: int = Field(default=90, ge=7, le=90)
    protect: bool = True

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = [*self.deployers, *self.readers]
        twice = sorted({one for one in named if named.count(one) > 1})
        if twice:
            raise ValueError(f"expected each of deployers and readers once, got {', '.join(twice)} again")
        return self


class AwsPlace(_Place):
    """An S3 bucket and a KMS key. account: another account's credentials are refused. bucket: its name; that of its access logs
    ends in -logs. key: the key's alias. deployers, readers: the roles and users for whom alone the key decrypts a state.
    """

    cloud: Literal["aws"]
    account: AwsAccount
    region: Annotated[str, _region(aws_regions.wrong_region)]
    bucket: BucketName
    key: DnsLabel = "pulumi"
    deployers: tuple[IamPrincipal, ...] = Field(min_length=1)
    readers: tuple[IamPrincipal, ...] = ()


class GcpPlace(_Place):
    """A bucket of Cloud Storage and a key of Cloud KMS. deployers, readers: members of IAM. The key's name is made up, for
    Google never gives one away twice.
    """

    cloud: Literal["gcp"]
    project: Project
    region: Annotated[str, _region(gcp_regions.wrong_region)]
    bucket: BucketName
    deployers: tuple[GoogleMember, ...] = Field(min_length=1)
    readers: tuple[GoogleMember, ...] = ()


class AzurePlace(_Place):
    """A storage account and a Key Vault in a resource group of their own. account, vault: their names, unique in the world. key:
    the key's. deployers, readers: by object id; a service principal or a managed identity is a service:.
    """

    cloud: Literal["azure"]
    subscription: Guid
    tenant: Guid
    region: AzureRegion
    group: Annotated[
        str,
        AfterValidator(
            matching(
                r"[\w().-]{0,89}[\w()-]",
                "a resource group's name such as pulumi-state, no full stop at its end",
            )
        ),
    ] = "pulumi-state"
    account: Annotated[
        str,
        AfterValidator(
            matching(
                r"[a-z0-9]{3,24}",
                "a storage account's name of 3 to 24 small letters and digits, such as examplestate",
            )
        ),
    ]
    vault: Annotated[
        str,
        AfterValidator(
            matching(
                r"(?!.*--)[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]",
                "a vault's name of 3 to 24 letters, digits and single '-', a letter first, such as example-state",
            )
        ),
    ]
    key: DnsLabel = "pulumi"
    deployers: tuple[AzurePrincipal, ...] = Field(min_length=1)
    readers: tuple[AzurePrincipal, ...] = ()


Place = AwsPlace | GcpPlace | AzurePlace
PLACES: Mapping[str, type[AwsPlace] | type[GcpPlace] | type[AzurePlace]] = {
    "aws": AwsPlace,
    "gcp": GcpPlace,
    "azure": AzurePlace,
}


def load() -> Place:
    """Where the running stack is to keep state. Raises SettingsError with every mistake, before anything is registered."""
    raw, problems = given()
    return parse(raw, problems)


def parse(config: Mapping[str, object], problems: list[str] | None = None) -> Place:
    """The same of a configuration already read: section name -> plain data, without the project's prefix."""
    problems = list(problems or ())
    problems += [unknown(name, [SECTION], name) for name in config if name != SECTION]
    place = _place(config, problems)
    if problems or place is None:
        raise refusal(problems)
    return place


def _place(config: Mapping[str, object], problems: list[str]) -> Place | None:
    section: Any = config.get(SECTION)
    if not isinstance(section, Mapping):
        wrong = (
            f": expected a section of settings{got(SECTION, section)}" if SECTION in config else " is missing"
        )
        problems.append(f"{SECTION}{wrong}; bootstrap/ has a complete one for each cloud")
        return None
    cloud = section.get("cloud")
    model = PLACES.get(cloud) if isinstance(cloud, str) else None
    if model is None:
        given_ = got("cloud", cloud) if "cloud" in section else ""
        problems.append(f"{SECTION}.cloud: expected one of {', '.join(map(repr, PLACES))}{given_}")
        return None
    try:
        return model.model_validate(section)
    except ValidationError as error:
        problems += explain(error, model, SECTION)
        return None
