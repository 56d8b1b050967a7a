"""Names over all regions in Route 53: a record for each cluster, by latency, by weight or on failover, each with a health check.

Route 53 answers from everywhere and asks from everywhere; only changes are made in one region, which is AWS' own choice
(AWS Fault Isolation Boundaries, "Global services").
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components import naming
from settings.global_dns.names import Answer, Name
from settings.global_dns.route53 import Route53
from settings.traffic import Traffic

CONTROL = {"cn-": "cn-northwest-1", "us-gov-": "us-gov-west-1", "": "us-east-1"}
"""How a region's name begins -> where changes of Route 53 are made for it."""


def control(region: str) -> str:
    """The region in which changes are made: no other one's loss keeps a name from being changed."""
    return next(home for begins, home in CONTROL.items() if region.startswith(begins))


def checked(zone: Route53, domain: str) -> str:
    """The zone's id, once it is known to be the zone of its domain: any other would take names as relative to its own.

    Raises pulumi.RunError.
    """
    if domain.rstrip(".") != zone.domain:
        raise pulumi.RunError(
            f"global_dns.zone: expected the hosted zone of {zone.domain}, got {zone.zone}, which is the one of "
            f"{domain.rstrip('.')}: take the zone's own id (aws route53 list-hosted-zones)"
        )
    return zone.zone


class Route53Names(pulumi.ComponentResource):
    """All names in one hosted zone."""

    def __init__(
        self, zone: Route53, names: Sequence[Name], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(naming.type_token("global_dns", "Route53"), "names", None, opts)
        role = [aws.ProviderAssumeRoleArgs(role_arn=zone.role)] if zone.role else None
        provider = aws.Provider(
            "names-aws",
            region=control(names[0].answers[0].region),
            allowed_account_ids=[zone.account],
            assume_roles=role,
            default_tags=aws.ProviderDefaultTagsArgs(tags=naming.tags()),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._opts = pulumi.ResourceOptions(parent=self, provider=provider)
        # Looked up: a preview fails when it is not there.
        found = aws.route53.Zone.get("names-zone", zone.zone, name=zone.domain, opts=self._opts)
        self._zone = found.name.apply(lambda domain: checked(zone, domain))
        for name in names:
            for answer in name.answers:
                self._record(name, answer, self._check(name, answer))
        self.register_outputs({})

    def _check(self, name: Name, answer: Answer) -> aws.route53.HealthCheck:
        """Whether an application is well in one region: HTTPS, under its own name there, by which TLS finds its certificate."""
        health = name.traffic.health
        return aws.route53.HealthCheck(
            f"names-{name.host}-{answer.cluster}",
            type="HTTPS",
            fqdn=answer.host,
            port=443,
            resource_path=answer.path,
            request_interval=health.every_seconds,
            failure_threshold=health.failures,
            enable_sni=True,
            measure_latency=False,
            # Route 53's console lists checks by this tag.
            tags={"Name": answer.host},
            opts=self._opts,
        )

    def _record(self, name: Name, answer: Answer, check: aws.route53.HealthCheck) -> None:
        traffic = name.traffic
        aws.route53.Record(
            f"names-{name.host}-{answer.cluster}",
            zone_id=self._zone,
            name=name.host,
            type="CNAME",
            ttl=traffic.ttl_seconds,
            records=[answer.host],
            set_identifier=answer.cluster,
            health_check_id=check.id,
            latency_routing_policies=by_latency(traffic, answer),
            weighted_routing_policies=by_weight(traffic, answer),
            failover_routing_policies=on_failover(traffic, answer),
            opts=self._opts,
        )


def by_latency(traffic: Traffic, answer: Answer) -> list[aws.route53.RecordLatencyRoutingPolicyArgs] | None:
    """Of the record of one cluster, where the policy is latency."""
    if traffic.policy != "latency":
        return None
    return [aws.route53.RecordLatencyRoutingPolicyArgs(region=answer.region)]


def by_weight(traffic: Traffic, answer: Answer) -> list[aws.route53.RecordWeightedRoutingPolicyArgs] | None:
    """Of the record of one cluster, where the policy is weighted."""
    if traffic.policy != "weighted":
        return None
    return [aws.route53.RecordWeightedRoutingPolicyArgs(weight=traffic.weights[answer.cluster])]


def on_failover(traffic: Traffic, answer: Answer) -> list[aws.route53.RecordFailoverRoutingPolicyArgs] | None:
    """Of the record of one cluster, where the policy is failover."""
    if traffic.policy != "failover":
        return None
    type_ = "PRIMARY" if answer.cluster == traffic.primary else "SECONDARY"
    return [aws.route53.RecordFailoverRoutingPolicyArgs(type=type_)]
