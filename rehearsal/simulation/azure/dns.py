"""Azure DNS: zones and record sets.

Rules: https://learn.microsoft.com/azure/dns/dns-zones-records, https://learn.microsoft.com/azure/dns/dns-alias.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rehearsal.simulation.azure.inputs import one_of, text, within
from rehearsal.simulation.azure.resource import Name, Reference, azure, named_check, plain
from rehearsal.simulation.azure.traffic_manager import PROFILE
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties

ZONE = "azure-native:dns:Zone"
RECORD = "azure-native:dns:RecordSet"
TYPES = ("A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT")
VALUES = ("aRecords", "aaaaRecords", "caaRecords", "cnameRecord", "mxRecords", "nsRecords", "ptrRecords", "soaRecord",
          "srvRecords", "txtRecords", "targetResource")  # fmt: skip
ZONE_NAME = Name("zoneName", r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}", "a domain name")
RECORD_NAME = Name(
    "relativeRecordSetName",
    r"@|(\*\.|\*$)?([a-z0-9_]([a-z0-9_.-]{0,250}[a-z0-9_])?)?",
    "a name within its zone",
)
PLACE = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/dns[zZ]ones/([^/]+)"
)


def zone_check(inputs: Properties) -> Iterator[Failure]:
    """In no region."""
    yield from named_check(ZONE_NAME, inputs)
    yield from one_of(inputs, "location", ("global",), "InvalidRequestFormat")


def zone_there(call: Call) -> Properties | None:
    """A zone that was there before the program."""
    named = PLACE.fullmatch(call.id)
    return {"name": named[1], "location": "global", "zoneType": "Public"} if named else None


def record_check(inputs: Properties) -> Iterator[Failure]:
    """A type, a lifetime, and one kind of values, or an alias."""
    yield from one_of(inputs, "recordType", TYPES, "BadRequest")
    yield from within(inputs, "ttl", 1, 2_147_483_647, "BadRequest")
    chosen = [name for name in VALUES if inputs.get(name) is not None]
    if len(chosen) != 1:
        told = " and ".join(chosen) or "none"
        yield Failure(
            "recordType", f"BadRequest: a record set has values of one kind, or an alias ({told} given)"
        )
    if text(inputs, "recordType") == "CNAME" and inputs.get("relativeRecordSetName") == "@":
        reason = "a CNAME cannot be the zone's own name (RFC 1034, 3.6.2)"
        yield Failure("relativeRecordSetName", f"BadRequest: {reason}")


def record_answer(call: Call, id_: str) -> Properties:
    """The record under its whole name."""
    relative, zone = text(call.inputs, "relativeRecordSetName"), text(call.inputs, "zoneName")
    return {**plain(call, id_), "fqdn": f"{'' if relative == '@' else f'{relative}.'}{zone}."}


_ZONE = azure("Microsoft.Network/dnsZones", ZONE_NAME, lambda call, id_: {"zoneType": "Public"})
_RECORD = azure(
    "Microsoft.Network/dnsZones/{zoneName}/{recordType}", RECORD_NAME, record_answer, parent=ZONE, check=record_check,
    references=(Reference("targetResource.id", PROFILE),),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {ZONE: replace(_ZONE, check=zone_check, there=zone_there), RECORD: _RECORD}
