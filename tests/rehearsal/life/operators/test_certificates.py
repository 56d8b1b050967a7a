"""What cert-manager answers."""

from datetime import UTC, datetime, timedelta

from cryptography import x509

from rehearsal.life.operators.certificates import certificate, issuer, self_signed
from tests.rehearsal.life.operators.found import Found, obj

BEGIN = datetime(2026, 11, 21, tzinfo=UTC)
END = BEGIN + timedelta(days=1)
WANTED = obj(
    "Certificate", "web", "here", secretName="web-tls", dnsNames=["web.example.com"], issuerRef={"name": "ours"}
)  # fmt: skip


def test_an_issuer_that_speaks_acme_has_an_account() -> None:
    acme = issuer(
        obj("Issuer", "ours", "here", acme={"server": "https://acme.example.com", "email": "a@example.com"}),
        Found(),
    )

    assert acme.conditions[0].reason == "ACMEAccountRegistered"
    assert acme.status == {
        "acme": {"uri": "https://acme.example.com/acct/1", "lastRegisteredEmail": "a@example.com"}
    }
    assert issuer(obj("Issuer", "own", "here", selfSigned={}), Found()).conditions[0].type == "Ready"


def test_an_issuer_without_a_kind_is_one_of_the_same_namespace() -> None:
    elsewhere = certificate(WANTED, Found(obj("Issuer", "ours", "there", ready=True)))
    waits = certificate(WANTED, Found(obj("Issuer", "ours", "here", ready=False)))
    issued = certificate(WANTED, Found(obj("Issuer", "ours", "here", ready=True)))

    assert elsewhere.conditions[0].message.endswith("Issuer ours not found")
    assert waits.conditions[0].message.endswith("Issuer ours is not ready")
    assert issued.final
    assert issued.status is not None
    assert issued.status["notAfter"] == "2027-02-19T00:00:00Z"


def test_a_secret_that_is_there_stays_as_it_is() -> None:
    there = Found(obj("Issuer", "ours", "here", ready=True), obj("Secret", "web-tls", "here"))

    assert certificate(WANTED, there).makes == ()


def test_a_certificate_names_its_hosts() -> None:
    _, pem = self_signed(["a.example.com", "b.example.com"], BEGIN, END)

    read = x509.load_pem_x509_certificate(pem.encode())
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["a.example.com", "b.example.com"]
