"""How a resource is put together."""

import pytest

from rehearsal.simulation.aws.resource import cidrs, exactly_one, named, network, one_of
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import UNKNOWN, Call
from rehearsal.simulation.world import World
from tests.rehearsal.simulation.aws.cloud import SUBNET, VPC, Cloud


def test_a_path_opens_lists_on_the_way() -> None:
    inputs = {"a": [{"b": "x"}, {"b": ["y", "z"]}, {"c": 1}]}

    assert list(texts(inputs, "a.b")) == ["x", "y", "z"]
    assert one(inputs, "a.c") == 1
    assert one(inputs, "a.d", "nothing") == "nothing"


def test_below_an_unknown_value_everything_is_unknown() -> None:
    assert list(values({"a": UNKNOWN}, "a.b.c")) == [UNKNOWN]


def test_an_unknown_choice_is_not_wrong() -> None:
    assert list(one_of({"a": UNKNOWN}, "a", ("x",))) == []
    assert [f.reason for f in one_of({"a": "y"}, "a", ("x",))] == [
        "InvalidParameterValue: 'y' is not one of x"
    ]


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.1/16", "300.0.0.0/8", "", None, 5])
def test_what_is_no_network_is_none(text: object) -> None:
    assert network(text) is None


def test_a_wrong_block_is_named() -> None:
    assert "'10.0.0.1/16' is not a CIDR block" in next(cidrs({"a": ["10.0.0.1/16"]}, "a")).reason


@pytest.mark.parametrize(("inputs", "said"), [({}, "none given"), ({"a": 1, "b": 2}, "a and b given")])
def test_exactly_one_is_one(inputs: dict[str, int], said: str) -> None:
    assert said in next(exactly_one(inputs, ("a", "b"), "it")).reason
    assert list(exactly_one({"b": 1}, ("a", "b"), "it")) == []


def test_a_prefix_gets_twenty_six_digits() -> None:
    call = Call("t", "u", "n", {"namePrefix": "web-"}, {}, World(), "ab" * 32)

    assert named(call).startswith("web-")
    assert len(named(call)) == 30
    assert named(call).removeprefix("web-").isdigit()


def test_a_reference_to_nothing_is_refused_with_the_services_code(cloud: Cloud) -> None:
    text = cloud.refusal(SUBNET, vpcId="vpc-0123456789abcdef0", cidrBlock="10.0.0.0/24")

    assert text == "InvalidVpcID.NotFound: vpcId: the vpc 'vpc-0123456789abcdef0' does not exist"


def test_every_object_has_its_tags_and_region(cloud: Cloud) -> None:
    assert cloud.create(VPC, cidrBlock="10.0.0.0/16", tags={"a": "b"})["tagsAll"] == {"a": "b"}
    assert cloud.vpc()["region"] == "eu-central-1"
