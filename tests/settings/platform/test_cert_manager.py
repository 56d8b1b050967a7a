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
