"""What names one object."""

from rehearsal.providers.kubernetes.ref import Ref


def test_an_object_is_named_by_its_kind_and_its_place() -> None:
    ref = Ref.of({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "token", "namespace": "shop"}})

    assert ref == Ref("v1", "Secret", "token", "shop")
    assert (ref.id, str(ref)) == ("shop/token", "Secret shop/token")


def test_an_object_of_the_whole_cluster_has_no_namespace() -> None:
    ref = Ref.of({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})

    assert (ref.id, str(ref)) == ("shop", "Namespace shop")
