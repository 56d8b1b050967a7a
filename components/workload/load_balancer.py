"""A load balancer of a workload's own: a Service that the cloud answers for, and nothing between it and the pods. Pure."""

from pulumi_kubernetes.core.v1 import ServiceSpecArgsDict

from components.contracts import ClusterTraits
from components.workload.mesh import service_port
from settings.workload import LoadBalancer, WorkloadSpec


def name(spec: WorkloadSpec) -> str:
    """Of the Service; settings/workload/names.py has it too."""
    return f"{spec.name}-lb"


def annotations(balanced: LoadBalancer, traits: ClusterTraits) -> dict[str, str]:
    """What the cloud is told of it."""
    if balanced.internal:
        return dict(traits.internal_load_balancer_annotations)
    return dict(traits.load_balancer_annotations)


def service(spec: WorkloadSpec, balanced: LoadBalancer, *, meshed: bool, serves: str) -> ServiceSpecArgsDict:
    """The body of the Service. serves: the label `app` of the pods behind it.

    Local keeps the client's address, by which the cloud, the NetworkPolicy and the mesh each let the blocks through, and takes
    nodes without such a pod out of the load balancer.
    """
    return {
        "type": "LoadBalancer",
        "selector": {"app": serves},
        "external_traffic_policy": "Local",
        "load_balancer_source_ranges": list(balanced.allow_from),
        # As on the other Service: the mesh takes one protocol for a port of a pod.
        "ports": [service_port(spec, port, meshed=meshed) for port in balanced.ports],
    }
