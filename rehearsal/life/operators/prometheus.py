"""The Prometheus operator: a StatefulSet for each Prometheus and Alertmanager, and Available when its pods are.

Names and labels are the operator's: pkg/prometheus/server/statefulset.go and pkg/alertmanager/statefulset.go of
prometheus-operator 0.93.
"""

from typing import Any

from rehearsal.life.operators.answers import Answer, Condition, Find, Object, Operator

PORTS = {"prometheus": 9090, "alertmanager": 9093}


def of(what: str) -> Operator:
    """The operator of `prometheus` or `alertmanager`."""

    def answer(obj: Object, find: Find) -> Answer:
        namespace, name = obj["metadata"]["namespace"], f"{what}-{obj['metadata']['name']}"
        wanted = int(obj["spec"].get("replicas", 1))
        found = find("apps/v1", "StatefulSet", name, namespace)
        if found is None:
            service = find("v1", "Service", f"{what}-operated", namespace)
            made = (_stateful_set(what, obj), *(() if service else (_service(what, namespace),)))
            return Answer(
                (_available("False", "NoPodReady"), _reconciled()), {"replicas": 0}, made, final=False
            )
        available = int((found.get("status") or {}).get("availableReplicas") or 0)
        done = available >= wanted
        counts = {"replicas": wanted, "availableReplicas": available, "updatedReplicas": available,
                  "unavailableReplicas": max(0, wanted - available), "paused": False}  # fmt: skip
        said = (
            _available("True", "")
            if done
            else _available("False" if not available else "Degraded", "SomePodsNotReady")
        )
        return Answer((said, _reconciled()), counts, final=done)

    return answer


def labels(what: str, name: str) -> dict[str, str]:
    """What the pods are found by."""
    shard = {"operator.prometheus.io/name": name, "operator.prometheus.io/shard": "0"}
    return {
        "app.kubernetes.io/name": what, "app.kubernetes.io/instance": name, "app.kubernetes.io/managed-by": "prometheus-operator",
        what: name, **(shard if what == "prometheus" else {}),
    }  # fmt: skip


def _available(status: str, reason: str) -> Condition:
    return Condition("Available", reason, "", status)


def _reconciled() -> Condition:
    return Condition("Reconciled", "")


def _service(what: str, namespace: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": f"{what}-operated",
            "namespace": namespace,
            "labels": {f"operated-{what}": "true"},
        },
        "spec": {
            "clusterIP": "None",
            "selector": {"app.kubernetes.io/name": what},
            "ports": [{"name": "web" if what == "alertmanager" else "http-web", "port": PORTS[what]}],
        },
    }


def _stateful_set(what: str, obj: Object) -> Object:
    spec, name = obj["spec"], obj["metadata"]["name"]
    selector = labels(what, name)
    context = {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    hardened = {
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "fsGroup": 2000,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    template: dict[str, Any] = {
        "serviceAccountName": spec.get("serviceAccountName", "default"),
        "securityContext": spec.get("securityContext") or hardened,
        "containers": [
            {"name": what, "image": spec.get("image", f"quay.io/prometheus/{what}"), "resources": spec.get("resources") or {},
             "ports": [{"name": "web", "containerPort": PORTS[what]}], "securityContext": context}
        ],
        **{key: spec[key] for key in ("nodeSelector", "tolerations", "affinity", "topologySpreadConstraints", "priorityClassName")
           if spec.get(key)},
    }  # fmt: skip
    claim = (spec.get("storage") or {}).get("volumeClaimTemplate")
    claims = (
        [{"metadata": {"name": f"{what}-{name}-db"}, "spec": claim["spec"]}]
        if claim and claim.get("spec")
        else []
    )
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": f"{what}-{name}", "namespace": obj["metadata"]["namespace"], "labels": selector},
        "spec": {
            "replicas": spec.get("replicas", 1),
            "serviceName": f"{what}-operated",
            "podManagementPolicy": "Parallel",
            "selector": {"matchLabels": selector},
            "template": {"metadata": {"labels": selector}, "spec": template},
            "volumeClaimTemplates": claims,
        },
    }
