"""A simulated Google Cloud project with the things that most objects need: APIs, a network, a key, a cluster."""

from typing import Any

from rehearsal.simulation.gcp import KINDS
from tests.rehearsal.simulation.service import Service

PROJECT = "example-project"
APIS = ("cloudkms", "cloudresourcemanager", "compute", "container", "dns", "iam", "storage")
SERVICE = "gcp:projects/service:Service"
NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"
KEY = "gcp:kms/cryptoKey:CryptoKey"
RANGES = (
    {"rangeName": "pods", "ipCidrRange": "10.64.0.0/20"},
    {"rangeName": "services", "ipCidrRange": "10.60.16.0/20"},
)


class Cloud(Service):
    """The project in one region, its APIs on unless said otherwise; each helper makes one thing and answers its outputs."""

    def __init__(self, region: str = "europe-west4", apis: tuple[str, ...] = APIS) -> None:
        super().__init__(KINDS.__getitem__, {"region": region, "project": PROJECT})
        self.region = region
        for api in apis:
            self.create(SERVICE, service=f"{api}.googleapis.com")

    def network(self, name: str = "main") -> dict[str, Any]:
        return self.create(NETWORK, name=name, autoCreateSubnetworks=False)

    def subnet(self, network: dict[str, Any], **more: Any) -> dict[str, Any]:
        inputs = {"name": "nodes", "ipCidrRange": "10.60.0.0/22", "secondaryIpRanges": list(RANGES)}
        return self.create(SUBNETWORK, **{**inputs, "network": network["id"], "region": self.region, **more})

    def key(self, location: str = "") -> dict[str, Any]:
        ring = self.create("gcp:kms/keyRing:KeyRing", name="ring", location=location or self.region)
        return self.create(KEY, name="key", keyRing=ring["id"])

    def grant(self, key: dict[str, Any]) -> dict[str, Any]:
        agent = self.create(
            "gcp:projects/serviceIdentity:ServiceIdentity", service="container.googleapis.com"
        )
        return self.create(
            "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
            cryptoKeyId=key["id"], role="roles/cloudkms.cryptoKeyEncrypterDecrypter", member=agent["member"],
        )  # fmt: skip

    def sound(self, **more: Any) -> dict[str, Any]:
        """The inputs of a cluster that Google makes, on a network of their own."""
        network = self.network()
        return {
            "name": "main",
            "project": PROJECT,
            "location": self.region,
            "network": network["id"],
            "subnetwork": self.subnet(network)["id"],
            "releaseChannel": {"channel": "REGULAR"},
            "minMasterVersion": "1.35",
            "ipAllocationPolicy": {
                "clusterSecondaryRangeName": "pods",
                "servicesSecondaryRangeName": "services",
            },
            "deletionProtection": False,
            **more,
        }

    def cluster(self, **more: Any) -> dict[str, Any]:
        return self.create(CLUSTER, **self.sound(**more))
