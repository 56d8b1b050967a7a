"""Service accounts, the APIs of a project, and members of IAM policies.

Roles: https://cloud.google.com/iam/docs/roles-permissions; a role that is missing is one word here. Conditions:
https://cloud.google.com/iam/docs/conditions-overview. Replacement: every input of a member but none of an account's texts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rehearsal.simulation.gcp.inputs import invalid, one_of
from rehearsal.simulation.gcp.resource import Reference, digest, gcp, number, project, scope
from rehearsal.simulation.inputs import one, texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused, words

ACCOUNT = "gcp:serviceaccount/account:Account"
ACCOUNT_MEMBER = "gcp:serviceaccount/iAMMember:IAMMember"
PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember"
DNS_MEMBER = "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember"
IDENTITY = "gcp:projects/serviceIdentity:ServiceIdentity"
CLUSTER = "gcp:container/cluster:Cluster"
ACCOUNT_ID = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
SERVICE_NAME = re.compile(r"[a-z]+\.googleapis\.com")
EMAIL = r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
MEMBER = re.compile(
    rf"(?:user|group|serviceAccount):{EMAIL}|domain:[a-z0-9.-]+|allUsers|allAuthenticatedUsers|principal(?:Set)?://\S+"
    r"|serviceAccount:[a-z0-9-]+\.svc\.id\.goog\[[a-z0-9-]+/[a-z0-9.-]+\]"
)
POD = re.compile(r"serviceAccount:([a-z0-9-]+)\.svc\.id\.goog\[")
ATTRIBUTE = re.compile(
    r"\b(?:resource\.(?:name|type|service|hasTagKey|matchTag)|request\.(?:time|auth|path))\b"
)

ON_PROJECT = words(
    """
    artifactregistry.reader compute.viewer container.admin container.clusterAdmin container.clusterViewer
    container.defaultNodeServiceAccount container.developer container.viewer dns.admin dns.reader logging.logWriter
    monitoring.metricWriter monitoring.viewer secretmanager.admin secretmanager.secretAccessor secretmanager.viewer
    stackdriver.resourceMetadata.writer storage.objectAdmin storage.objectUser storage.objectViewer viewer
    """
)
ON_ACCOUNT = words("iam.serviceAccountTokenCreator iam.serviceAccountUser iam.workloadIdentityUser")
ON_ZONE = words("dns.admin dns.reader")


def condition(inputs: Properties) -> Iterator[Failure]:
    """A condition has a title of at most 100 characters and an expression that IAM can read: known attributes, closed
    brackets and quotes, a truth value."""
    if inputs.get("condition") is None:
        return
    title, text = one(inputs, "condition.title"), one(inputs, "condition.expression")
    if title is None or (isinstance(title, str) and not 0 < len(title) <= 100):
        yield invalid("condition.title", title, "A condition needs a title of at most 100 characters")
    if text is None:
        yield invalid("condition.expression", text, "A condition needs an expression")
    if isinstance(text, str):
        bare = re.sub(r'"[^"]*"' + r"|'[^']*'", "''", text)
        truth = re.search(r"==|!=|<|>|\.(startsWith|endsWith|extract|has\w+|match\w+)\(|\bin\b", bare)
        if '"' in bare or bare.count("(") != bare.count(")") or not ATTRIBUTE.search(bare) or not truth:
            yield invalid("condition.expression", text, "Invalid expression in condition (badRequest)")


def member_check(inputs: Properties) -> Iterator[Failure]:
    """Members as IAM writes them, and a sound condition."""
    for member in texts(inputs, "member"):
        if not MEMBER.fullmatch(member):
            yield invalid("member", member, "The member has an invalid format (badRequest)")
    yield from condition(inputs)


def bound(roles: frozenset[str]) -> Callable[[Call], None]:
    """The refusal of members of one kind of policy: a role that can be granted there, and a pool for pods.

    Whether an account exists is not asked: people and deployers were there before.
    """

    def refuse(call: Call) -> None:
        role, member = str(call.inputs.get("role")), str(call.inputs.get("member"))
        custom = re.fullmatch(r"(projects|organizations)/[\w.-]+/roles/[\w.]+", role)
        if not custom and (not role.startswith("roles/") or role.removeprefix("roles/") not in roles):
            raise Refused("400 badRequest", f"Role {role} is not supported for this resource")
        pod = POD.match(member)
        if pod and not any(
            _pool(one_) == f"{pod[1]}.svc.id.goog" for one_ in call.world.of(CLUSTER, scope(call.provider))
        ):
            raise Refused("400 badRequest", f"Identity Pool does not exist ({pod[1]}.svc.id.goog)")

    return refuse


def _pool(cluster: Any) -> Any:
    return one(cluster.outputs, "workloadIdentityConfig.workloadPool")


def member(target: str, roles: frozenset[str], reference: Reference | None = None, api: str = "iam") -> Kind:
    """The kind of one member of a policy. target: the input that names what the policy is of."""

    def identify(call: Call) -> str:
        inputs = call.inputs
        title = one(inputs, "condition.title", "")
        where = project(call) if target == "project" else str(inputs.get(target))
        return "/".join(filter(None, (where, str(inputs.get("role")), str(inputs.get("member")), title)))

    return gcp(
        identify,
        lambda call, id_: {"etag": digest(call, "etag", 12)},
        api=api,
        check=member_check,
        refuse=bound(roles),
        references=[reference] if reference else [],
        required=(target, "role", "member"),
        replaces=(target, "role", "member", "condition"),
        shared=True,
    )


def account_check(inputs: Properties) -> Iterator[Failure]:
    """Ids and texts of a service account."""
    for text in texts(inputs, "accountId"):
        if not ACCOUNT_ID.fullmatch(text):
            reason = "Must be 6 to 30 lower-case letters, digits and hyphens, a letter first"
            yield invalid("accountId", text, reason)
    for path, most in (("displayName", 100), ("description", 256)):
        for text in texts(inputs, path):
            if len(text) > most:
                yield invalid(path, text, f"Must have at most {most} characters")


def email(call: Call) -> str:
    """The address of a service account."""
    return f"{call.inputs.get('accountId')}@{project(call)}.iam.gserviceaccount.com"


def account_answer(call: Call, id_: str) -> Properties:
    """The account, known by its address from now on."""
    address = email(call)
    return {
        "email": address,
        "member": f"serviceAccount:{address}",
        "name": id_,
        "uniqueId": str(int(digest(call, "unique", 17), 16)).zfill(21)[:21],
    }


def service_check(inputs: Properties) -> Iterator[Failure]:
    """Services are named by their domain."""
    for text in texts(inputs, "service"):
        if not SERVICE_NAME.fullmatch(text):
            yield invalid("service", text, "Expected an API such as container.googleapis.com")
    yield from one_of(inputs, "deletionPolicy", ("DELETE", "ABANDON", "PREVENT"))


AGENTS = {
    "container.googleapis.com": "container-engine-robot",
    "compute.googleapis.com": "compute-system",
    "sqladmin.googleapis.com": "gcp-sa-cloud-sql",
}


def agent(call: Call, id_: str) -> Properties:
    """The service agent: an account of Google's that acts in the project."""
    service = str(call.inputs.get("service"))
    domain = AGENTS.get(service, f"gcp-sa-{service.partition('.')[0]}")
    address = f"service-{number(project(call))}@{domain}.iam.gserviceaccount.com"
    return {"email": address, "member": f"serviceAccount:{address}"}


KINDS: Mapping[str, Kind] = {
    "gcp:projects/service:Service": gcp(
        lambda call: f"{project(call)}/{call.inputs.get('service')}", lambda call, id_: {},
        check=service_check, required=("service",), replaces=("service", "project"), shared=True,
    ),
    IDENTITY: gcp(
        lambda call: f"projects/{project(call)}/services/{call.inputs.get('service')}", agent,
        check=service_check, required=("service",), replaces=("service", "project"), shared=True,
    ),
    ACCOUNT: gcp(
        lambda call: f"projects/{project(call)}/serviceAccounts/{email(call)}", account_answer,
        api="iam", check=account_check, required=("accountId",), replaces=("accountId", "project"),
    ),
    ACCOUNT_MEMBER: member("serviceAccountId", ON_ACCOUNT, Reference("serviceAccountId", ACCOUNT)),
    PROJECT_MEMBER: member("project", ON_PROJECT, api="cloudresourcemanager"),
    DNS_MEMBER: member("managedZone", ON_ZONE, api="dns"),
}  # fmt: skip
