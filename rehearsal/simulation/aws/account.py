"""Names and numbers that every simulated AWS service shares: account, region, zones, ARNs and ids.

Zone letters and ids: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
"""

import hashlib
import json
import re
from typing import Any

from rehearsal.simulation.kinds import Call, Properties

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "eu-central-1"
CREATED = "2026-01-01T00:00:00Z"
REGION = re.compile(
    r"(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d"
)
ZONES = {
    "us-east-1": "abcdef",
    "us-west-2": "abcd",
    "ap-northeast-2": "abcd",
    "us-west-1": "ab",
    "ca-central-1": "abd",
}
"""Zone letters of the regions that do not have just a, b and c."""


def decoded(value: Any) -> Any:
    """A provider setting as data: the SDK sends lists and maps of a provider's configuration as JSON text."""
    if isinstance(value, str) and value[:1] in {"[", "{", '"'}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def account(provider: Properties) -> str:
    """The account id: the first of the provider's allowedAccountIds, else 123456789012."""
    allowed = decoded(provider.get("allowedAccountIds"))
    return str(allowed[0]) if isinstance(allowed, list) and allowed else DEFAULT_ACCOUNT


def region(call: Call) -> str:
    """The region of one call: its own input when it has one, else the provider's, else eu-central-1."""
    for value in (call.inputs.get("region"), decoded(call.provider.get("region"))):
        if isinstance(value, str) and value:
            return value
    return DEFAULT_REGION


def zones(region_name: str) -> tuple[str, ...]:
    """The availability zones that an account sees in a region."""
    return tuple(region_name + letter for letter in ZONES.get(region_name, "abc"))


def zone_ids(region_name: str) -> tuple[str, ...]:
    """The ids of those zones, which begin with the region's short name: use1-az1. Which zone has which differs by account."""
    *area, direction, number = region_name.split("-")
    initials = re.sub(r"(?<=north|south)(east|west)", r"-\1", direction).split("-")
    short = f"{area[0]}{''.join(part[0] for part in [*area[1:], *initials])}{number}"
    return tuple(f"{short}-az{position}" for position, _ in enumerate(zones(region_name), 1))


def partition(region_name: str) -> str:
    """`aws`, `aws-cn` or `aws-us-gov`."""
    if region_name.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region_name.startswith("us-gov-") else "aws"


def dns_suffix(region_name: str) -> str:
    """The domain under which a region's endpoints live."""
    return "amazonaws.com.cn" if region_name.startswith("cn-") else "amazonaws.com"


def arn(call: Call, service: str, resource: str, *, regional: bool = True, owned: bool = True) -> str:
    """An ARN in the call's partition, region (unless the service is global) and account (unless it is nobody's, as in S3)."""
    where = region(call)
    return ":".join(
        (
            "arn",
            partition(where),
            service,
            where if regional else "",
            account(call.provider) if owned else "",
            resource,
        )
    )


def digest(call: Call, salt: str, length: int) -> str:
    """`length` hex digits that depend only on the call's token and the salt; at most 64."""
    return hashlib.sha256(f"{call.token}/{salt}".encode()).hexdigest()[:length]


def resource_id(call: Call, prefix: str) -> str:
    """An id as EC2 makes them: the prefix and 17 hex digits."""
    return f"{prefix}-{digest(call, prefix, 17)}"


def unique_id(call: Call, prefix: str) -> str:
    """An id as IAM makes them: four letters and 17 capitals or digits."""
    return prefix + digest(call, prefix, 17).upper()


def uuid(call: Call, salt: str) -> str:
    """A UUID-shaped id, as KMS and EKS make them."""
    text = digest(call, salt, 32)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def all_tags(call: Call) -> dict[str, str]:
    """The object's tags with the provider's default tags beneath them."""
    defaults = decoded(call.provider.get("defaultTags")) or {}
    own = call.inputs.get("tags")
    return {**(defaults.get("tags") or {}), **(own if isinstance(own, dict) else {})}
