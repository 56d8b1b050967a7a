"""The logins of managed databases."""

from components.data.logins import LENGTH, Logins
from tests.components.cluster.deployments import NO_DEFAULT_PROVIDERS
from tests.recorded import Recording, deploy

PASSWORD = "random:index/randomPassword:RandomPassword"


def two() -> Recording:
    """Two logins of one stack."""

    def build() -> None:
        logins = Logins()
        for name in ("shop", "bills"):
            logins(name)

    return deploy(build, NO_DEFAULT_PROVIDERS)


def test_a_password_is_as_long_as_nobody_guesses_and_needs_no_escape_in_a_url() -> None:
    for made in two().of(PASSWORD):
        assert len(made.outputs["result"]) == LENGTH
        assert made.outputs["result"].isalnum()
        assert (made.inputs["minLower"], made.inputs["minUpper"], made.inputs["minNumeric"]) == (1, 1, 1)


def test_each_database_has_its_own_and_one_provider_makes_them() -> None:
    shop, bills = two().of(PASSWORD)

    assert shop.outputs["result"] != bills.outputs["result"]
    assert shop.provider == bills.provider
    assert [one.name for one in two().of("pulumi:providers:random")] == ["databases-random"]


def test_the_engine_is_told_what_is_secret() -> None:
    assert {"result", "bcryptHash"} <= set(two().one(PASSWORD, "databases-shop").secret_outputs)
