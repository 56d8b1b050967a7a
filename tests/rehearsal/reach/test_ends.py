"""What connections are made between has a name that a question can be asked with."""

from ipaddress import ip_network

from rehearsal.reach.ends import Outside, Pod


def test_a_pod_is_called_after_its_namespace_and_addresses_by_their_own_name() -> None:
    assert str(Pod("orion", "auth-service")) == "orion/auth-service"
    assert str(Outside("internet", (ip_network("0.0.0.0/0"),))) == "internet"


def test_pods_can_be_kept_in_sets_whatever_their_labels() -> None:
    assert len({Pod("a", "b", {"x": "y"}), Pod("a", "b", {"x": "y"}), Pod("a", "b", {"x": "z"})}) == 2
