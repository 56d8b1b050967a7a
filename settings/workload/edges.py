"""Who reaches whom: what a workload opens connections to, and which workloads may open one to it."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from settings.types import Cidr, DnsLabel, DnsName, HttpPath, Model, Port, PortName, matching

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
WorkloadName = Annotated[
    str, AfterValidator(matching(rf"{_LABEL}/{_LABEL}", "a workload as namespace/name, such as team/app"))
]


class Edge(Model):
    """Something a workload opens connections to.

    to: "workload" (the one named in `workload` as namespace/name, which must name this one in its reached_by), "namespace" (pods
    beside it), "private" (the RFC 1918 networks, where managed databases are), "internet" (everything but private networks and
    the cloud's metadata service), or "cidrs" for the blocks listed in `cidrs`.
    hosts: the names on the internet that are meant, where they are known. Only the service mesh sees names: in it a pod
    reaches these alone on port 443 (by the name in TLS, through the egress gateway) and on port 80 (by the name in HTTP).
    On other ports, and outside the mesh, they are words, and the port alone counts.
    """

    ports: tuple[Port, ...] = Field(min_length=1)
    to: Literal["workload", "namespace", "private", "internet", "cidrs"] = "private"
    workload: WorkloadName | None = None
    cidrs: tuple[Cidr, ...] = ()
    hosts: tuple[DnsName, ...] = ()

    @model_validator(mode="after")
    def _blocks(self) -> Self:
        got = f", got to: {self.to}"
        problems = []
        if (self.to == "cidrs") != bool(self.cidrs):
            problems.append(f'expected cidrs exactly when to is "cidrs"{got}')
        if (self.to == "workload") != bool(self.workload):
            problems.append(f'expected workload, as namespace/name, exactly when to is "workload"{got}')
        if self.hosts and self.to != "internet":
            problems.append(f'expected hosts only when to is "internet"{got}')
        if len(set(self.ports)) != len(self.ports):
            problems.append(f"expected every port once, got {', '.join(map(str, self.ports))}")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class Caller(Model):
    """A workload that may open connections to this one, beside the way in (route) and Prometheus (metrics).

    name: of a job it is its workload's and its own, such as app-migrate, and of the backup app-backup. ports: by name, all of
    them when empty. methods, paths: what it may ask for, everything when empty; a path may end in *.
    Only the mesh reads requests, so they need one. In the mesh a caller is known by its service account's certificate, not by
    its address.
    """

    namespace: DnsLabel
    name: DnsLabel
    ports: tuple[PortName, ...] = ()
    methods: tuple[Method, ...] = ()
    paths: tuple[HttpPath, ...] = ()
