"""Who may speak for whom: the certificates of one plane."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from rehearsal.control_plane.certificates import CLIENTS, issue


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("certificates")
    issue(made, 6443)
    return made


def certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())


def named(subject: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(attribute.value) for attribute in subject.get_attributes_for_oid(oid)]


def test_the_administrator_is_told_where_the_server_is_and_how_to_know_it(tmp_path: Path) -> None:
    access = issue(tmp_path, 1234)

    assert access.server == "https://127.0.0.1:1234"
    assert all(Path(file).is_file() for file in (access.authority, access.certificate, access.key))


@pytest.mark.parametrize("name", ["server", *CLIENTS])
def test_the_planes_authority_signed_it_and_may_sign_no_authority(folder: Path, name: str) -> None:
    authority, issued = certificate(folder, "ca"), certificate(folder, name)

    issued.verify_directly_issued_by(authority)
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert not issued.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_only_the_administrator_and_kwok_may_do_everything(folder: Path) -> None:
    groups = {name: named(certificate(folder, name).subject, NameOID.ORGANIZATION_NAME) for name in CLIENTS}

    assert {name for name, found in groups.items() if "system:masters" in found} == {"admin", "kwok"}
    scheduler = certificate(folder, "kube-scheduler").subject
    assert named(scheduler, NameOID.COMMON_NAME) == ["system:kube-scheduler"]


def test_the_server_is_known_on_loopback_and_no_client_can_serve(folder: Path) -> None:
    server = certificate(folder, "server").extensions
    names = server.get_extension_for_class(x509.SubjectAlternativeName).value

    assert names.get_values_for_type(x509.IPAddress) == [ip_address("127.0.0.1")]
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert list(server.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]
    admin = certificate(folder, "admin").extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert list(admin.value) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def test_who_may_claim_an_identity_in_a_header_has_another_authority(folder: Path) -> None:
    proxy = certificate(folder, "front-proxy")

    proxy.verify_directly_issued_by(certificate(folder, "front-proxy-ca"))
    with pytest.raises(ValueError, match="Issuer"):
        proxy.verify_directly_issued_by(certificate(folder, "ca"))


def test_two_planes_have_nothing_in_common(folder: Path, tmp_path: Path) -> None:
    issue(tmp_path, 6443)

    with pytest.raises(InvalidSignature):
        certificate(tmp_path, "admin").verify_directly_issued_by(certificate(folder, "ca"))


def test_nobody_else_may_read_a_key_and_nothing_outlives_the_rehearsal_by_much(folder: Path) -> None:
    keys = list(folder.glob("*.key"))

    assert len(keys) == len(CLIENTS) + 5
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert certificate(folder, "ca").not_valid_after_utc < datetime.now(UTC) + timedelta(days=3)
