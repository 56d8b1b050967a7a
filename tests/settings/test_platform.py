"""The platform's settings."""

import pytest
from pydantic import ValidationError

from settings.platform import Monitoring, PlatformSettings, Secrets, Telemetry


def test_certificates_are_trusted_ones_and_add_ons_are_redundant_unless_said_otherwise() -> None:
    settings = PlatformSettings(acme_email="platform@example.com", secrets=Secrets(prefix="staging/"))

    assert settings.issuer == "letsencrypt-prod"
    assert settings.high_availability
    assert settings.monitoring.replicas == 2


@pytest.mark.parametrize("prefix", ["", "/", "-", "staging", "../", "a//"])
def test_a_prefix_that_would_open_other_secrets_is_refused(prefix: str) -> None:
    with pytest.raises(ValidationError, match="prefix"):
        Secrets(prefix=prefix)


def test_a_collector_is_named_in_full_so_that_its_namespace_is_known() -> None:
    assert Telemetry(host="otel-collector.observability.svc.cluster.local").namespace == "observability"
    with pytest.raises(ValidationError, match=r"otel-collector\.observability\.svc\.cluster\.local"):
        Telemetry(host="otel-collector")


@pytest.mark.parametrize("name", ["", "/grafana", "grafana admin"])
def test_what_is_no_secrets_name_is_refused_for_grafanas_administrator(name: str) -> None:
    with pytest.raises(ValidationError, match="grafana_admin"):
        Monitoring(grafana_admin=name)
