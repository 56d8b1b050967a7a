"""What a live object says about the inputs that it was made from."""

import base64

from rehearsal.providers.kubernetes.drift import said


def test_what_is_the_same_on_the_server_stays_as_it_is_written() -> None:
    inputs = {"spec": {"cpu": "1000m", "replicas": 2}}
    live = {"spec": {"cpu": "1", "replicas": 2, "defaulted": True}, "status": {}}

    assert said(inputs, live, live) == inputs


def test_a_changed_field_shows_and_nothing_beside_it() -> None:
    inputs = {"spec": {"cpu": "1000m", "replicas": 2}}
    live = {"spec": {"cpu": "1", "replicas": 5, "defaulted": True}}
    applied = {"spec": {"cpu": "1", "replicas": 2, "defaulted": True}}

    assert said(inputs, live, applied) == {"spec": {"cpu": "1000m", "replicas": 5}}


def test_a_field_that_was_taken_away_is_missing() -> None:
    inputs = {"metadata": {"labels": {"a": "1", "b": "2"}}}
    live = {"metadata": {"labels": {"a": "1"}}}
    applied = {"metadata": {"labels": {"a": "1", "b": "2"}}}

    assert said(inputs, live, applied) == {"metadata": {"labels": {"a": "1"}}}


def test_lists_are_compared_member_by_member() -> None:
    inputs = {"ports": [{"port": 80}, {"port": 81}]}
    live = {"ports": [{"port": 80, "protocol": "TCP"}, {"port": 82, "protocol": "TCP"}]}
    applied = {"ports": [{"port": 80, "protocol": "TCP"}, {"port": 81, "protocol": "TCP"}]}

    assert said(inputs, live, applied) == {"ports": [{"port": 80}, {"port": 82}]}


def test_a_member_that_was_added_to_a_list_or_taken_from_it_shows() -> None:
    inputs = {"args": ["a"], "ports": [{"port": 80}, {"port": 81}]}
    applied = {"args": ["a"], "ports": [{"port": 80}, {"port": 81}]}
    live = {"args": ["a", "b"], "ports": [{"port": 80}]}

    assert said(inputs, live, applied) == {"args": ["a", "b"], "ports": [{"port": 80}]}


def test_a_field_of_another_shape_is_taken_as_it_is() -> None:
    assert said({"spec": {"a": 1}}, {"spec": "text"}, {"spec": {"a": 1}}) == {"spec": "text"}


def test_the_texts_of_a_secret_are_compared_with_its_data() -> None:
    inputs = {"stringData": {"same": "x", "changed": "old", "gone": "z"}}
    data = {key: base64.b64encode(value.encode()).decode() for key, value in inputs["stringData"].items()}
    live = {"data": {"same": data["same"], "changed": base64.b64encode(b"new").decode()}}

    assert said(inputs, live, {"data": data}) == {"stringData": {"same": "x", "changed": "new"}}


def test_data_that_is_no_text_is_shown_as_it_is_kept() -> None:
    binary = base64.b64encode(bytes([255, 254])).decode()

    found = said({"stringData": {"a": "x"}}, {"data": {"a": binary}}, {"data": {"a": "eA=="}})

    assert found == {"stringData": {"a": binary}}
