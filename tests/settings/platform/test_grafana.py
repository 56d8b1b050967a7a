"""Grafana's section."""

import pytest
from pydantic import ValidationError

from settings.platform.grafana import Database, Grafana


def test_several_replicas_need_a_database() -> None:
    with pytest.raises(ValidationError, match="expected database where replicas is more than 1"):
        Grafana(replicas=2)

    assert (
        Grafana(replicas=2, database=Database(host="db.example.com", login="grafana/database")).replicas == 2
    )


def test_what_goes_to_the_database_is_encrypted_whatever_is_said() -> None:
    with pytest.raises(ValidationError, match="tls"):
        Database.model_validate({"host": "db.example.com", "login": "grafana/database", "tls": "disable"})
