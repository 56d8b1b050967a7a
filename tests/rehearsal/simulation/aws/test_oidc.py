"""OpenID Connect providers."""

from typing import Any

import pytest

from tests.rehearsal.simulation.aws.cloud import Cloud

OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
ISSUER = "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC"


def test_the_issuer_names_the_provider(cloud: Cloud) -> None:
    made = cloud.create(OIDC, url=ISSUER, clientIdLists=["sts.amazonaws.com"])

    assert made["arn"] == f"arn:aws:iam::123456789012:oidc-provider/{ISSUER.removeprefix('https://')}"
    assert made["url"] == ISSUER.removeprefix("https://")


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({"url": ISSUER.replace("https", "http")}, "is not an https URL"),
        ({"url": ISSUER + "?x=1"}, "is not an https URL"),
        ({"clientIdLists": []}, "at least one client id is needed"),
        ({"thumbprintLists": ["abc"]}, "'abc' is not a SHA-1 thumbprint"),
    ],
)
def test_a_provider_that_amazon_refuses(cloud: Cloud, inputs: dict[str, Any], text: str) -> None:
    assert text in cloud.refusal(OIDC, **{"url": ISSUER, "clientIdLists": ["sts.amazonaws.com"], **inputs})


def test_an_issuer_has_one_provider(cloud: Cloud) -> None:
    cloud.create(OIDC, url=ISSUER, clientIdLists=["sts.amazonaws.com"])

    assert "EntityAlreadyExists" in cloud.refusal(OIDC, url=ISSUER, clientIdLists=["sts.amazonaws.com"])
