"""Each named scalar takes what it should, and tells a wrong value what it expected."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from settings import types

GOOD: list[tuple[Any, Any]] = [
    (types.DnsName, "app.example.com"),
    (types.DnsLabel, "a" * 63),
    (types.Cidr, "10.20.0.0/16"),
    (types.Quantity, "500m"),
    (types.Quantity, "2Gi"),
    (types.Image, "registry.example.com:5000/team/app:1.4.2"),
    (types.Image, "app@sha256:" + "0" * 64),
    (types.Cron, "0 2 * * *"),
    (types.PortName, "http"),
    (types.EmailAddress, "platform@example.com"),
    (types.HttpPath, "/health/live"),
    (types.EnvName, "SPOKE_REDIS_URL"),
    (types.AbsolutePath, "/var/cache"),
    (types.AwsAccount, "123456789012"),
    (types.IamPrincipal, "arn:aws:iam::123456789012:role/team/platform-admin"),
    (types.KubernetesVersion, "1.35"),
    (types.SecretKey, "spoke/postgres-url#uri"),
    (types.ResponseHeader, "X-Frame-Options"),
]
BAD: list[tuple[Any, Any, str]] = [
    (types.DnsName, "App.example.com", "a DNS name in lower case"),
    (types.DnsName, "localhost", "a DNS name"),
    (types.DnsName, "a..example.com", "a DNS name"),
    (types.DnsLabel, "a" * 64, "a DNS label"),
    (types.DnsLabel, "-a", "a DNS label"),
    (types.Cidr, "10.20.0.5/16", "its network is 10.20.0.0/16"),
    (types.Cidr, "ten", "an IPv4 CIDR block"),
    (types.Quantity, "2 GB", "a Kubernetes quantity"),
    (types.Image, "app", "a pinned image"),
    (types.Image, "app:latest", "a pinned image"),
    (types.Image, "registry.example.com:5000/app", "a pinned image"),
    (types.Image, "app@sha256:12", "64 hexadecimal digits"),
    (types.Image, "app :1", "an image reference"),
    (types.Cron, "daily", "five fields"),
    (types.PortName, "8080", "a port name"),
    (types.PortName, "a-very-long-port-name", "at most 15"),
    (types.EmailAddress, "platform", "an e-mail address"),
    (types.HttpPath, "health", "begins with '/'"),
    (types.EnvName, "1ST", "no digit first"),
    (types.AbsolutePath, "tmp", "an absolute path"),
    (types.AwsAccount, "1234", "the 12 digits"),
    (types.IamPrincipal, "platform-admin", "the ARN of an IAM role"),
    (types.KubernetesVersion, "1.28", '"1.35"'),
    (types.SecretKey, "with space", "a secret's name in the store"),
    (types.ResponseHeader, "X-Powered-By", "'X-Frame-Options'"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_right_value_is_taken_as_it_is(kind: Any, value: Any) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(("kind", "value", "expected"), BAD)
def test_a_wrong_value_is_told_what_was_expected(kind: Any, value: Any, expected: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)

    assert expected in str(error.value)


def test_numbers_that_yaml_made_of_versions_and_quantities_are_text_again() -> None:
    assert TypeAdapter(types.KubernetesVersion).validate_python(1.35) == "1.35"
    assert TypeAdapter(types.Quantity).validate_python(2) == "2"


def test_true_is_no_quantity() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(types.Quantity).validate_python(True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500m", Decimal("0.5")),
        ("2", Decimal(2)),
        ("1Gi", Decimal(2**30)),
        ("1G", Decimal(10**9)),
        ("1.5Ki", Decimal(1536)),
    ],
)
def test_a_quantity_is_the_number_it_stands_for(text: str, number: Decimal) -> None:
    assert types.quantity(text) == number


def test_a_quantity_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a Kubernetes quantity such as 500m"):
        types.quantity("much")


def test_a_model_is_frozen_and_refuses_unknown_keys() -> None:
    class Sample(types.Model):
        size: int

    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Sample.model_validate({"size": 1, "siez": 2})
    with pytest.raises(ValidationError, match="frozen"):
        Sample(size=1).size = 2
