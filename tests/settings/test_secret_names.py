"""Which names a secret store takes."""

from settings.secret_names import SecretNames


def test_a_reference_is_taken_as_a_whole_or_not_at_all() -> None:
    names = SecretNames(r"[a-z]+", "lower-case letters")

    assert names.take("abc")
    assert not names.take("abc1")
