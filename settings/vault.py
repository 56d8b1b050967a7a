"""What a stack file may say about HashiCorp Vault as the place where its secrets are."""

from typing import Annotated, Literal

from pydantic import Field

from settings.secret_names import SecretNames
from settings.types import DnsLabel, Model

SECRET_NAMES = SecretNames(r"[\w./-]+#[\w.-]+", "NAME#FIELD, where Vault's NAME has letters, digits and _./-")
"""A secret of Vault is a mapping, so a reference names the field besides."""


class Authority(Model):
    """The certificate of whoever signed Vault's own, in an object of the cluster that is there already."""

    kind: Literal["ConfigMap", "Secret"] = "ConfigMap"
    name: DnsLabel
    key: str = "ca.crt"
    namespace: DnsLabel


class VaultStore(Model):
    """A key-value engine (version 2) of HashiCorp Vault, entered with the Kubernetes auth method.

    path: where the engine is mounted. mount: where the auth method is; {cluster} in it stands for the cluster's name, for each
    cluster has a method of its own. role: its role, bound to the service account external-secrets in the namespace
    external-secrets; what it may read is that role's policy to say. ca: without it, a certificate that everybody trusts.
    """

    server: Annotated[str, Field(pattern=r"^https://[^\s/]+$", description="the address, https://HOST:PORT")]
    role: Annotated[str, Field(pattern=r"^[\w-]+$", description="the name of a role of the auth method")]
    path: Annotated[str, Field(pattern=r"^[\w-]+(/[\w-]+)*$")] = "secret"
    mount: Annotated[str, Field(pattern=r"^([\w-]|\{cluster\})+(/([\w-]|\{cluster\})+)*$")] = "kubernetes"
    ca: Authority | None = None

    def provider(self, cluster: str) -> dict[str, object]:
        """The `provider` of a ClusterSecretStore. No token is kept: the controller's own is shown to Vault."""
        vault: dict[str, object] = {
            "server": self.server,
            "path": self.path,
            "version": "v2",
            "auth": {
                "kubernetes": {"mountPath": self.mount.replace("{cluster}", cluster), "role": self.role}
            },
        }
        if self.ca:
            vault["caProvider"] = {
                "type": self.ca.kind,
                "name": self.ca.name,
                "key": self.ca.key,
                "namespace": self.ca.namespace,
            }
        return {"vault": vault}
