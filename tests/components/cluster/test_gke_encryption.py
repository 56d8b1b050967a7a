"""The key of a GKE cluster."""

from tests.components.cluster.gke_deployments import made

KEY = "gcp:kms/cryptoKey:CryptoKey"


def test_the_key_is_rotated_every_90_days() -> None:
    assert made().one(KEY).inputs["rotationPeriod"] == "7776000s"


def test_a_key_set_to_be_destroyed_can_be_saved_for_30_days() -> None:
    assert made().one(KEY).inputs["destroyScheduledDuration"] == "2592000s"


def test_the_key_is_where_the_cluster_is() -> None:
    assert made().one("gcp:kms/keyRing:KeyRing").inputs["location"] == "europe-west4"


def test_gkes_own_agent_may_use_the_key_and_nobody_else() -> None:
    (grant,) = made().of("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember")
    agent = made().one("gcp:projects/serviceIdentity:ServiceIdentity")

    assert grant.inputs["role"] == "roles/cloudkms.cryptoKeyEncrypterDecrypter"
    assert grant.inputs["member"] == agent.outputs["member"]
    assert agent.inputs["service"] == "container.googleapis.com"


def test_names_that_google_never_gives_back_are_made_up_anew() -> None:
    for type_ in ("gcp:kms/keyRing:KeyRing", KEY):
        assert "name" not in made().one(type_).inputs
        assert made().one(type_).id.rsplit("/", 1)[-1].startswith("main-key-")
