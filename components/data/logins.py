"""The logins of managed databases: a password each, that nobody chooses and nobody needs to see."""

from functools import cached_property

import pulumi

from components.databases import Login

LENGTH = 32
"""Of 62 letters and digits, 190 bits of chance."""
USER = DATABASE = "application"
"""Not a name that a cloud keeps for itself, as admin and postgres are (Security Hub RDS.25)."""
NAME = "databases"


class Logins:
    """Makes the logins of a stack's databases. They are of no cluster: none of them goes with a region."""

    @cached_property
    def _provider(self) -> pulumi.ProviderResource:
        import pulumi_random as random  # like the clouds' SDKs, only where it is needed

        return random.Provider(f"{NAME}-random")

    def __call__(self, database: str) -> Login:
        """Make one. It is made once, and kept in the stack's state, encrypted with the stack's own key."""
        import pulumi_random as random

        made = random.RandomPassword(
            f"{NAME}-{database}",
            length=LENGTH,
            # Letters and digits of each kind are what every cloud asks for; a special one would have to be escaped in a URL.
            special=False,
            min_lower=1,
            min_upper=1,
            min_numeric=1,
            opts=pulumi.ResourceOptions(
                provider=self._provider, additional_secret_outputs=["result", "bcryptHash"]
            ),
        )
        return Login(USER, pulumi.Output.secret(made.result), DATABASE)
