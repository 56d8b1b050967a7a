"""The types of an object's fields: text, number, object or list, as the API server decodes them before it looks closer.

A field means the same wherever it occurs in the kinds that are checked, so its name is enough. Source:
https://kubernetes.io/docs/reference/kubernetes-api/ (1.35).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.simulation.kinds import UNKNOWN, Failure, Properties, words

TEXTS = words(
    """
    apiVersion clusterIP concurrencyPolicy containerName dnsPolicy externalName generateName host hostname image
    imagePullPolicy ingressClassName kind mountPath name namespace path pathType priorityClassName procMount protocol
    restartPolicy schedule secretName serviceAccountName serviceName storageClassName timeZone topologyKey type
    whenUnsatisfiable
    """
)
NUMBERS = words(
    """
    activeDeadlineSeconds averageUtilization backoffLimit completions containerPort endPort failedJobsHistoryLimit
    failureThreshold hostPort initialDelaySeconds maxReplicas maxSkew minReadySeconds minReplicas nodePort number
    parallelism periodSeconds progressDeadlineSeconds replicas revisionHistoryLimit runAsGroup runAsUser
    startingDeadlineSeconds successThreshold successfulJobsHistoryLimit terminationGracePeriodSeconds timeoutSeconds
    """
)
OBJECTS = words(
    """
    affinity appArmorProfile backend capabilities defaultBackend emptyDir exec grpc hard http httpGet ipBlock
    jobTemplate labels lifecycle livenessProbe matchLabels metadata namespaceSelector nodeSelector podSelector postStart
    preStop readinessProbe requests roleRef rollingUpdate scaleTargetRef seLinuxOptions seccompProfile securityContext
    selector spec startupProbe strategy tcpSocket template updateStrategy valueFrom windowsOptions
    """
)
LISTS = words(
    """
    accessModes add apiGroups args command containers drop egress env envFrom except from hosts imagePullSecrets ingress
    initContainers loadBalancerSourceRanges metrics paths policyTypes ports rules subjects sysctls tls to tolerations
    topologySpreadConstraints verbs versions volumeClaimTemplates volumeMounts volumes
    """
)
SIMPLE = words(
    "accessModes add apiGroups args command drop except hosts loadBalancerSourceRanges policyTypes verbs"
)
"""Lists of texts; the members of the others are objects."""
FREE = words("annotations binaryData data labels matchLabels nodeSelector parameters schema stringData")
"""Fields below which the program chooses the names."""
TYPES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    **dict.fromkeys(TEXTS, ("text", (str,))),
    **dict.fromkeys(NUMBERS, ("a number", (int,))),
    **dict.fromkeys(OBJECTS, ("an object", (Mapping,))),
    **dict.fromkeys(LISTS, ("a list", (list, tuple))),
}


def shape(given: Properties, path: str = "") -> Iterator[Failure]:
    """A failure for every field of the wrong type. An absent or an unknown value has any type."""
    for name, value in given.items():
        if value is None or value is UNKNOWN:
            continue
        here = f"{path}.{name}" if path else name
        if name in TYPES:
            what, types = TYPES[name]
            if not isinstance(value, types) or isinstance(value, bool):
                yield Failure(here, f"Invalid type: {value!r} is not {what}")
                continue
        if name not in FREE:
            yield from inside(value, here)


def inside(value: Any, path: str) -> Iterator[Failure]:
    """A failure for every field of the wrong type within a value."""
    if isinstance(value, Mapping):
        yield from shape(value, path)
    elif isinstance(value, (list, tuple)):
        simple = path.rpartition(".")[2] in SIMPLE
        for number, item in enumerate(value):
            if simple and not (isinstance(item, str) or item is UNKNOWN):
                yield Failure(f"{path}[{number}]", f"Invalid type: {item!r} is not text")
            yield from inside(item, f"{path}[{number}]")
