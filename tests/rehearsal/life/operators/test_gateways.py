"""What controllers of the Gateway API answer."""

from rehearsal.life.operators.gateways import gateway, route
from tests.rehearsal.life.operators.found import Found, obj

CLASS = obj("GatewayClass", "istio")
GATEWAY = obj("Gateway", "door", "here", gatewayClassName="istio", listeners=[{"name": "https", "port": 443}])


def test_a_gateway_has_an_address_once_its_class_is_there() -> None:
    waits, programmed = gateway(GATEWAY, Found()), gateway(GATEWAY, Found(CLASS))

    assert waits.conditions[0].message == "the GatewayClass 'istio' does not exist"
    assert not waits.final
    assert [one.type for one in programmed.conditions] == ["Accepted", "Programmed"]
    assert programmed.status is not None
    assert programmed.status["addresses"][0]["value"].startswith("198.51.100.")
    assert programmed.status["listeners"][0]["name"] == "https"


def test_a_route_is_accepted_by_the_gateways_that_are_there() -> None:
    wanted = obj(
        "HTTPRoute", "web", "there", parentRefs=[{"name": "door", "namespace": "here"}, {"name": "lost"}]
    )

    answer = route(wanted, Found(GATEWAY))

    assert answer.status is not None
    accepted = [parent["conditions"][0]["status"] for parent in answer.status["parents"]]
    assert (accepted, answer.final) == (["True", "False"], False)
