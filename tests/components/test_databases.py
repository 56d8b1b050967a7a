"""What is handed on of a managed database."""

import pulumi

from components.databases import Login
from tests.components.cluster.deployments import Seen
from tests.recorded import deploy


def test_a_connection_string_is_one_secret_and_asks_for_encryption() -> None:
    def build() -> None:
        login = Login("application", pulumi.Output.from_input("Placeholder1"), "shop")
        Seen({"url": login.connection_string("db.example.com")})

    seen = deploy(build).one(Seen.TYPE)

    assert (
        seen.outputs["url"]
        == "postgresql://application:Placeholder1@db.example.com:5432/shop?sslmode=require"
    )
