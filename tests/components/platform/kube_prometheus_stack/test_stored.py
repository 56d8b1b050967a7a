"""What comes from the secret store."""

from components.platform.kube_prometheus_stack.stored import login, stored
from tests.components.platform.given import STORE


def test_a_reference_is_a_whole_secret_or_a_field_of_one_below_the_stacks_prefix() -> None:
    body = stored(STORE, "some", {"whole": "alerts/slack", "field": "alerts/smtp#password"})

    assert [one["remoteRef"] for one in body["data"]] == [
        {"key": "staging/alerts/slack"},
        {"key": "staging/alerts/smtp", "property": "password"},
    ]


def test_a_secret_outlives_its_source_and_is_asked_for_as_often_as_the_store_says() -> None:
    body = stored(STORE, "some", {"key": "alerts/slack"})

    assert body["target"] == {"name": "some", "creationPolicy": "Owner", "deletionPolicy": "Retain"}
    assert body["refreshInterval"] == "60m"


def test_a_login_is_two_fields_of_one_secret() -> None:
    assert login("grafana/admin") == {
        "username": "grafana/admin#username",
        "password": "grafana/admin#password",
    }
