"""What can be said of a managed cluster's inputs without looking around: versions, addresses, access and pools.

Rules: https://learn.microsoft.com/azure/aks/quotas-skus-regions, api-server-authorized-ip-ranges, azure-cni-powered-by-cilium.
"""

from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.aks_pools import pool_check, version_check
from rehearsal.simulation.azure.aks_prerequisites import dns_problem
from rehearsal.simulation.azure.groups import GUID
from rehearsal.simulation.azure.inputs import block, blocks, flag, one_of, text, within
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Failure, Properties

KEPT = ("169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24")
PROFILE = "networkProfile"


def check(inputs: Properties) -> Iterator[Failure]:
    """What can be said of a cluster without looking around."""
    yield from version_check(inputs, "kubernetesVersion")
    yield from one_of(inputs, "sku.tier", ("Free", "Standard", "Premium"))
    yield from one_of(
        inputs, "autoUpgradeProfile.upgradeChannel", ("rapid", "stable", "patch", "node-image", "none")
    )
    channels = ("None", "Unmanaged", "NodeImage", "SecurityPatch")
    yield from one_of(inputs, "autoUpgradeProfile.nodeOSUpgradeChannel", channels)
    yield from within(inputs, "securityProfile.imageCleaner.intervalHours", 24, 2160)
    prefix = inputs.get("dnsPrefix")
    if isinstance(prefix, str) and (not 1 <= len(prefix) <= 54 or prefix.endswith("-")):
        yield Failure(
            "dnsPrefix", f"InvalidParameter: {prefix!r} is not 1 to 54 characters without a hyphen at its end"
        )
    group = inputs.get("nodeResourceGroup")
    if isinstance(group, str) and len(group) > 80:
        yield Failure("nodeResourceGroup", f"InvalidParameter: {group!r} has more than 80 characters")
    yield from network_check(inputs)
    yield from access_check(inputs)
    yield from pools_check(inputs)


def network_check(inputs: Properties) -> Iterator[Failure]:
    """Blocks that are sound, kept by nobody and apart from each other; Cilium where it goes."""
    paths = [f"{PROFILE}.{name}" for name in ("podCidr", "serviceCidr")]
    yield from blocks(inputs, *paths)
    found_ = [(path, one) for path in paths for value in texts(inputs, path) if (one := block(value))]
    for path, one in found_:
        for kept in KEPT:
            if one.overlaps(block(kept) or one):
                yield Failure(path, f"InvalidParameter: {one} overlaps {kept}, which AKS keeps for itself")
    if len(found_) == 2 and found_[0][1].overlaps(found_[1][1]):
        reason = f"podCidr {found_[0][1]} overlaps serviceCidr {found_[1][1]}"
        yield Failure(paths[0], f"PodCidrOverlapServiceCidr: {reason}")
    profile = inputs.get(PROFILE)
    if problem := dns_problem(profile if isinstance(profile, Mapping) else {}):
        yield Failure(f"{PROFILE}.dnsServiceIP", f"DnsServiceIpOutOfServiceCidr: {problem}")
    cilium = text(inputs, f"{PROFILE}.networkDataplane") == "cilium"
    if cilium and text(inputs, f"{PROFILE}.networkPolicy", "cilium") not in {"cilium", "none"}:
        yield Failure(
            f"{PROFILE}.networkPolicy", "InvalidParameter: the Cilium dataplane enforces cilium or none"
        )
    if cilium and text(inputs, f"{PROFILE}.networkPlugin", "azure") != "azure":
        yield Failure(
            f"{PROFILE}.networkPlugin", "InvalidParameter: the Cilium dataplane needs the plugin azure"
        )


def access_check(inputs: Properties) -> Iterator[Failure]:
    """Who gets in, and by what."""
    api, directory = "apiServerAccessProfile", "aadProfile"
    ranges = list(texts(inputs, f"{api}.authorizedIPRanges"))
    if ranges and flag(inputs, f"{api}.enablePrivateCluster"):
        yield Failure(
            f"{api}.authorizedIPRanges", "InvalidParameter: a private cluster has no authorised IP ranges"
        )
    if len(ranges) > 200:
        yield Failure(
            f"{api}.authorizedIPRanges", f"InvalidParameter: {len(ranges)} ranges, at most 200 are allowed"
        )
    yield from blocks(inputs, f"{api}.authorizedIPRanges")
    for name in ("tenantID", "adminGroupObjectIDs"):
        for value in texts(inputs, f"{directory}.{name}"):
            if not GUID.fullmatch(value):
                yield Failure(f"{directory}.{name}", f"InvalidParameter: {value!r} is not a GUID")
    managed = flag(inputs, f"{directory}.managed")
    if flag(inputs, "disableLocalAccounts") and inputs.get(directory) is None:
        yield Failure(
            "disableLocalAccounts", "InvalidParameter: without local accounts the cluster needs aadProfile"
        )
    if flag(inputs, f"{directory}.enableAzureRBAC") and not managed:
        yield Failure(f"{directory}.enableAzureRBAC", "InvalidParameter: Azure RBAC needs aadProfile.managed")
    if flag(inputs, "securityProfile.workloadIdentity.enabled") and not flag(
        inputs, "oidcIssuerProfile.enabled"
    ):
        yield Failure(
            "securityProfile", "InvalidParameter: workload identity needs oidcIssuerProfile.enabled"
        )


def pools_check(inputs: Properties) -> Iterator[Failure]:
    """At least one pool for AKS's own pods, and all of them sound."""
    pools = inputs.get("agentPoolProfiles")
    if not isinstance(pools, (list, tuple)):
        return
    sound = [pool for pool in pools if isinstance(pool, Mapping)]
    modes = [mode for pool in sound for mode in values(pool, "mode")]
    if sound and all(isinstance(mode, str) for mode in modes) and "System" not in modes:
        yield Failure("agentPoolProfiles", "InvalidParameter: at least one pool must have the mode System")
    for number, pool in enumerate(sound):
        yield from pool_check(pool, f"agentPoolProfiles[{number}].")
