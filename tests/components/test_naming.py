"""What everything is called."""

import json

from components import naming
from tests.recorded import deploy
from tests.whole import whole


def test_a_components_type_says_its_layer() -> None:
    assert naming.type_token("platform", "CertManager") == "groundwork:platform:CertManager"


def test_every_component_of_the_program_is_named_by_it() -> None:
    components = {recorded.type for recorded in whole("staging").resources if not recorded.custom}

    assert {type_.split(":")[0] for type_ in components} == {naming.PROJECT}
    assert {type_.split(":")[1] for type_ in components} == {
        "application",
        "cluster",
        "observability",
        "platform",
    }


def test_a_cloud_resource_says_its_stack_and_its_cluster() -> None:
    (provider,) = [r for r in whole("staging").resources if r.type == "pulumi:providers:aws"]

    assert json.loads(provider.inputs["defaultTags"])["tags"] == {
        "groundwork/stack": "staging",
        "groundwork/cluster": "main",
        "managed-by": "pulumi",
    }


def test_what_belongs_to_no_cluster_says_its_stack_alone() -> None:
    said: dict[str, str] = {}
    deploy(lambda: said.update(naming.tags()), stack="staging")

    assert said == {"groundwork/stack": "staging", "managed-by": "pulumi"}


def test_the_selectors_label_and_the_recommended_ones_agree() -> None:
    labels = naming.labels("spoke", "registry")

    assert labels["app"] == labels["app.kubernetes.io/name"] == "spoke"
    assert labels["app.kubernetes.io/part-of"] == "registry"


def test_each_priority_has_a_class_of_its_own() -> None:
    assert len({naming.priority_class(of) for of in ("low", "high")}) == 2
