"""What the namespace of Prometheus, Alertmanager and Grafana takes from the secret store. Pure."""

from collections.abc import Mapping
from typing import Any

from components.contracts import SecretStore


def stored(store: SecretStore, name: str, references: Mapping[str, str]) -> Mapping[str, Any]:
    """The body of an ExternalSecret. name: of the Secret that it makes. references: key in it -> NAME or NAME#FIELD in the
    store, after the stack's prefix."""

    def reference(key: str) -> dict[str, str]:
        secret, _, field = key.partition("#")
        return {"key": f"{store.prefix}{secret}", **({"property": field} if field else {})}

    return {
        "refreshInterval": f"{store.refresh_minutes}m",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": store.name},
        "target": {"name": name, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [{"secretKey": key, "remoteRef": reference(at)} for key, at in references.items()],
    }


def login(key: str) -> dict[str, str]:
    """The references of a JSON secret with the fields username and password."""
    return {field: f"{key}#{field}" for field in ("username", "password")}
