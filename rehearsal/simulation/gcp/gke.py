"""GKE clusters.

Rules: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters and the how-to guides on
networks, maintenance windows and release channels, read as of 2026-08. Replacement follows the ForceNew marks of
terraform-provider-google 7.
"""

import base64
from collections.abc import Iterator, Mapping

from facts.gcp_regions import REGIONS, zones
from rehearsal.simulation.gcp.gke_maintenance import maintenance_check
from rehearsal.simulation.gcp.gke_node_config import node_config_check
from rehearsal.simulation.gcp.gke_prerequisites import key_refuse, network_refuse
from rehearsal.simulation.gcp.inputs import block, blocks, invalid, names, one_of
from rehearsal.simulation.gcp.kms import KEY
from rehearsal.simulation.gcp.network import NETWORK, SUBNETWORK
from rehearsal.simulation.gcp.resource import Reference, all_labels, digest, gcp, lookup, project, scope
from rehearsal.simulation.inputs import one, texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

CLUSTER = "gcp:container/cluster:Cluster"
VERSIONS = ("1.34", "1.35", "1.36")
CHANNELS = ("RAPID", "REGULAR", "STABLE", "EXTENDED")
LOGS = ("SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS", "KCP_VPA")
METRICS = (
    *(
        "SYSTEM_COMPONENTS",
        "APISERVER",
        "SCHEDULER",
        "CONTROLLER_MANAGER",
        "STORAGE",
        "HPA",
        "POD",
        "DAEMONSET",
    ),
    *("DEPLOYMENT", "STATEFULSET", "KUBELET", "CADVISOR", "DCGM", "JOBSET"),
)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "releaseChannel.channel": CHANNELS,
    "datapathProvider": ("LEGACY_DATAPATH", "ADVANCED_DATAPATH"),
    "networkingMode": ("VPC_NATIVE", "ROUTES"),
    "loggingConfig.enableComponents": LOGS,
    "monitoringConfig.enableComponents": METRICS,
    "databaseEncryption.state": ("ENCRYPTED", "DECRYPTED"),
    "securityPostureConfig.mode": ("DISABLED", "BASIC", "ENTERPRISE"),
    "securityPostureConfig.vulnerabilityMode": (
        *("VULNERABILITY_DISABLED", "VULNERABILITY_BASIC", "VULNERABILITY_ENTERPRISE"),
    ),
    "dnsConfig.clusterDns": ("PROVIDER_UNSPECIFIED", "PLATFORM_DEFAULT", "CLOUD_DNS", "KUBE_DNS"),
    "anonymousAuthenticationConfig.mode": ("ENABLED", "LIMITED"),
}


def check(inputs: Properties) -> Iterator[Failure]:
    """What a cluster's inputs alone show."""
    yield from names(inputs, "name", 40)
    for path, choices in CHOICES.items():
        yield from one_of(inputs, path, choices)
    if one(inputs, "releaseChannel.channel") is None:
        yield invalid("releaseChannel", None, f"A new cluster needs a release channel: {', '.join(CHANNELS)}")
    for text in texts(inputs, "minMasterVersion"):
        if not text.startswith(VERSIONS):
            reason = (
                f"No valid versions with the prefix '{text}' found; the channel has {', '.join(VERSIONS)}"
            )
            yield invalid("minMasterVersion", text, reason)
    yield from place_check(inputs)
    yield from reach_check(inputs)
    yield from maintenance_check(inputs)
    yield from node_config_check(inputs)
    dataplane = one(inputs, "datapathProvider")
    if dataplane == "ADVANCED_DATAPATH" and one(inputs, "networkPolicy.enabled") is True:
        yield invalid("networkPolicy", True, "Dataplane V2 enforces network policy itself; leave it out")
    if (
        one(inputs, "databaseEncryption.state") == "ENCRYPTED"
        and one(inputs, "databaseEncryption.keyName") is None
    ):
        yield invalid("databaseEncryption.keyName", None, "Encryption needs a key")
    for text in texts(inputs, "authenticatorGroupsConfig.securityGroup"):
        if not text.startswith("gke-security-groups@"):
            yield invalid(
                "authenticatorGroupsConfig.securityGroup", text, "Must be gke-security-groups@DOMAIN"
            )


def place_check(inputs: Properties) -> Iterator[Failure]:
    """A region or a zone that exists, and zones of that region."""
    for where in texts(inputs, "location"):
        region = where if where in REGIONS else where.rpartition("-")[0]
        if region not in REGIONS or (where != region and where not in zones(region)):
            yield invalid("location", where, "No such region or zone")
            continue
        for zone in texts(inputs, "nodeLocations"):
            if zone not in zones(region):
                yield invalid(
                    "nodeLocations", zone, f"Not a zone of {region}, which has {', '.join(zones(region))}"
                )


def reach_check(inputs: Properties) -> Iterator[Failure]:
    """Blocks that may reach the control plane, and some way to reach it."""
    for text in texts(inputs, "privateClusterConfig.masterIpv4CidrBlock"):
        found = block(text)
        if found is None or found.prefixlen != 28:
            yield invalid("privateClusterConfig.masterIpv4CidrBlock", text, "Must be a /28")
    path = "masterAuthorizedNetworksConfig.cidrBlocks"
    yield from blocks(inputs, f"{path}.cidrBlock")
    if len(list(values(inputs, path))) > 100:
        yield invalid(path, "", "At most 100 authorized networks")
    ways = "controlPlaneEndpointsConfig"
    by_address = one(inputs, f"{ways}.ipEndpointsConfig.enabled", True)
    by_name = one(inputs, f"{ways}.dnsEndpointConfig.allowExternalTraffic", False)
    if by_address is False and by_name is False:
        yield invalid(ways, "", "Neither the DNS endpoint nor the IP endpoints are on")
    for text in texts(inputs, "workloadIdentityConfig.workloadPool"):
        own = inputs.get("project")
        if isinstance(own, str) and text != f"{own}.svc.id.goog":
            yield invalid("workloadIdentityConfig.workloadPool", text, f"Must be {own}.svc.id.goog")


def refuse(call: Call) -> None:
    """Network, ranges, key and account fit, and the version only goes up."""
    network_refuse(call)
    key_refuse(call)
    old, new = call.olds.get("minMasterVersion"), call.inputs.get("minMasterVersion")
    if isinstance(old, str) and isinstance(new, str) and old[:4] in VERSIONS and new[:4] in VERSIONS:
        steps = VERSIONS.index(new[:4]) - VERSIONS.index(old[:4])
        if steps not in {0, 1}:
            raise Refused(
                "400 badRequest",
                f"Master cannot be upgraded from {old} to {new}: one minor version up at a time",
            )


def answer(call: Call, id_: str) -> Properties:
    """The cluster, RUNNING, with its endpoints and its certificate authority."""
    ca = f"-----BEGIN CERTIFICATE-----\nsimulated {id_} {digest(call, 'ca', 40)}\n-----END CERTIFICATE-----\n"
    host = f"gke-{digest(call, 'dns', 32)}.{call.inputs.get('location')}.gke.goog"
    octets = int(digest(call, "address", 6), 16)
    public = f"203.0.113.{octets % 250 + 1}"
    subnet = next((lookup(call, SUBNETWORK, text) for text in texts(call.inputs, "subnetwork")), None)
    primary = block(subnet.outputs.get("ipCidrRange")) if subnet else None
    inner = str(primary.network_address + 2) if primary else "10.128.0.2"
    version = str(call.inputs.get("minMasterVersion", VERSIONS[1]))
    private = one(call.inputs, "privateClusterConfig", {})
    shut = one(private, "enablePrivateEndpoint") is True
    ways = one(call.inputs, "controlPlaneEndpointsConfig", {})
    return {
        "selfLink": f"https://container.googleapis.com/v1/{id_}",
        "endpoint": inner if shut else public,
        "masterVersion": version if version.count(".") > 1 else f"{version}.4-gke.1000000",
        "masterAuth": {
            **one(call.inputs, "masterAuth", {}),
            "clusterCaCertificate": base64.b64encode(ca.encode()).decode(),
            "clientCertificate": "", "clientKey": "",
        },
        "privateClusterConfig": {**private, "privateEndpoint": inner, "publicEndpoint": "" if shut else public},
        "controlPlaneEndpointsConfig": {
            **ways, "dnsEndpointConfig": {**one(ways, "dnsEndpointConfig", {}), "endpoint": host},
        },
        "servicesIpv4Cidr": "", "operation": "",
        "effectiveLabels": all_labels(call),
        "deletionProtection": call.inputs.get("deletionProtection", True),
    }  # fmt: skip


def delete(call: Call) -> None:
    """Deletion protection keeps a cluster. Its pools would go with it, so nothing but that keeps it."""
    if call.olds.get("deletionProtection") is True:
        raise Refused(
            "FAILED_PRECONDITION",
            f"Cannot destroy cluster {call.id} because deletionProtection is set to true; set it to false in an update first",
        )
    for pool in call.world.of("gcp:container/nodePool:NodePool", scope(call.provider)):
        if pool.id.startswith(f"{call.id}/"):
            raise Refused(
                "400 FAILED_PRECONDITION", f"Cluster {call.id} is running an operation on {pool.id}"
            )


KINDS: Mapping[str, Kind] = {
    CLUSTER: gcp(
        lambda call: f"projects/{project(call)}/locations/{call.inputs.get('location')}/clusters/{call.inputs.get('name')}",
        answer, api="container", check=check, refuse=refuse, delete=delete, autoname="name",
        references=(
            Reference("network", NETWORK), Reference("subnetwork", SUBNETWORK), Reference("databaseEncryption.keyName", KEY),
        ),
        required=("location",),
        replaces=("name", "location", "project", "network", "subnetwork", "datapathProvider", "networkingMode",
                  "ipAllocationPolicy", "initialNodeCount", "nodeConfig", "privateClusterConfig.masterIpv4CidrBlock",
                  "enableKubernetesAlpha", "enableAutopilot", "confidentialNodes"),
    ),
}  # fmt: skip
