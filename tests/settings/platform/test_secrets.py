"""External Secrets."""

import pytest
from pydantic import ValidationError

from settings.platform.secrets import Secrets


@pytest.mark.parametrize("prefix", ["", "/", "-", "staging", "../", "a//"])
def test_a_prefix_that_would_open_other_secrets_is_refused(prefix: str) -> None:
    with pytest.raises(ValidationError, match="prefix"):
        Secrets(prefix=prefix)


def test_a_prefix_is_needed_only_where_secrets_are_read() -> None:
    assert Secrets(install=False).prefix == ""
    with pytest.raises(ValidationError, match="expected prefix, such as staging/, unless install is false"):
        Secrets()


def test_an_existing_operator_is_used_through_a_store_that_exists() -> None:
    assert Secrets(install="existing", prefix="staging/", store="theirs").store == "theirs"
    with pytest.raises(
        ValidationError, match="expected store, the name of a ClusterSecretStore, exactly when"
    ):
        Secrets(install="existing", prefix="staging/")
    with pytest.raises(ValidationError, match="exactly when install is existing"):
        Secrets(prefix="staging/", store="mine")
