"""Prometheus, Alertmanager and Grafana."""

import pytest
from pydantic import ValidationError

from settings.platform.monitoring import Monitoring


@pytest.mark.parametrize("name", ["", "/grafana", "grafana admin"])
def test_what_is_no_secrets_name_is_refused_for_grafanas_administrator(name: str) -> None:
    with pytest.raises(ValidationError, match="grafana_admin"):
        Monitoring(grafana_admin=name)


def test_only_a_grafana_of_ours_needs_the_secret_store() -> None:
    assert set(Monitoring().needs) == {"secrets"}
    assert Monitoring(install=False).needs == {}
    assert Monitoring(install="existing", namespace="observability").needs == {}


def test_scrapes_of_an_existing_prometheus_come_from_somewhere() -> None:
    with pytest.raises(ValidationError, match="expected the namespace that the existing one is in"):
        Monitoring(install="existing")
    with pytest.raises(ValidationError, match="prometheus_pods"):
        Monitoring(prometheus_pods={})
