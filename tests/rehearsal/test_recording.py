"""Recording a program: what it registers, in isolation, and what it raises."""

import asyncio
import gc

import pulumi
import pulumi_kubernetes as k8s
import pytest

from rehearsal.recording import record, texts
from rehearsal.simulation.kinds import Refused
from tests.recorded import Recording, deploy
from tests.rehearsal.programs import CONFIG_MAP, SECRET, Group, cluster, config_map

CANARY = "canary-5f3c"


def test_everything_about_a_resource_is_recorded() -> None:
    def build() -> None:
        first = config_map("first", provider=cluster())
        config_map(
            "second",
            provider=cluster("other"),
            depends_on=[first],
            protect=True,
            retain_on_delete=True,
            ignore_changes=["data.size"],
            replace_on_changes=["data"],
            delete_before_replace=True,
            deleted_with=first,
            aliases=[pulumi.Alias(name="old")],
            custom_timeouts=pulumi.CustomTimeouts(create="5m"),
            additional_secret_outputs=["data"],
        )

    recording = deploy(build)

    first, second = recording.one(CONFIG_MAP, "first"), recording.one(CONFIG_MAP, "second")
    assert second.dependencies == (first.urn,)
    assert (second.protect, second.retain_on_delete, second.delete_before_replace) == (True, True, True)
    assert (second.ignore_changes, second.replace_on_changes) == (("data.size",), ("data",))
    assert (second.deleted_with, second.aliases) == (first.urn, ("old",))
    assert second.custom_timeouts == {"create": "5m"}
    assert second.secret_outputs == ("data",)
    assert (first.protect, first.retain_on_delete, first.dependencies, first.custom_timeouts) == (
        False,
        False,
        (),
        {},
    )
    assert (first.cluster, second.cluster) == ("main", "other")
    assert first.provider == "urn:pulumi:test::groundwork::pulumi:providers:kubernetes::main"


def test_what_a_resource_got_from_another_is_a_dependency_of_that_property() -> None:
    def build() -> None:
        provider = cluster()
        home = k8s.core.v1.Namespace(
            "home", metadata={"name": "home"}, opts=pulumi.ResourceOptions(provider=provider)
        )
        opts = pulumi.ResourceOptions(provider=provider)
        k8s.core.v1.ConfigMap("a", metadata={"name": "a", "namespace": home.metadata.name}, opts=opts)

    recording = deploy(build)

    home = recording.one("kubernetes:core/v1:Namespace")
    assert recording.one(CONFIG_MAP).property_dependencies["metadata"] == (home.urn,)
    assert recording.one(CONFIG_MAP).inputs["metadata"] == {"name": "a", "namespace": "home"}


def test_a_urn_has_the_types_of_all_ancestors() -> None:
    def build() -> None:
        outer = Group("outer", opts=pulumi.ResourceOptions(providers=[cluster()]))
        inner = Group("inner", "groundwork:test:Inner", pulumi.ResourceOptions(parent=outer))
        config_map("a", parent=inner)

    recording = deploy(build)

    chain = "groundwork:test:Group$groundwork:test:Inner"
    assert recording.one(CONFIG_MAP).urn == f"urn:pulumi:test::groundwork::{chain}${CONFIG_MAP}::a"
    assert recording.one(CONFIG_MAP).parent == f"urn:pulumi:test::groundwork::{chain}::inner"
    assert (
        recording.one("groundwork:test:Group").parent
        == "urn:pulumi:test::groundwork::pulumi:pulumi:Stack::groundwork-test"
    )


def test_a_secret_is_known_to_tests_and_hidden_where_it_is_shown() -> None:
    def build() -> None:
        opts = pulumi.ResourceOptions(provider=cluster())
        password = pulumi.Output.secret(CANARY)
        made = k8s.core.v1.Secret(
            "a", metadata={"name": "a"}, string_data={"user": "me", "password": password}, opts=opts
        )
        pulumi.runtime.get_root_resource().output("given", made.string_data)  # type: ignore[union-attr]

    recording = deploy(build)

    secret = recording.one(SECRET)
    assert secret.inputs["stringData"]["password"] == CANARY
    assert len(secret.secrets) == 1
    assert secret.secrets[0].startswith("stringData")
    assert CANARY not in str(secret.visible)
    assert CANARY not in str(recording.manifests("main"))
    assert recording.outputs["given"]["password"] == CANARY
    assert CANARY not in str(recording.visible_outputs)
    assert recording.secret_outputs[0].startswith("given")


def test_an_output_that_a_provider_computes_from_a_secret_stays_secret() -> None:
    def build() -> None:
        label = pulumi.Output.secret(CANARY)
        opts = pulumi.ResourceOptions(provider=cluster())
        made = k8s.core.v1.ConfigMap("a", metadata={"name": "a", "labels": {"token": label}}, opts=opts)
        pulumi.runtime.get_root_resource().output("labels", made.metadata.labels)  # type: ignore[union-attr]

    recording = deploy(build)

    assert recording.outputs["labels"] == {"token": CANARY}
    assert CANARY not in str(recording.visible_outputs)


def test_whole_numbers_stay_whole() -> None:
    def build() -> None:
        opts = pulumi.ResourceOptions(provider=cluster())
        spec = k8s.policy.v1.PodDisruptionBudgetSpecArgs(min_available=1)
        k8s.policy.v1.PodDisruptionBudget("a", metadata={"name": "a"}, spec=spec, opts=opts)

    found = deploy(build).one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"]["minAvailable"]

    assert repr(found) == "1"


def test_outputs_of_components_are_recorded() -> None:
    def build() -> None:
        Group("a").register_outputs({"answer": 42})

    assert deploy(build).one("groundwork:test:Group").outputs == {"answer": 42}


def test_configuration_reaches_the_program_as_the_engine_hands_it_over() -> None:
    seen: dict[str, object] = {}

    def program() -> None:
        config = pulumi.runtime.config
        seen.update(
            text=config.get_config("p:a"),
            nested=config.get_config("p:b"),
            secret=config.is_config_secret("p:b"),
        )
        seen.update(stack=pulumi.get_stack(), project=pulumi.get_project())

    record(program, {"p:a": "x", "p:b": {"c": [1, True]}}, "dev", "p", secret_keys=["p:b"])

    assert seen == {"text": "x", "nested": '{"c": [1, true]}', "secret": True, "stack": "dev", "project": "p"}
    assert texts({"a": True, "b": 1, "c": "x"}) == {"a": "true", "b": "1", "c": "x"}


def test_runs_know_nothing_of_each_other() -> None:
    def first() -> None:
        config_map("a", provider=cluster())

    def second() -> None:
        assert pulumi.runtime.config.get_config("p:a") is None
        config_map("a", provider=cluster())

    record(first, {"p:a": "x"}, "dev")

    assert len(record(second, {}, "dev").of(CONFIG_MAP)) == 1


def test_two_runs_record_the_same() -> None:
    def build() -> None:
        group = Group("group", opts=pulumi.ResourceOptions(providers=[cluster()]))
        for number in range(20):
            config_map(f"map-{number}", parent=group)

    one, other = deploy(build), deploy(build)

    assert one == other
    assert [r.urn for r in one.resources] == [r.urn for r in other.resources]


def test_what_the_program_raises_is_raised() -> None:
    def build() -> None:
        config_map("a", provider=cluster())
        raise pulumi.RunError("clusters.main: wrong")

    with pytest.raises(pulumi.RunError, match=r"clusters\.main: wrong"):
        deploy(build)


def test_what_a_service_refuses_is_raised_with_the_resources_name() -> None:
    def build() -> None:
        k8s.core.v1.ConfigMap(
            "a",
            metadata={"name": "a", "namespace": "none"},
            data={},
            opts=pulumi.ResourceOptions(provider=cluster()),
        )

    with pytest.raises(
        Refused, match=r'NotFound: namespaces "none" not found.*\(kubernetes:core/v1:ConfigMap \'a\'\)'
    ):
        deploy(build)


def test_a_run_after_a_failed_one_is_sound() -> None:
    def bad() -> None:
        config_map("a", provider=cluster())
        config_map("Upper", provider=cluster("b"))

    with pytest.raises(Refused, match="'Upper' is not a DNS name"):
        deploy(bad)
    assert len(deploy(lambda: config_map("a", provider=cluster())).of(CONFIG_MAP)) == 1


def test_what_is_registered_inside_an_apply_is_recorded_too() -> None:
    def build() -> None:
        provider = cluster()
        first = config_map("first", provider=provider)
        first.metadata.name.apply(lambda name: config_map(f"after-{name}", provider=provider))

    assert deploy(build).one(CONFIG_MAP, "after-first")


def test_on_the_first_preview_ids_are_unknown_and_applies_do_not_run() -> None:
    ran: list[object] = []

    def build() -> None:
        made = config_map("a", provider=cluster())
        made.metadata.uid.apply(ran.append)

    recording = deploy(build, preview=True)

    assert recording.one(CONFIG_MAP).id == ""
    assert ran == []


def test_a_recording_leaves_the_caller_as_it_was() -> None:
    before = gc.get_threshold()

    recording = deploy(lambda: None)

    assert recording == Recording("test", "groundwork", (), {}, {}, ())
    assert gc.get_threshold() == before
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
