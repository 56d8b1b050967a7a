"""The monitor's refusals, and what it answers to questions and reads."""

import pulumi
import pulumi_kubernetes as k8s
import pytest

from rehearsal.monitor import with_name
from rehearsal.simulation.kinds import Refused
from tests.recorded import deploy
from tests.rehearsal.programs import CONFIG_MAP, Group, cluster, config_map

NO_DEFAULTS = {"pulumi:disable-default-providers": ["*"]}


def custom(type_: str, **options: object) -> pulumi.CustomResource:
    return pulumi.CustomResource(type_, "thing", {}, pulumi.ResourceOptions(**options))  # type: ignore[arg-type]


def test_a_resource_is_registered_once() -> None:
    def build() -> None:
        provider = cluster()
        config_map("a", provider=provider)
        config_map("a", provider=provider)

    with pytest.raises(
        Refused, match="DuplicateUrn: kubernetes:core/v1:ConfigMap 'a' is registered twice under one parent"
    ):
        deploy(build)


def test_a_default_provider_is_denied_where_the_stack_says_so() -> None:
    with pytest.raises(
        Refused, match="DefaultProviderDenied: kubernetes:core/v1:ConfigMap 'a' was given no provider"
    ):
        deploy(lambda: config_map("a"), NO_DEFAULTS)
    assert deploy(lambda: config_map("a")).one(CONFIG_MAP).provider == ""


def test_an_unknown_package_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        Refused,
        match=r"oracle:db/db:Db: the package 'oracle' is not simulated; rehearsal/providers/packages\.py has aws",
    ):
        deploy(lambda: custom("oracle:db/db:Db"))


def test_an_unknown_type_is_refused_with_the_place_to_add_it() -> None:
    with pytest.raises(
        Refused, match=r"UnknownType: the type is not simulated; add it to rehearsal/simulation/aws/"
    ):
        deploy(lambda: custom("aws:braket/computer:Computer"))


def test_a_missing_input_is_refused() -> None:
    with pytest.raises(Refused, match="InvalidInputs: vpcId: missing required property 'vpcId'"):
        deploy(lambda: custom("aws:ec2/subnet:Subnet"))


def test_a_function_is_answered_with_the_providers_region() -> None:
    def build() -> None:
        provider = pulumi.ProviderResource("aws", "eu", {"region": "eu-west-1"})
        options = pulumi.InvokeOptions(provider=provider)
        zones = pulumi.runtime.invoke_output(
            "aws:index/getAvailabilityZones:getAvailabilityZones", {}, options
        )
        pulumi.runtime.get_root_resource().output("zones", zones["names"])  # type: ignore[union-attr]

    assert deploy(build).outputs == {"zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]}


def test_an_unknown_function_is_refused_with_the_place_to_add_it() -> None:
    with pytest.raises(
        Refused, match=r"UnknownFunction: aws:x/getY:getY is not simulated; add it to INVOKES in rehearsal/"
    ):
        deploy(lambda: pulumi.runtime.invoke("aws:x/getY:getY", {}))


def test_only_what_the_program_made_can_be_read() -> None:
    def build() -> None:
        provider = cluster()
        made = config_map("a", provider=provider)
        read = k8s.core.v1.ConfigMap.get("again", made.id, opts=pulumi.ResourceOptions(provider=provider))
        pulumi.runtime.get_root_resource().output("size", read.data)  # type: ignore[union-attr]

    assert deploy(build).outputs == {"size": {"size": "1"}}
    with pytest.raises(Refused, match="NotFound: kubernetes:core/v1:ConfigMap 'default/b' does not exist"):
        deploy(lambda: k8s.core.v1.ConfigMap.get("b", "default/b"))


def test_a_namespace_that_is_read_is_somebodys_own_and_may_be_used() -> None:
    def build() -> None:
        options = pulumi.ResourceOptions(provider=cluster())
        home = k8s.core.v1.Namespace.get("theirs", "theirs", options)
        k8s.core.v1.ConfigMap("a", metadata={"namespace": home.metadata.name, "name": "a"}, opts=options)

    recording = deploy(build)

    assert recording.one(CONFIG_MAP).id == "theirs/a"
    assert recording.of("kubernetes:core/v1:Namespace") == []


def test_a_namespace_that_is_there_already_cannot_be_made() -> None:
    def build() -> None:
        options = pulumi.ResourceOptions(provider=cluster())
        k8s.core.v1.Namespace.get("theirs", "theirs", options)
        k8s.core.v1.Namespace("ours", metadata={"name": "theirs"}, opts=options)

    with pytest.raises(Refused, match='AlreadyExists: Namespace "theirs" already exists'):
        deploy(build)


def test_an_object_without_a_name_gets_one_as_from_its_provider() -> None:
    def build() -> None:
        k8s.core.v1.ConfigMap("sizes", data={}, opts=pulumi.ResourceOptions(provider=cluster()))

    recording = deploy(build)

    (manifest,) = recording.manifests("main")
    assert manifest["metadata"]["name"].startswith("sizes-")
    assert len(manifest["metadata"]["name"]) == len("sizes-") + 8
    assert "metadata" not in recording.one(CONFIG_MAP).inputs


def test_a_component_needs_no_provider() -> None:
    assert deploy(lambda: Group("a"), NO_DEFAULTS).one("groundwork:test:Group").provider == ""


def test_a_name_is_put_where_the_type_has_it() -> None:
    assert with_name("name", "a", {"x": 1}) == {"x": 1, "name": "a"}
    assert with_name("metadata.name", "a", {"metadata": {"labels": {}}}) == {
        "metadata": {"labels": {}, "name": "a"}
    }


def test_what_a_provider_makes_below_a_component_of_its_own_is_recorded_too() -> None:
    file = "https://example.com/gateway-api/v1.6.1/standard-install.yaml"

    def build() -> None:
        options = pulumi.ResourceOptions(provider=cluster())
        k8s.yaml.v2.ConfigFile("kinds", file=file, opts=options)

    recording = deploy(build)
    component = recording.one("kubernetes:yaml/v2:ConfigFile", "kinds")
    made = recording.of("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")

    assert made
    assert {one.parent for one in made} == {component.urn}
    assert {one.cluster for one in made} == {"main"}


def test_a_component_of_a_providers_own_that_is_not_simulated_is_refused() -> None:
    def build() -> None:
        options = pulumi.ResourceOptions(provider=cluster())
        k8s.kustomize.v2.Directory("kinds", directory="./kinds", opts=options)

    with pytest.raises(
        Refused,
        match=r"UnknownType: the component is not simulated; add it to rehearsal/simulation/kubernetes/",
    ):
        deploy(build)
