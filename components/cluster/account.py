"""Where on AWS a cluster lives, and the ARNs and name prefixes that follow from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """One account in one region. id: 12 digits."""

    id: str
    region: str

    @property
    def partition(self) -> str:
        """The first word of every ARN: aws, aws-us-gov or aws-cn."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    @property
    def domain(self) -> str:
        """The domain of the region's endpoints and of its regional service principals."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    @property
    def root(self) -> str:
        """The principal that stands for the account: whoever IAM policies of the account allow."""
        return f"arn:{self.partition}:iam::{self.id}:root"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource of this account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.id}:{resource}"

    def managed_policy(self, name: str) -> str:
        """The ARN of an IAM policy that AWS maintains; name includes its path, such as service-role/."""
        return f"arn:{self.partition}:iam::aws:policy/{name}"


def prefix(name: str, limit: int) -> str:
    """A name prefix that AWS accepts, however long the logical name is; the provider appends 26 characters to it."""
    return f"{name[: limit - 1]}-"
