"""A small stack to rehearse: a network, a component and a few small objects in a cluster."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pulumi

Inputs = dict[str, Any]
Up = Callable[..., tuple[int, str]]
"""Rehearses a program: the exit code, and all that was written."""
VPC, MAP = "aws:ec2/vpc:Vpc", "kubernetes:core/v1:ConfigMap"


@dataclass
class Program:
    """A small stack. `data` gives the contents of the config maps anew for each run, `extra` runs at the end."""

    maps: int = 3
    cidr: str | None = "10.0.0.0/16"
    cluster: str = "one"
    network: Inputs = field(default_factory=dict)
    data: Callable[[], Inputs] = lambda: {"colour": "blue"}
    options: Inputs = field(default_factory=dict)
    extra: Callable[[], None] = lambda: None

    def __call__(self) -> None:
        aws = pulumi.ProviderResource("aws", "aws", {"region": "us-east-1"})
        kubernetes = pulumi.ProviderResource(
            "kubernetes", "cluster", {"kubeconfig": "{}", "clusterIdentifier": self.cluster}
        )
        platform = pulumi.ComponentResource("test:index:Platform", "platform")
        inside = pulumi.ResourceOptions(parent=platform)
        network = pulumi.CustomResource(
            VPC,
            "network",
            {"cidrBlock": self.cidr, **self.network},
            pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(provider=aws)),
        )
        options = pulumi.ResourceOptions(parent=platform, provider=kubernetes, **self.options)
        for index in range(self.maps):
            inputs = {"metadata": {"namespace": "default"}, "data": {**self.data(), "vpc": network.id}}
            pulumi.CustomResource(MAP, f"map-{index}", inputs, options)
        self.extra()
