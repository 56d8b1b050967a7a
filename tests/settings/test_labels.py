"""Labels as Kubernetes takes them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from settings.labels import NodeLabels, of_the_node

LABELS = TypeAdapter(NodeLabels)


@pytest.mark.parametrize(
    "labels",
    [{"workload": "batch"}, {"example.com/workload": ""}, {"A.b_c-9": "X.y_z-9"}, {"a" * 63: "b" * 63}],
)
def test_keys_and_values_are_those_of_kubernetes(labels: dict[str, str]) -> None:
    assert LABELS.validate_python(labels) == labels


@pytest.mark.parametrize("key", ["", "a b", "-a", "a/b/c", "/a", "Example.com/a", "a" * 64, "a/"])
def test_another_key_is_told_what_a_key_is(key: str) -> None:
    with pytest.raises(
        ValidationError, match=r"expected a label's key such as workload or example\.com/workload"
    ):
        LABELS.validate_python({key: "a"})


@pytest.mark.parametrize("value", ["a b", "a/b", "-a", "a" * 64])
def test_another_value_is_told_what_a_value_is(value: str) -> None:
    with pytest.raises(ValidationError, match="expected a label's value: at most 63 letters"):
        LABELS.validate_python({"a": value})


@pytest.mark.parametrize(
    ("key", "itself"),
    [
        ("topology.kubernetes.io/zone", True),
        ("kubernetes.io/arch", True),
        ("karpenter.sh/capacity-type", True),
        ("cloud.google.com/gke-spot", True),
        ("example.com/workload", False),
        ("notkubernetes.io/zone", False),
        ("workload", False),
        ("kubernetes.io", False),
    ],
)
def test_a_node_has_labels_of_kubernetes_and_of_its_cloud_by_itself(key: str, itself: bool) -> None:
    assert of_the_node(key) is itself
