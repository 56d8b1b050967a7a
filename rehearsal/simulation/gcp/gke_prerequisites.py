"""What a simulated GKE cluster needs of its network and its key before it can be made."""

from rehearsal.simulation.gcp.iam import IDENTITY
from rehearsal.simulation.gcp.kms import KEY_MEMBER
from rehearsal.simulation.gcp.network import SUBNETWORK
from rehearsal.simulation.gcp.resource import lookup, project
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import Call, Refused


def network_refuse(call: Call) -> None:
    """The subnetwork is of the network and the region, and has the secondary ranges named."""
    for text in texts(call.inputs, "subnetwork"):
        subnet = lookup(call, SUBNETWORK, text)
        if subnet is None:
            continue
        if subnet.outputs.get("network") != call.inputs.get("network"):
            raise Refused(
                "400 badRequest", f"Subnetwork '{text}' is not in network '{call.inputs.get('network')}'"
            )
        if not str(call.inputs.get("location")).startswith(str(subnet.outputs.get("region"))):
            raise Refused("400 badRequest", f"Subnetwork '{text}' is not in {call.inputs.get('location')}")
        known = set(texts(subnet.outputs, "secondaryIpRanges.rangeName"))
        for use in ("clusterSecondaryRangeName", "servicesSecondaryRangeName"):
            for name in texts(call.inputs, f"ipAllocationPolicy.{use}"):
                if name not in known:
                    reason = f"secondary range '{name}' does not exist in subnetwork '{text}'"
                    raise Refused("400 badRequest", f"ipAllocationPolicy.{use}: {reason}")


def key_refuse(call: Call) -> None:
    """The key is where the cluster is, and GKE's agent may use it."""
    for key in texts(call.inputs, "databaseEncryption.keyName"):
        place = key.split("/")[3] if key.count("/") > 3 else ""
        location = str(call.inputs.get("location"))
        if not place or not location.startswith(place):
            raise Refused(
                "400 badRequest",
                f"databaseEncryption: the key is in '{place}' and the cluster in '{location}'",
            )
        agent = lookup(call, IDENTITY, f"projects/{project(call)}/services/container.googleapis.com")
        member = agent.outputs["member"] if agent else ""
        may = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        if lookup(call, KEY_MEMBER, f"{key}/{may}/{member}") is None:
            raise Refused(
                "400 badRequest",
                f"Cloud KMS: GKE's service agent may not use the key '{key}': grant it {may}",
            )
