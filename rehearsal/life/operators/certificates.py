"""cert-manager: issuers register, and a certificate is issued once its issuer is ready. No challenge is answered, none is asked.

https://cert-manager.io/docs/usage/certificate/. The certificate is a real one that signs itself, so that whoever reads it can.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from rehearsal.life.operators.answers import Answer, Condition, Find, Object, is_true, not_yet

GROUP = "cert-manager.io/v1"
DAYS = 90
"""How long a certificate of Let's Encrypt is valid."""


def issuer(obj: Object, find: Find) -> Answer:
    """Registered at once; of one that speaks ACME, with the account's address."""
    acme = obj["spec"].get("acme")
    if not acme:
        return Answer((Condition("Ready", "IsReady"),))
    registered = Condition(
        "Ready", "ACMEAccountRegistered", "The ACME account was registered with the ACME server"
    )
    return Answer(
        (registered,),
        {"acme": {"uri": f"{acme['server']}/acct/1", "lastRegisteredEmail": acme.get("email", "")}},
    )


def certificate(obj: Object, find: Find) -> Answer:
    """Issued: a Secret with the key, once the issuer is there and ready."""
    namespace, named = obj["metadata"]["namespace"], obj["spec"]["issuerRef"]
    kind = named.get("kind", "Issuer")
    found = find(GROUP, kind, named["name"], "" if kind == "ClusterIssuer" else namespace)
    if found is None or not is_true(found, "Ready"):
        state = "not found" if found is None else "is not ready"
        return not_yet(
            "DoesNotExist", f"Issuing certificate as Secret does not exist; {kind} {named['name']} {state}"
        )
    issued = Condition("Ready", "Ready", "Certificate is up to date and has not expired")
    begin = datetime.fromisoformat(obj["metadata"]["creationTimestamp"])
    end = begin + timedelta(days=DAYS)
    renewal = end - timedelta(days=DAYS) / 3
    times = {"notBefore": _text(begin), "notAfter": _text(end), "renewalTime": _text(renewal), "revision": 1}
    secret = find("v1", "Secret", obj["spec"]["secretName"], namespace)
    return Answer((issued,), times, () if secret else (_secret(obj, begin, end),))


def _secret(obj: Object, begin: datetime, end: datetime) -> Object:
    names = [
        str(name) for name in obj["spec"].get("dnsNames") or [obj["spec"].get("commonName", "localhost")]
    ]
    key, pem = self_signed(names, begin, end)
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "kubernetes.io/tls",
        "metadata": {
            "name": obj["spec"]["secretName"],
            "namespace": obj["metadata"]["namespace"],
            "annotations": {"cert-manager.io/certificate-name": obj["metadata"]["name"]},
        },
        "stringData": {"tls.key": key, "tls.crt": pem, "ca.crt": pem},
    }


def self_signed(names: list[str], begin: datetime, end: datetime) -> tuple[str, str]:
    """A key and a certificate for these DNS names, both as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    builder: Any = x509.CertificateBuilder(
        subject,
        subject,
        key.public_key(),
        x509.random_serial_number(),
        begin.astimezone(UTC),
        end.astimezone(UTC),
    )
    builder = builder.add_extension(
        x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
    )
    made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
        key, hashes.SHA256()
    )
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return text.decode(), made.public_bytes(serialization.Encoding.PEM).decode()


def _text(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
