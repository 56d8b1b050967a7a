"""HashiCorp Vault as the place where secrets are."""

import pytest
from pydantic import ValidationError

from settings.vault import SECRET_NAMES, VaultStore

LEAST = {"server": "https://vault.example.com:8200", "role": "groundwork"}


def test_vault_is_entered_by_the_clusters_own_auth_method() -> None:
    vault = VaultStore.model_validate({**LEAST, "mount": "kubernetes/{cluster}", "path": "kv"})

    assert vault.provider("main") == {
        "vault": {
            "server": "https://vault.example.com:8200",
            "path": "kv",
            "version": "v2",
            "auth": {"kubernetes": {"mountPath": "kubernetes/main", "role": "groundwork"}},
        }
    }


def test_an_authority_of_its_own_is_named_and_never_copied() -> None:
    vault = VaultStore.model_validate({**LEAST, "ca": {"name": "vault-ca", "namespace": "vault"}})

    provider = vault.provider("main")["vault"]
    assert isinstance(provider, dict)
    assert provider["caProvider"] == {
        "type": "ConfigMap",
        "name": "vault-ca",
        "key": "ca.crt",
        "namespace": "vault",
    }


@pytest.mark.parametrize(
    "change",
    [{"server": "http://vault.example.com"}, {"mount": "/kubernetes"}, {"mount": "{name}"}, {"role": "a b"}],
)
def test_an_address_or_a_name_that_vault_would_not_have_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        VaultStore.model_validate({**LEAST, **change})


def test_a_secret_of_vault_is_a_mapping_so_its_field_is_named() -> None:
    assert SECRET_NAMES.take("staging/database#url")
    assert not SECRET_NAMES.take("staging/database")
