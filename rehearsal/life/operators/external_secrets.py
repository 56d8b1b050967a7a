"""External Secrets: a store is valid, and each ExternalSecret that may use it gets its Secret, with placeholders for values.

https://external-secrets.io/latest/api/externalsecret/. What is in the real store is not known: the keys are those asked for,
the values say that they are no secret.
"""

from datetime import UTC, datetime

from rehearsal.life.operators.answers import Answer, Condition, Find, Object, always, is_true, not_yet

GROUP = "external-secrets.io/v1"

store = always(Condition("Ready", "Valid", "store validated"), capabilities="ReadWrite")


def external_secret(obj: Object, find: Find) -> Answer:
    """Synced, once its store is there and ready, and lets this namespace in."""
    namespace, named = obj["metadata"]["namespace"], obj["spec"].get("secretStoreRef") or {}
    kind, name = named.get("kind", "SecretStore"), named.get("name", "")
    found = find(GROUP, kind, name, "" if kind == "ClusterSecretStore" else namespace)
    if found is None:
        return _failed(f'could not get {kind} "{name}", not found')
    if not is_true(found, "Ready"):
        return _failed(f'{kind} "{name}" is not ready')
    home = find("v1", "Namespace", namespace, "") or {"metadata": {}}
    if kind == "ClusterSecretStore" and not lets_in(found, namespace, home["metadata"].get("labels") or {}):
        return _failed(
            f'using cluster store "{name}" is not allowed from namespace "{namespace}": denied by spec.condition'
        )
    secret = find("v1", "Secret", target(obj), namespace)
    owned = (obj["spec"].get("target") or {}).get("creationPolicy", "Owner") == "Owner"
    status = {"refreshTime": refreshed(obj), "binding": {"name": target(obj)}}
    synced = Condition("Ready", "SecretSynced", "secret synced")
    return Answer((synced,), status, () if secret else (_secret(obj),), owned=owned)


def refreshed(obj: Object) -> str:
    """When it was fetched last: when it was made, or at the second that somebody has given as `force-sync`."""
    asked = str((obj["metadata"].get("annotations") or {}).get("force-sync", ""))
    if not asked.isdigit():
        return str(obj["metadata"]["creationTimestamp"])
    return datetime.fromtimestamp(int(asked), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def target(obj: Object) -> str:
    """The name of the Secret that an ExternalSecret asks for."""
    return str((obj["spec"].get("target") or {}).get("name") or obj["metadata"]["name"])


def lets_in(found: Object, namespace: str, labels: dict[str, str]) -> bool:
    """Whether a cluster-wide store may be used from a namespace: one of its conditions holds, or it has none."""
    conditions = found["spec"].get("conditions") or ()
    for one in conditions:
        selector = (one.get("namespaceSelector") or {}).get("matchLabels")
        if namespace in (one.get("namespaces") or ()) or (selector and selector.items() <= labels.items()):
            return True
    return not conditions


def _failed(message: str) -> Answer:
    return not_yet("SecretSyncedError", message)


def _secret(obj: Object) -> Object:
    spec, template = obj["spec"], (obj["spec"].get("target") or {}).get("template") or {}
    keys = [str(one["secretKey"]) for one in spec.get("data") or ()]
    if template.get("data") and template.get("mergePolicy") != "Merge":
        keys = []
    keys += [str(key) for key in template.get("data") or ()]
    if spec.get("dataFrom") and not keys:
        keys = ["value"]
    metadata = template.get("metadata") or {}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": template.get("type", "Opaque"),
        "metadata": {
            "name": target(obj),
            "namespace": obj["metadata"]["namespace"],
            "labels": {**(metadata.get("labels") or {}), "reconcile.external-secrets.io/managed": "true"},
            "annotations": dict(metadata.get("annotations") or {}),
        },
        "stringData": {key: f"placeholder-of-{key}" for key in keys},
    }
