"""Names, labels and APIs of a project."""

import re

from components.cluster.gcp_project import SERVICES, account_id, pool, slug
from tests.components.cluster.gke_deployments import made, plane


def test_an_account_id_is_one_that_google_takes_however_long_the_name() -> None:
    for name in ("a", "main-external-secrets", "main-" + "x" * 60, "main-twenty-characters-"):
        assert re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", account_id("staging", name)), name


def test_two_stacks_and_two_long_names_have_accounts_of_their_own() -> None:
    long = "main-a-name-that-is-cut-off-"

    assert account_id("staging", "main-node") != account_id("production", "main-node")
    assert account_id("staging", f"{long}one") != account_id("staging", f"{long}two")
    assert account_id("staging", "main-node") == account_id("staging", "main-node")


def test_text_becomes_what_a_name_may_hold() -> None:
    assert slug("My.Stack_1") == "my-stack-1"


def test_the_identity_pool_is_the_projects() -> None:
    assert pool("example-staging") == "example-staging.svc.id.goog"


def test_every_service_that_the_cluster_uses_is_switched_on() -> None:
    enabled = {one.inputs["service"] for one in made().of("gcp:projects/service:Service")}

    assert enabled == {f"{service}.googleapis.com" for service in SERVICES}
    assert {"container.googleapis.com", "cloudkms.googleapis.com", "secretmanager.googleapis.com"} <= enabled
    assert plane(made())["project"] == "example-staging"
