"""One application workload on one cluster: every object that its spec asks for. Knows no application."""

from collections.abc import Mapping
from dataclasses import replace

import pulumi
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.networking.v1 import NetworkPolicy
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget

from components import contracts, naming
from components.contracts import Platform
from components.grants import BucketHandle
from components.workload import edges, jobs, network, running, scaling, secrets, telemetry
from components.workload.backup import back_up
from components.workload.backup_drill import drill
from components.workload.candidate import candidate_of, serving
from components.workload.place import Place
from settings.workload import WorkloadSpec

# CustomResources are not awaited unless told so; a pod must not start before its Secret is there.
_WAIT_READY = {"pulumi.com/waitFor": "condition=Ready"}


class Workload(pulumi.ComponentResource):
    """A service that keeps running: pods, their number, their network, their route, their secrets and their backup.

    inside: the last resource of its namespace's own, which every object waits for. meshed: the mesh that its pods are in.
    """

    def __init__(
        self,
        name: str,
        spec: WorkloadSpec,
        platform: Platform,
        part_of: str,
        inside: pulumi.Resource,
        opts: pulumi.ResourceOptions | None = None,
        meshed: contracts.Mesh | None = None,
    ):
        super().__init__(naming.type_token("application", "Workload"), name, None, opts)
        at = Place(name, spec, naming.labels(spec.name, part_of), self, inside, platform, meshed)
        buckets = {
            key: platform.cluster.bucket(f"{name}-{key}", bucket.expire_days, at.child())
            for key, bucket in sorted(spec.buckets.items())
        }
        needed = _secrets(at)
        first = jobs.run(at, running.variables(at, buckets), needed)
        ran = running.run(at, buckets, [*needed, *first])
        tried = _candidate(at, buckets, ran, part_of)
        running.serve(at, *([tried] if tried and serving(spec) != spec.name else []))
        _bounds(at)
        _admission(at)
        _connections(at, tried)
        _scrape(at)
        if spec.backup:
            back_up(at, spec.backup, buckets[spec.backup.bucket])
            if spec.backup.drill:
                drill(at, spec.backup, spec.backup.drill, buckets[spec.backup.bucket])
        self.register_outputs({})


def _candidate(
    at: Place, buckets: Mapping[str, BucketHandle], ran: running.Running, part_of: str
) -> pulumi.Resource | None:
    """The pods of a version that is tried beside this one, and what is theirs alone. Returns what is there once they are
    ready; whatever sends them requests comes after it."""
    spec = candidate_of(at.spec)
    if spec is None:
        return None
    labels = {**naming.labels(spec.name, part_of), "app.kubernetes.io/component": "candidate"}
    beside = replace(at, prefix=f"{at.prefix}-candidate", spec=spec, labels=labels, lent=ran.account)
    pods = running.run(beside, buckets, _secrets(beside)).controller
    running.serve(beside)
    _bounds(beside)
    _admission(beside)
    if serving(at.spec) != spec.name:  # else the workload's own scrape finds them
        _scrape(beside)
    return pods


def _secrets(at: Place) -> list[pulumi.Resource]:
    store = at.platform.secret_store
    if not at.spec.secrets or store is None:  # settings/load.py refuses secrets where there is no store
        return []
    body = secrets.external_secret(at.spec.name, at.spec.secrets, store)
    names = sorted({reference.partition("#")[0] for reference in at.spec.secrets.values()})
    written = [at.platform.written[name] for name in names if name in at.platform.written]
    return [at.custom("external-secrets.io/v1", "ExternalSecret", body, store.ready, _WAIT_READY, written)]


def _bounds(at: Place) -> None:
    """What a load may add, and what a drain may take away."""
    if not at.spec.scale.fixed:
        HorizontalPodAutoscaler(
            at.prefix, metadata=at.metadata(), spec=scaling.autoscaler(at.spec), opts=at.after()
        )
    PodDisruptionBudget(
        at.prefix, metadata=at.metadata(), spec=scaling.disruption_budget(at.spec), opts=at.after()
    )


def _scrape(at: Place) -> None:
    spec, monitoring = at.spec, at.platform.monitoring
    if spec.metrics and monitoring:
        kind, body = telemetry.monitor(spec, spec.metrics, serving(spec), meshed=at.mesh is not None)
        at.custom("monitoring.coreos.com/v1", kind, body, monitoring.ready)


def _admission(at: Place) -> None:
    """Who may reach its pods, and whom they may reach."""
    NetworkPolicy(
        at.prefix, metadata=at.metadata(), spec=network.policy(at.spec, at.platform, at.mesh), opts=at.after()
    )
    if at.mesh:
        edges.admit(at, at.mesh)


def _connections(at: Place, tried: pulumi.Resource | None) -> None:
    """How it is reached, and how it reaches out. tried: a candidate's pods, which are there before they get requests."""
    spec, platform = at.spec, at.platform
    if at.mesh:
        edges.reach(at, at.mesh, platform.cluster.traits.identity_endpoint)
        if tried:
            edges.share(at, at.mesh, tried)
    if spec.load_balancer:
        edges.balance(at, spec.load_balancer, tried)
    # settings/load.py refuses a route where one of the two is off.
    if spec.route and platform.ingress and platform.issuer:
        edges.publish(at, spec.route, platform.ingress, platform.issuer, tried)
