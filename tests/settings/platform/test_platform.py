"""The platform's settings as a whole."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings.platform import PlatformSettings

LEAST = {"cert_manager": {"acme_email": "platform@example.com"}, "secrets": {"prefix": "staging/"}}


def settings(**sections: Any) -> PlatformSettings:
    return PlatformSettings.model_validate({**LEAST, **sections})


def test_certificates_are_trusted_ones_and_add_ons_are_redundant_unless_said_otherwise() -> None:
    assert settings().cert_manager.issuer == "letsencrypt-prod"
    assert settings().high_availability
    assert settings().monitoring.replicas == 2


# What a stack must first say something about: where traces go, which metrics applications scale by.
ON_REQUEST = {"telemetry", "prometheus_adapter"}


def test_every_add_on_is_installed_unless_a_stack_says_otherwise() -> None:
    off = {name for name, section in settings().add_ons.items() if not section.installed}

    assert off <= ON_REQUEST


def test_the_sections_of_add_ons_are_found_by_their_names() -> None:
    add_ons = settings(monitoring=False).add_ons

    assert {"cert_manager", "secrets", "ingress", "istio", "monitoring"} <= set(add_ons)
    assert not add_ons["monitoring"].there
    assert "high_availability" not in add_ons


def test_a_whole_add_on_is_switched_off_with_one_word() -> None:
    assert settings(istio=False) == settings(istio={"install": False})
    assert settings(istio=True) == settings()


def test_certificates_and_secrets_have_no_default_because_only_the_stack_knows_whose_they_are() -> None:
    with pytest.raises(ValidationError, match=r"cert_manager\n.*required"):
        PlatformSettings.model_validate({"secrets": {"prefix": "staging/"}})
    with pytest.raises(ValidationError, match=r"secrets\n.*required"):
        PlatformSettings.model_validate({"cert_manager": {"acme_email": "platform@example.com"}})


def shared(**changes: Any) -> PlatformSettings:
    """A platform that another stack has brought."""
    theirs: dict[str, Any] = dict.fromkeys(settings().add_ons, False)
    theirs["cert_manager"] = {"install": "existing", "issuers": "existing"}
    return PlatformSettings.model_validate({**theirs, "shared": True, **changes})


def test_a_platform_of_another_stack_brings_nothing_here() -> None:
    assert not [name for name, section in shared().add_ons.items() if section.installed]
    with pytest.raises(
        ValidationError, match="another stack brings the platform, got install: true of logs, dns"
    ):
        shared(logs=True, dns=True)


def test_a_platform_of_another_stack_has_issuers_that_are_not_made_twice() -> None:
    with pytest.raises(ValidationError, match=r"expected cert_manager\.issuers: existing with shared: true"):
        shared(cert_manager={"install": "existing", "acme_email": "platform@example.com"})
    assert not shared(cert_manager=False).cert_manager.there
