"""What an API server and its clients prove themselves with: an authority of their own, made anew for each plane."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from rehearsal.control_plane.access import Access

VALID = timedelta(days=2)
"""Longer than any rehearsal runs, and no longer."""
ADMINISTRATORS = "system:masters"
"""The group that an API server lets do everything, beside RBAC's rules (pkg/registry/rbac/rest of k8s.io/kubernetes)."""
CLIENTS = {
    "admin": ("groundwork-rehearsal", ADMINISTRATORS),
    "kwok": ("kwok", ADMINISTRATORS),
    "kube-controller-manager": ("system:kube-controller-manager", ""),
    "kube-scheduler": ("system:kube-scheduler", ""),
}
"""File name -> the user and the group that its certificate stands for."""
FRONT_PROXY = "front-proxy-client"
"""As whom the API server calls the extension API servers behind it."""
SERVER_NAMES = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc")
SERVER_ADDRESSES = ("127.0.0.1",)

Key = ec.EllipticCurvePrivateKey


class Authority:
    """A certificate authority whose certificate and key are `NAME.crt` and `NAME.key` in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._key = folder, _key()
        self._subject = _name(f"groundwork-rehearsal-{name}", "")
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        certificate = (
            _builder(self._subject, self._subject, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        _write(folder / name, certificate, self._key)

    def server(self, name: str) -> None:
        """A certificate for whoever serves on loopback."""
        names: list[x509.GeneralName] = [x509.DNSName(each) for each in SERVER_NAMES]
        names += [x509.IPAddress(ip_address(each)) for each in SERVER_ADDRESSES]
        self._issue(
            name, _name(name, ""), ExtendedKeyUsageOID.SERVER_AUTH, x509.SubjectAlternativeName(names)
        )

    def client(self, name: str, user: str, group: str = "") -> None:
        """A certificate for a user of the API, as a member of a group where one is named."""
        self._issue(name, _name(user, group), ExtendedKeyUsageOID.CLIENT_AUTH)

    def _issue(
        self,
        name: str,
        subject: x509.Name,
        usage: x509.ObjectIdentifier,
        names: x509.SubjectAlternativeName | None = None,
    ) -> None:
        key = _key()
        builder = (
            _builder(subject, self._subject, key)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if names is not None:
            builder = builder.add_extension(names, critical=False)
        _write(self._folder / name, builder.sign(self._key, hashes.SHA256()), key)


def issue(folder: Path, port: int) -> Access:
    """Make all of one plane's certificates and keys in an empty folder of its owner's; how to reach it on that port.

    Files: ca, front-proxy-ca, server, front-proxy, and one for each of CLIENTS, as .crt and .key in PEM; and
    service-account.key, with which the API server signs the tokens of service accounts.
    """
    authority = Authority(folder, "ca")
    authority.server("server")
    for name, (user, group) in CLIENTS.items():
        authority.client(name, user, group)
    # An authority of its own: whoever has a certificate of this one may say in a header who they are.
    Authority(folder, "front-proxy-ca").client("front-proxy", FRONT_PROXY)
    _write_private(folder / "service-account.key", _key())
    return Access(
        f"https://127.0.0.1:{port}",
        str(folder / "ca.crt"),
        str(folder / "admin.crt"),
        str(folder / "admin.key"),
    )


def _key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str, organization: str) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organization:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(attributes)


def _builder(subject: x509.Name, issuer: x509.Name, key: Key) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a clock may be set back meanwhile
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _write(stem: Path, certificate: x509.Certificate, key: Key) -> None:
    stem.with_name(f"{stem.name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    _write_private(stem.with_name(f"{stem.name}.key"), key)


def _write_private(file: Path, key: Key) -> None:
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
