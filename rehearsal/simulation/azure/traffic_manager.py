"""Traffic Manager profiles, with their endpoints within.

Rules: https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring and traffic-manager-routing-methods.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from facts.azure_regions import REGIONS
from rehearsal.simulation.azure.inputs import one_of, text, within
from rehearsal.simulation.azure.resource import Name, azure, named_check
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

PROFILE = "azure-native:trafficmanager:Profile"
NAME = Name(
    "profileName", r"[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?", "1 to 63 letters, digits and hyphens"
)
METHODS = ("Performance", "Priority", "Weighted", "Geographic", "MultiValue", "Subnet")
KINDS_OF_ENDPOINT = ("azureEndpoints", "externalEndpoints", "nestedEndpoints")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def _endpoints(inputs: Properties) -> list[Mapping[str, Any]]:
    found = inputs.get("endpoints")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, (list, tuple)) else []


def profile_check(inputs: Properties) -> Iterator[Failure]:
    """A method, a name in DNS, a sound check, and endpoints that fit the method."""
    yield from named_check(NAME, inputs)
    yield from one_of(inputs, "location", ("global",), "InvalidRequestFormat")
    yield from one_of(inputs, "trafficRoutingMethod", METHODS, "BadRequest")
    for label in texts(inputs, "dnsConfig.relativeName"):
        if not LABEL.fullmatch(label):
            yield Failure("dnsConfig.relativeName", f"BadRequest: {label!r} is no label of a domain name")
    yield from within(inputs, "dnsConfig.ttl", 0, 2_147_483_647, "BadRequest")
    yield from monitor_check(inputs)
    names = [str(one.get("name")) for one in _endpoints(inputs)]
    if len(names) != len(set(names)):
        yield Failure("endpoints", f"BadRequest: endpoints have names of their own, got {', '.join(names)}")
    for one in _endpoints(inputs):
        yield from endpoint_check(one, str(inputs.get("trafficRoutingMethod")))


def monitor_check(inputs: Properties) -> Iterator[Failure]:
    """What is asked, how often, and how many failures are let pass."""
    path = "monitorConfig"
    yield from one_of(inputs, f"{path}.protocol", ("HTTP", "HTTPS", "TCP"), "BadRequest")
    yield from within(inputs, f"{path}.port", 1, 65535, "BadRequest")
    yield from one_of(inputs, f"{path}.intervalInSeconds", (10, 30), "BadRequest")
    often = 10 in [one.get("intervalInSeconds") for one in (inputs.get(path),) if isinstance(one, Mapping)]
    yield from within(inputs, f"{path}.timeoutInSeconds", 5, 9 if often else 10, "BadRequest")
    yield from within(inputs, f"{path}.toleratedNumberOfFailures", 0, 9, "BadRequest")
    asked, protocol = text(inputs, f"{path}.path"), text(inputs, f"{path}.protocol")
    if protocol in {"HTTP", "HTTPS"} and not asked.startswith("/"):
        yield Failure(f"{path}.path", f"BadRequest: {protocol} asks for a path, got {asked!r}")
    if protocol == "TCP" and asked:
        yield Failure(f"{path}.path", f"BadRequest: TCP asks for no path, got {asked!r}")


def endpoint_check(one: Mapping[str, Any], method: str) -> Iterator[Failure]:
    """A target of its kind, and what the method goes by."""
    kind = text(one, "type").rpartition("/")[2]
    if kind and kind not in KINDS_OF_ENDPOINT:
        yield Failure("endpoints.type", f"BadRequest: {kind!r} is not one of {', '.join(KINDS_OF_ENDPOINT)}")
    if kind == "externalEndpoints" and one.get("target") is None:
        yield Failure("endpoints.target", "BadRequest: an external endpoint has a target")
    if kind == "externalEndpoints" and method == "Performance" and one.get("endpointLocation") is None:
        reason = "an external endpoint has a location where the method is Performance"
        yield Failure("endpoints.endpointLocation", f"BadRequest: {reason}")
    for place in texts(one, "endpointLocation"):
        if place.lower().replace(" ", "") not in REGIONS:
            yield Failure("endpoints.endpointLocation", f"BadRequest: {place!r} is no region")
    yield from one_of(one, "endpointStatus", ("Enabled", "Disabled"), "BadRequest")
    yield from within(one, "weight", 1, 1000, "BadRequest")
    yield from within(one, "priority", 1, 1000, "BadRequest")


def profile_refuse(call: Call) -> None:
    """Its name in DNS is unique in the world, and so are the priorities of its endpoints."""
    label = text(call.inputs, "dnsConfig.relativeName")
    for other in call.world:
        same = other.type == PROFILE and text(other.inputs, "dnsConfig.relativeName") == label
        if same and other.id != call.id:
            raise Refused("BadRequest", f"dnsConfig.relativeName: {label}.trafficmanager.net is taken")
    priorities = [one.get("priority") for one in _endpoints(call.inputs) if one.get("priority") is not None]
    if len(priorities) != len(set(map(str, priorities))):
        raise Refused("BadRequest", "endpoints.priority: two endpoints have the same priority")


def profile_answer(call: Call, id_: str) -> Properties:
    """The profile with its name in DNS."""
    label = text(call.inputs, "dnsConfig.relativeName")
    told = call.inputs.get("dnsConfig")
    config = {**(told if isinstance(told, Mapping) else {}), "fqdn": f"{label}.trafficmanager.net"}
    return {"dnsConfig": config, "profileStatus": "Enabled", "location": "global"}


_KIND = azure(
    "Microsoft.Network/trafficmanagerprofiles", NAME, profile_answer, refuse=profile_refuse,
    replaces=("dnsConfig.relativeName",),
)  # fmt: skip
# In no region, which the check that all services share would refuse.
KINDS: Mapping[str, Kind] = {PROFILE: replace(_KIND, check=profile_check)}
