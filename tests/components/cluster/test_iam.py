"""Roles and policy documents."""

from components.cluster.iam import document, service_trust
from tests.components.cluster.deployments import deployed
from tests.components.cluster.outputs import read
from tests.recorded import Recording


def test_a_service_is_trusted_under_its_condition_only() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "123456789012"}}

    assert service_trust("eks.amazonaws.com", condition)["Condition"] == condition
    assert "Condition" not in service_trust("eks.amazonaws.com")


def test_a_document_is_of_the_current_policy_version() -> None:
    assert read(lambda: document([service_trust("eks.amazonaws.com")])) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }


def test_a_role_of_a_long_name_still_fits_into_the_64_characters_of_iam() -> None:
    recording: Recording = deployed(
        admins=["arn:aws:iam::123456789012:role/admin"], node_pools={"system": {}, "p" * 60: {}}
    )

    assert max(len(one.outputs["name"]) for one in recording.of("aws:iam/role:Role")) <= 64
