"""Service accounts, APIs and members of policies."""

from typing import Any

import pytest

from tests.rehearsal.simulation.gcp.cloud import SERVICE, Cloud

ACCOUNT = "gcp:serviceaccount/account:Account"
ACCOUNT_MEMBER = "gcp:serviceaccount/iAMMember:IAMMember"
PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember"
ZONE_MEMBER = "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember"
ANNA = "user:anna@example.com"


def condition(expression: Any, title: Any = "own") -> dict[str, Any]:
    return {"condition": {"title": title, "expression": expression}}


@pytest.mark.parametrize("id_", ["short", "Upper-case", "1-digit-first", "ends-in-hyphen-", "x" * 31])
def test_an_account_id_that_google_refuses(cloud: Cloud, id_: str) -> None:
    assert "Must be 6 to 30 lower-case letters, digits and hyphens" in cloud.refusal(ACCOUNT, accountId=id_)


def test_an_accounts_texts_have_their_lengths(cloud: Cloud) -> None:
    assert "at most 100" in cloud.refusal(ACCOUNT, accountId="main-node", displayName="x" * 101)
    assert "at most 256" in cloud.refusal(ACCOUNT, accountId="main-node", description="x" * 257)


def test_an_account_is_known_by_its_address_and_made_once(cloud: Cloud) -> None:
    account = cloud.create(ACCOUNT, accountId="main-node")

    assert account["email"] == "main-node@example-project.iam.gserviceaccount.com"
    assert account["member"] == f"serviceAccount:{account['email']}"
    assert "409 alreadyExists" in cloud.refusal(ACCOUNT, accountId="main-node")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        (
            {"role": "roles/none.such"},
            "400 badRequest: Role roles/none.such is not supported for this resource",
        ),
        ({"role": "dns.admin"}, "Role dns.admin is not supported"),
        ({"role": "roles/iam.workloadIdentityUser"}, "not supported for this resource"),
        ({"member": "anna@example.com"}, "The member has an invalid format"),
        ({"member": "user:anna"}, "The member has an invalid format"),
        (condition('resource.name.startsWith("a"'), "Invalid expression"),
        (condition('resource.name.startsWith("a)'), "Invalid expression"),
        (condition('name.startsWith("a")'), "Invalid expression"),
        (condition("resource.name"), "Invalid expression"),
        (condition('resource.name == "a"', None), "A condition needs a title"),
        (condition('resource.name == "a"', "x" * 101), "A condition needs a title"),
        (condition(None), "A condition needs an expression"),
    ],
)
def test_a_member_that_google_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    sound = {"project": "example-project", "role": "roles/dns.admin", "member": ANNA}

    assert text in cloud.refusal(PROJECT_MEMBER, **{**sound, **inputs})


@pytest.mark.parametrize("member", [ANNA, "group:a@example.com", "domain:example.com", "allUsers"])
def test_a_member_that_google_takes(cloud: Cloud, member: str) -> None:
    made = cloud.create(
        PROJECT_MEMBER,
        project="example-project",
        role="roles/secretmanager.secretAccessor",
        member=member,
        **condition('resource.name.startsWith("projects/1/secrets/staging-")'),
    )

    assert made["id"] == f"example-project/roles/secretmanager.secretAccessor/{member}/own"


def test_a_role_of_the_projects_own_can_be_granted(cloud: Cloud) -> None:
    role = "projects/example-project/roles/mine"

    assert cloud.create(PROJECT_MEMBER, project="example-project", role=role, member=ANNA)


def test_a_member_may_be_asked_for_twice(cloud: Cloud) -> None:
    inputs = {"project": "example-project", "role": "roles/dns.admin", "member": ANNA}

    assert cloud.create(PROJECT_MEMBER, **inputs)["id"] == cloud.create(PROJECT_MEMBER, **inputs)["id"]


def test_pods_are_members_once_a_cluster_has_made_their_pool(cloud: Cloud) -> None:
    account = cloud.create(ACCOUNT, accountId="main-app")
    trust = {
        "serviceAccountId": account["id"],
        "role": "roles/iam.workloadIdentityUser",
        "member": "serviceAccount:example-project.svc.id.goog[shop/cart]",
    }

    assert "Identity Pool does not exist (example-project.svc.id.goog)" in cloud.refusal(
        ACCOUNT_MEMBER, **trust
    )
    cloud.cluster(workloadIdentityConfig={"workloadPool": "example-project.svc.id.goog"})
    assert cloud.create(ACCOUNT_MEMBER, **trust)


def test_a_trust_is_in_an_account_that_is_there(cloud: Cloud) -> None:
    assert "404 notFound" in cloud.refusal(
        ACCOUNT_MEMBER, serviceAccountId="none", role="roles/iam.serviceAccountUser", member=ANNA
    )


def test_a_zone_takes_the_roles_of_dns(cloud: Cloud) -> None:
    assert cloud.create(ZONE_MEMBER, managedZone="example-com", role="roles/dns.admin", member=ANNA)
    assert "not supported" in cloud.refusal(
        ZONE_MEMBER, managedZone="example-com", role="roles/storage.admin", member=ANNA
    )


def test_an_api_is_named_by_its_domain(cloud: Cloud) -> None:
    assert "Expected an API such as container.googleapis.com" in cloud.refusal(SERVICE, service="container")


def test_gkes_agent_is_an_account_of_googles(cloud: Cloud) -> None:
    agent = cloud.create("gcp:projects/serviceIdentity:ServiceIdentity", service="container.googleapis.com")

    assert agent["member"].startswith("serviceAccount:service-")
    assert agent["member"].endswith("@container-engine-robot.iam.gserviceaccount.com")
