"""A stack's configuration: every mistake at once, each with its path, what was given and what is expected."""

import copy
import json
from typing import Any

import pulumi
import pytest
from pulumi.runtime import config as runtime_config

from settings.agreement import lacking
from settings.application import ApplicationSettings
from settings.clusters.existing import ExistingCluster
from settings.load import Settings, SettingsError, load, parse
from settings.types import Model, SecretKey
from settings.workload import LoadBalancer, Probes, Resources, WorkloadSpec

CLUSTER = {
    "cloud": "eks",
    "region": "us-east-1",
    "account": "123456789012",
    "network": {"cidr": "10.20.0.0/16"},
    "admins": ["arn:aws:iam::123456789012:role/platform-admin"],
    "node_pools": {"system": {}},
}
CONFIG: dict[str, Any] = {
    "clusters": {"main": CLUSTER},
    "platform": {"cert_manager": {"acme_email": "platform@example.com"}, "secrets": {"prefix": "staging/"}},
    "applications": {
        "app": {
            "image": "registry.example.com/app:1.0.0",
            "host": "app.example.com",
            "secrets": {"database_url": "app/database-url"},
        }
    },
}


class AppSecrets(Model):
    database_url: SecretKey


class App(ApplicationSettings):
    secrets: AppSecrets
    port: str = "http"

    def workloads(self) -> tuple[WorkloadSpec, ...]:
        return (
            WorkloadSpec(
                name="app",
                namespace="team",
                image=self.image,
                ports={"http": 8080},
                resources=Resources(cpu="100m", memory="128Mi", cpu_limit="500m", memory_limit="512Mi"),
                probes=Probes(port=self.port, liveness="/", readiness="/"),
                scale=self.scale,
            ),
        )


SECRET_WORDS = (
    "a secret's name in the store such as spoke/postgres-url, or spoke/database#url for a field of it"
)
CATALOGUE = {"app": App, "app-two": App}


def changed(path: str, value: object) -> dict[str, Any]:
    config = copy.deepcopy(CONFIG)
    *parents, last = path.split(".")
    section = config
    for parent in parents:
        section = section[parent]
    section[last] = value
    return config


def mistakes(config: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as error:
        parse(config, CATALOGUE)
    return [line.strip() for line in str(error.value).splitlines()[1:]]


def test_a_right_configuration_becomes_settings() -> None:
    settings = parse(CONFIG, CATALOGUE)

    assert isinstance(settings, Settings)
    assert settings.clusters["main"].blocks == ("10.20.0.0/16",)
    assert isinstance(settings.applications["app"], App)


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (
            "clusters.main.cloud",
            "ecs",
            "clusters.main.cloud: expected one of 'eks', 'gke', 'aks', 'existing', got 'ecs'",
        ),
        ("clusters.main.regoin", "x", "clusters.main.regoin is not known here; did you mean region?"),
        (
            "clusters.main.network.cidr",
            "10.20.0.0/33",
            "clusters.main.network.cidr: expected an IPv4 CIDR block such as 10.20.0.0/16, got '10.20.0.0/33'",
        ),
        (
            "clusters.main.node_pools.system",
            {"min": 9, "max": 3},
            "clusters.main.node_pools.system: expected min to be at most max, got min 9 and max 3: lower min or raise max",
        ),
        (
            "applications.app.host",
            "my_app",
            "applications.app.host: expected a DNS name in lower case (RFC 1123), for example app.example.com, got 'my_app'",
        ),
        (
            "applications.app.secrets",
            {},
            f"applications.app.secrets.database_url is missing, expected {SECRET_WORDS}",
        ),
        ("applications.ap", {}, "applications.ap is not known here; did you mean app?"),
        ("aplications", {}, "aplications is not known here; did you mean applications?"),
        (
            "quux",
            {},
            "quux is not known here; expected one of applications, charts, clusters, data, global_dns, platform",
        ),
        (
            "platform.secrets",
            None,
            "platform.secrets: expected true, false, existing or a section of settings, got None",
        ),
        (
            "applications",
            ["app"],
            "applications: expected a mapping of application name to its settings, got ['app']",
        ),
        ("clusters", {}, "clusters is empty, expected at least one cluster, for example clusters.main"),
        (
            "applications.app.clusters",
            ["mian"],
            "applications.app.clusters: expected clusters of this stack (main), got 'mian'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_path_what_is_expected_and_what_was_given(
    path: str, value: object, line: str
) -> None:
    assert mistakes(changed(path, value)) == [line]


def test_a_missing_section_says_where_to_see_one() -> None:
    config = {name: section for name, section in CONFIG.items() if name != "platform"}

    assert mistakes(config) == [
        "platform is missing, expected a section of that name: see Pulumi.staging.yaml for a complete one"
    ]


def test_overlapping_networks_are_refused_with_both_blocks() -> None:
    config = changed("clusters.other", {**CLUSTER, "network": {"cidr": "10.20.128.0/17"}})

    (mistake,) = mistakes(config)
    assert mistake == (
        "clusters.other.network: expected blocks that overlap no other in the stack, got 10.20.128.0/17, which overlaps "
        "10.20.0.0/16 of clusters.main; networks that overlap can never be joined"
    )


def test_one_host_for_two_applications_is_refused() -> None:
    config = changed("applications.app-two", CONFIG["applications"]["app"])

    assert (
        "applications.app-two.host: expected a host of its own, got 'app.example.com', which applications.app has"
        in mistakes(config)
    )


EXISTING = {
    "cloud": "existing",
    "context": "kind-groundwork",
    "secrets": {"kubernetes": {"namespace": "groundwork-secrets"}},
}


def test_a_secret_whose_name_the_clusters_store_does_not_take_is_refused() -> None:
    (line,) = mistakes(changed("clusters.main", EXISTING))

    assert line == (
        "platform.monitoring.grafana_admin: the secret staging/grafana/admin#username (with platform.secrets.prefix in "
        "front), expected for the store of clusters.main: NAME#KEY, where a Kubernetes Secret's NAME has lower-case "
        "letters, digits, - and ."
    )


def test_an_application_that_needs_a_bucket_is_refused_on_a_cluster_that_has_none() -> None:
    config = copy.deepcopy(CONFIG)
    config["clusters"]["laptop"] = EXISTING
    config["platform"] = {
        "cert_manager": {"acme_email": "platform@example.com"},
        "secrets": {"prefix": "staging-"},
        "monitoring": {"grafana_admin": "grafana-admin"},
    }

    class Storing(App):
        def workloads(self) -> tuple[WorkloadSpec, ...]:
            (spec,) = super().workloads()
            return (spec.model_copy(update={"buckets": {"APP_BUCKET": "storage"}}),)

    with pytest.raises(SettingsError) as refused:
        parse(config, {"app": Storing})

    assert str(refused.value).splitlines()[1].strip() == (
        "applications.app: expected clusters with a bucket to give, got 'laptop': it is an existing cluster, without a "
        "cloud to make buckets in; leave the application out, or place it on a cluster of a cloud"
    )


def test_an_internal_load_balancer_is_refused_where_nobody_says_how_it_is_made() -> None:
    class Balanced(App):
        def workloads(self) -> tuple[WorkloadSpec, ...]:
            (spec,) = super().workloads()
            own = LoadBalancer(ports=tuple(spec.ports)[:1], allow_from=("10.0.0.0/8",), internal=True)
            return (spec.model_copy(update={"load_balancer": own}),)

    def told(**laptop: Any) -> list[str]:
        clusters = {"laptop": ExistingCluster.model_validate({**EXISTING, **laptop})}
        return list(lacking("app", Balanced.model_validate(CONFIG["applications"]["app"]), clusters))

    (line,) = told()
    assert line == (
        "applications.app: expected clusters with a private load balancer to give, got 'laptop': it is an existing cluster, "
        "and its internal_load_balancer_annotations do not say how it makes one; without them the load balancer would be "
        "everybody's"
    )
    assert told(internal_load_balancer_annotations={"example.com/pool": "private"}) == []


def test_all_mistakes_are_told_at_once() -> None:
    config = changed("clusters.main.network.cidr", "nonsense")
    config["applications"]["app"]["host"] = "x"
    config["platform"]["cert_manager"]["acme_email"] = "x"

    assert len(mistakes(config)) == 3


def test_the_first_line_says_how_many_and_that_nothing_was_changed() -> None:
    with pytest.raises(
        SettingsError, match=r"^1 setting is wrong; nothing was changed\. Correct the stack file"
    ):
        parse(changed("platform.cert_manager.acme_email", "x"), CATALOGUE)


def test_a_secret_in_a_section_is_refused_without_showing_it() -> None:
    lines = mistakes(changed("applications.app.secrets.database_url", {"secure": "v1:ciphertext"}))

    assert any(
        line.startswith("applications.app.secrets.database_url is encrypted in the stack file")
        for line in lines
    )


def test_the_running_stack_is_read_from_pulumis_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi.runtime.settings, "get_project", lambda: "groundwork")
    monkeypatch.setattr(pulumi.config, "get_project", lambda: "groundwork", raising=False)
    runtime_config.set_all_config(
        {f"groundwork:{name}": json.dumps(section) for name, section in CONFIG.items()}, []
    )

    assert load(CATALOGUE).platform.cert_manager.acme_email == "platform@example.com"


def test_an_encrypted_section_of_the_running_stack_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulumi.config, "get_project", lambda: "groundwork", raising=False)
    runtime_config.set_all_config({"groundwork:platform": "canary-value"}, ["groundwork:platform"])

    with pytest.raises(SettingsError) as error:
        load(CATALOGUE)

    assert "platform is encrypted in the stack file" in str(error.value)
    assert "canary-value" not in str(error.value)


def test_the_pulumi_clis_way_of_handing_configuration_over_is_read_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its language host puts everything into two environment variables (sdk/python/cmd/pulumi-language-python)."""
    monkeypatch.setattr(pulumi.config, "get_project", lambda: "groundwork", raising=False)
    runtime_config.set_all_config({}, [])
    given = {f"groundwork:{name}": json.dumps(section) for name, section in CONFIG.items()}
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({**given, "aws:profile": "other"}))

    assert load(CATALOGUE).applications["app"].host == "app.example.com"

    monkeypatch.setenv("PULUMI_CONFIG_SECRET_KEYS", json.dumps(["groundwork:clusters"]))
    with pytest.raises(SettingsError, match="clusters is encrypted in the stack file"):
        load(CATALOGUE)
