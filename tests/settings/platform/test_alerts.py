"""Whom Alertmanager tells of what."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.load import SettingsError
from settings.platform.alerts import Alerts
from tests.settings.stack import stack

SLACK = {"channel": "#alerts", "url": "alerts/slack"}


def test_only_ways_that_are_set_may_be_routes() -> None:
    with pytest.raises(ValidationError, match="routes to name only ways that are set, got email, pagerduty"):
        Alerts.model_validate({"slack": SLACK, "routes": {"critical": ["pagerduty", "slack", "email"]}})


def test_a_severity_without_a_route_goes_the_first_way_that_is_set() -> None:
    alerts = Alerts.model_validate({"slack": SLACK})

    assert [alerts.ways(severity) for severity in ("critical", "warning", "info")] == [
        ("slack",),
        ("slack",),
        (),
    ]


def test_a_route_says_all_the_ways_of_its_severity() -> None:
    alerts = Alerts.model_validate({"slack": SLACK, "routes": {"critical": [], "info": ["slack"]}})

    assert alerts.ways("critical") == ()
    assert alerts.ways("info") == ("slack",)


@pytest.mark.parametrize(
    "section",
    [
        {"slack": {"channel": "alerts", "url": "alerts/slack"}},
        {"slack": {"channel": "#alerts", "url": "https://hooks.example.com/services/abc"}},
        {"watchdog": "https://watch.example.com/abc"},
        {"email": {"to": "somebody"}},
    ],
)
def test_a_way_that_is_none_is_refused(section: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Alerts.model_validate(section)


def test_a_secret_of_vault_is_named_with_its_field() -> None:
    with pytest.raises(SettingsError, match=r"platform\.monitoring\.alerts\.watchdog.*NAME#FIELD"):
        stack(
            {
                "secrets": {
                    "prefix": "staging/",
                    "vault": {"server": "https://vault.example.com:8200", "role": "groundwork"},
                },
                "monitoring": {"alerts": {"watchdog": "alerts/watchdog"}},
            }
        )
