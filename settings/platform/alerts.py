"""Whom Alertmanager tells of what."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from settings.types import DnsName, EmailAddress, Model, Port, SecretKey

Severity = Literal["critical", "warning", "info"]
Channel = Literal["pagerduty", "slack", "email"]
_PREFERRED: Mapping[Severity, tuple[Channel, ...]] = {
    "critical": ("pagerduty", "slack", "email"),
    "warning": ("slack", "email"),
    "info": ("email",),
}
"""Severity -> where it goes, the first of those that are set."""


class PagerDuty(Model):
    """key: where the integration key (Events API v2) is in the secret store, after the stack's prefix."""

    key: SecretKey


class Slack(Model):
    """channel: with its #. url: where the address of the incoming webhook is in the secret store, after the stack's prefix."""

    channel: Annotated[str, StringConstraints(pattern=r"^[#@]\S{1,80}$")]
    url: SecretKey


class Email(Model):
    """to, sender: addresses. host, port: of a server that takes mail with STARTTLS (RFC 6409), or on port 465 over TLS from the
    start (RFC 8314). username; password: where it is in the secret store, after the stack's prefix."""

    to: EmailAddress
    sender: EmailAddress
    host: DnsName
    port: Port = 587
    username: str = Field(min_length=1, max_length=320)
    password: SecretKey


class Alerts(Model):
    """pagerduty, slack, email: ways to tell somebody; without any, alerts are only seen in Alertmanager and Grafana.

    routes: severity -> ways; by default critical goes to PagerDuty, else Slack, else e-mail, warning to Slack, else e-mail, and
    info to e-mail, else nowhere. watchdog: where the address is, in the secret store, of a
    service that raises an alarm when it is not called for some minutes: nothing else tells that monitoring itself is down.
    """

    pagerduty: PagerDuty | None = None
    slack: Slack | None = None
    email: Email | None = None
    watchdog: SecretKey | None = None
    routes: dict[Severity, tuple[Channel, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _reached(self) -> "Alerts":
        missing = {
            channel for ways in self.routes.values() for channel in ways if getattr(self, channel) is None
        }
        if missing:
            raise ValueError(
                f"expected routes to name only ways that are set, got {', '.join(sorted(missing))}"
            )
        return self

    def ways(self, severity: Severity) -> tuple[Channel, ...]:
        """Where alerts of one severity go; nowhere, where it is empty."""
        if severity in self.routes:
            return self.routes[severity]
        return tuple(channel for channel in _PREFERRED[severity] if getattr(self, channel))[:1]

    @property
    def secrets(self) -> Mapping[str, str]:
        """What is read from the store: a name for it -> its name there."""
        found = {
            "pagerduty": self.pagerduty and self.pagerduty.key,
            "slack": self.slack and self.slack.url,
            "email": self.email and self.email.password,
            "watchdog": self.watchdog,
        }
        return {name: key for name, key in found.items() if key}


SEVERITIES: tuple[Severity, ...] = get_args(Severity)
