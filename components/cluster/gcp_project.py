"""Where on Google Cloud a cluster lives: its project, the APIs that must be on there, and names and labels that fit."""

import hashlib
import re
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

SERVICES = (
    "artifactregistry",
    "cloudresourcemanager",
    "compute",
    "container",
    "cloudkms",
    "dns",
    "iam",
    "iamcredentials",  # tokens of service accounts, and what they sign
    "secretmanager",
    "storage",
    "storagetransfer",  # copies of buckets
)
LONGEST_ACCOUNT = 30


@dataclass(frozen=True)
class Project:
    """One project. number: by which the conditions of IAM name its secrets."""

    id: str
    number: pulumi.Output[str]


def pool(project: str) -> str:
    """The workload identity pool of a project: every GKE cluster of the project issues identities in it."""
    return f"{project}.svc.id.goog"


def slug(text: str) -> str:
    """Text as Google Cloud takes it in names and labels: lower-case letters, digits and hyphens (RFC 1035)."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def labels(cluster: str) -> dict[str, str]:
    """Labels of every resource, so that cost and ownership can be read off the bill. A label's key takes no slash."""
    return {
        "groundwork-stack": slug(pulumi.get_stack())[:63],
        "groundwork-cluster": cluster,
        "managed-by": "pulumi",
    }


def account_id(stack: str, name: str) -> str:
    """The id of a service account, of at most 30 characters: what fits of its name, and a digest.

    Nothing makes these ids up, and the digest keeps apart those of two stacks in a project and of two long names.
    """
    digest = hashlib.sha256(f"{stack}/{name}".encode()).hexdigest()[:8]
    return f"{slug(name)[: LONGEST_ACCOUNT - 9].rstrip('-')}-{digest}"


def enable(name: str, project: str, opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """Switch on the APIs that a new project has off. They stay on: something else in the project may use them by then.

    Returns the last one, which waits for the others: whatever waits for it can use them all.
    """
    *others, last = SERVICES

    def service(api: str, after: list[gcp.projects.Service]) -> gcp.projects.Service:
        return gcp.projects.Service(
            f"{name}-{api}",
            project=project,
            service=f"{api}.googleapis.com",
            disable_on_destroy=False,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=after)),
        )

    return service(last, [service(api, []) for api in others])


def find(project: str, enabled: pulumi.Resource, opts: pulumi.ResourceOptions) -> Project:
    """The project with its number, which only Google knows."""
    found = gcp.organizations.get_project_output(
        project_id=project,
        opts=pulumi.InvokeOutputOptions(parent=opts.parent, provider=opts.provider, depends_on=[enabled]),
    )
    return Project(project, found.number)


def service_account(
    name: str, project: str, description: str, opts: pulumi.ResourceOptions
) -> gcp.serviceaccount.Account:
    """Make a service account, which has no permission by itself."""
    return gcp.serviceaccount.Account(
        name,
        project=project,
        account_id=account_id(pulumi.get_stack(), name),
        display_name=name,
        description=description,
        opts=opts,
    )
