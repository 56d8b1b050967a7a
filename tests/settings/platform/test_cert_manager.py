"""Certificates."""

import pytest
from pydantic import ValidationError

from settings.platform.cert_manager import CertManager


def test_lets_encrypt_is_told_whom_to_write_to() -> None:
    with pytest.raises(
        ValidationError, match=r"expected acme_email, an e-mail address such as platform@example\.com"
    ):
        CertManager()
    with pytest.raises(ValidationError, match="expected acme_email"):
        CertManager(install="existing")


def test_without_certificates_nobody_is_written_to() -> None:
    assert CertManager(install=False).acme_email is None


def test_issuers_that_another_stack_has_made_need_no_account_of_this_ones() -> None:
    assert CertManager(install="existing", issuers="existing").acme_email is None
    with pytest.raises(
        ValidationError,
        match="expected no acme_email with issuers: existing, whose account is not this stack's",
    ):
        CertManager(install="existing", issuers="existing", acme_email="platform@example.com")


def test_what_is_installed_here_has_no_issuers_yet() -> None:
    with pytest.raises(ValidationError, match="expected issuers: existing only with install: existing"):
        CertManager(issuers="existing")
