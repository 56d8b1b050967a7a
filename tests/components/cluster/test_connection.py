"""A kubeconfig for any cloud, and the provider that speaks through it."""

from components.cluster.connection import kubeconfig

PLUGIN = {"command": "get-token", "args": ["--for", "main"], "installHint": "https://example.com/get-token"}


def test_every_context_cluster_and_user_has_the_clusters_name() -> None:
    config = kubeconfig("main", "https://api.example.com", "Q0E=", PLUGIN)
    assert config["current-context"] == "main"
    assert config["contexts"] == [{"name": "main", "context": {"cluster": "main", "user": "main"}}]
    assert [entry["name"] for entry in (*config["clusters"], *config["users"])] == ["main", "main"]


def test_the_token_comes_from_the_clouds_plugin_which_never_asks_a_person() -> None:
    (user,) = kubeconfig("main", "https://api.example.com", "Q0E=", PLUGIN)["users"]
    assert user["user"] == {
        "exec": {"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never", **PLUGIN}
    }


def test_a_server_that_every_client_trusts_needs_no_authority() -> None:
    (cluster,) = kubeconfig("main", "https://api.example.com", None, PLUGIN)["clusters"]
    assert cluster["cluster"] == {"server": "https://api.example.com"}
