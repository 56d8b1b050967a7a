"""What cannot be made in one cluster stops no other: what needs it is left out of an `up`, and everything else goes on.

That is what `pulumi up --continue-on-error` is for, but its engine asks of each resource whether it would pass before it asks
whether to leave it out (pulumi 3.220, pkg/resource/deploy: step_generator.go, then deployment_executor.go). What lacks an input
because of a failure does not pass, and what lacks its provider is an `unknown provider`: either ends everything. So the engine is
shown neither here, but a resource without inputs and provider that needs the same, which it leaves out as it should. Why this is
worth it, and what it stands on: docs/adr/0009-a-region-fails-alone.md.
"""

from typing import Any

from pulumi.runtime import rpc, settings
from pulumi.runtime.proto import resource_pb2

PROVIDER = "pulumi:providers:"
"""What such a type begins with. Providers pass without their inputs."""
UNKNOWN = rpc.UNKNOWN.encode()


def isolate() -> None:
    """From here on, whatever the program registers is left out when what it needs has failed. A preview fails nothing."""
    monitor: Any = settings.get_monitor()
    if settings.is_dry_run():
        return
    register = monitor.RegisterResource
    unmade: set[str] = set()

    def registered(request: Any) -> Any:
        answer = register(left_out(request) if hopeless(request, unmade) else request)
        if answer.result != resource_pb2.Result.SUCCESS:
            unmade.add(answer.urn)
        return answer

    monitor.RegisterResource = registered


def hopeless(request: Any, unmade: set[str]) -> bool:
    """Whether a resource cannot pass: its provider is among the unmade, or an input that it has from one of them is not known."""
    if request.type.startswith(PROVIDER) or not (request.custom or request.remote):
        return False
    return provider_of(request) in unmade or (
        not unmade.isdisjoint(request.dependencies) and UNKNOWN in request.object.SerializeToString()
    )


def left_out(request: Any) -> Any:
    """What the engine is shown in its place: of the same name, with the same needs, its provider among them, and nothing that
    could fail to pass. It changes nothing of what there is, for it is left out."""
    needs = {*request.dependencies, provider_of(request)} - {""}
    return resource_pb2.RegisterResourceRequest(
        type=request.type,
        name=request.name,
        parent=request.parent,
        dependencies=sorted(needs),
        aliases=request.aliases,
        aliasURNs=request.aliasURNs,
        acceptSecrets=request.acceptSecrets,
        supportsPartialValues=request.supportsPartialValues,
        supportsResultReporting=request.supportsResultReporting,
    )


def provider_of(request: Any) -> str:
    """The URN of a resource's provider, of which its reference has the identity as well; empty where it names none."""
    urn, _, _ = request.provider.rpartition("::")
    return str(urn)
