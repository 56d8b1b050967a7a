"""Who gets through to whom on the clusters of a stack file, by rules that name the pods they mean.

A rule about addresses means no pod here, as it does where Cilium forwards: so a rule that is to let a pod through has to
name it, on every cloud alike. What Amazon's network plugin lets through besides is in docs/reach.md.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from ipaddress import ip_network
from pathlib import Path

from rehearsal.reach.ends import Outside, Pod
from rehearsal.reach.read import networks
from rehearsal.reach.solver import Solver
from rehearsal.stackfile import ROOT
from tests.stackfiles import recorded


@cache
def solvers(path: Path) -> tuple[Solver, ...]:
    """One for each cluster of a stack file."""
    return tuple(Solver(replace(network, pod_blocks=())) for network in networks(recorded(path)))


def example(cloud: str) -> Solver:
    """The one of an example's only cluster."""
    (solver,) = solvers(ROOT / "examples" / f"Pulumi.{cloud}.yaml")
    return solver


def pods(namespace: str, labels: Mapping[str, str]) -> Pod:
    """A chart's pods, of whose containers nothing is known."""
    return Pod(namespace, "-".join(labels.values()), labels)


def address(text: str) -> Outside:
    """A single address outside of the cluster."""
    return Outside(text, (ip_network(text),))
