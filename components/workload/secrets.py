"""Secrets by reference: an ExternalSecret that brings values from the stack's store into the namespace. Pure."""

from collections.abc import Mapping
from typing import Any

from components.contracts import SecretStore


def external_secret(name: str, secrets: Mapping[str, str], store: SecretStore) -> Mapping[str, Any]:
    """The body of an ExternalSecret. secrets: variable -> name in the store, with #field for one field of a JSON secret."""
    return {
        "refreshInterval": f"{store.refresh_minutes}m",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": store.name},
        # Owner: the Secret goes with the ExternalSecret, so nothing is left behind when a workload is removed.
        "target": {"name": name, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [
            {"secretKey": variable, "remoteRef": _remote(reference, store.prefix)}
            for variable, reference in sorted(secrets.items())
        ],
    }


def _remote(reference: str, prefix: str) -> dict[str, str]:
    key, _, field = reference.partition("#")
    return {"key": f"{prefix}{key}", **({"property": field} if field else {})}
