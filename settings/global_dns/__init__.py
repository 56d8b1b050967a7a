"""What a stack file may say about the zone of the names that several regions answer to. One model per provider."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from settings.global_dns.base import AnyGlobalDns
from settings.global_dns.cloud_dns import CloudDns
from settings.global_dns.route53 import Route53
from settings.global_dns.traffic_manager import TrafficManager

PROVIDERS: Mapping[str, type[AnyGlobalDns]] = {
    "route53": Route53,
    "cloud-dns": CloudDns,
    "traffic-manager": TrafficManager,
}
GlobalDns = Annotated[Route53 | CloudDns | TrafficManager, Field(discriminator="provider")]
