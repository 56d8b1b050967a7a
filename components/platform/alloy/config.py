"""Alloy's configuration, in its own language. Pure.

The chart puts it through Helm's templates, so nothing here may hold two braces in a row.
"""

import json

# Each takes what its brackets match out of a line. A net beneath the applications' own care, not in its stead: what has no form
# to be known by gets through.
SECRETS = (
    # The value beside a telling name: password=…, "api_key": "…".
    r"""(?i)(?:password|passwd|secret|token|api[_-]?key|private[_-]?key)["']?\s*[:=]\s*["']?([^\s"',;&]{4,})""",
    # What an HTTP request is authorised by (RFC 6750, RFC 7617).
    r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/=-]{8,})",
    # A JSON Web Token (RFC 7519).
    r"\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)",
    # The identifier of an AWS access key (AWS IAM User Guide, "IAM identifiers").
    r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b",
)
REDACTED = "[redacted]"
_META = "__meta_kubernetes_pod_"


def _rule(target: str, *sources: str, regex: str = "") -> str:
    names = ", ".join(json.dumps(f"__meta_kubernetes_{source}") for source in sources)
    found = f"\n    regex         = {json.dumps(regex)}" if regex else ""
    return f"""\
  rule {{
    source_labels = [{names}]{found}
    target_label  = {json.dumps(target)}
  }}"""


def _write(loki: str, cluster: str) -> str:
    return f"""\
loki.write "loki" {{
  endpoint {{
    url = {json.dumps(f"{loki}/loki/api/v1/push")}
  }}
  external_labels = {{ cluster = {json.dumps(cluster)} }}
}}
"""


def _redaction() -> str:
    stages = [
        f"""\
  stage.replace {{
    expression = {json.dumps(expression)}
    replace    = {json.dumps(REDACTED)}
  }}"""
        for expression in SECRETS
    ]
    return "\n".join(stages)


def pods(loki: str, cluster: str, *, redact: bool) -> str:
    """The logs of the pods on Alloy's own node, each line labelled with namespace, pod, container and app.

    By the Kubernetes API: from the node's files it would have to run as root with the node's folders mounted, which is Pod
    Security level privileged on every node. It costs the kubelets more (Alloy's reference, "loki.source.kubernetes").
    """
    rules = "\n".join(
        (
            _rule("namespace", "namespace"),
            _rule("pod", "pod_name"),
            _rule("container", "pod_container_name"),
            # The recommended label, else the short one.
            _rule("app", "pod_label_app_kubernetes_io_name", "pod_label_app", regex="^;*([^;]+)(;.*)?$"),
        )
    )
    stages = f"{_redaction()}\n" if redact else ""
    return f"""\
discovery.kubernetes "pods" {{
  role = "pod"
  selectors {{
    role  = "pod"
    field = "spec.nodeName=" + sys.env("NODE_NAME")
  }}
}}
discovery.relabel "pods" {{
  targets = discovery.kubernetes.pods.targets
  rule {{
    source_labels = ["{_META}phase"]
    regex         = "Pending"
    action        = "drop"
  }}
{rules}
}}
loki.source.kubernetes "pods" {{
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.pods.receiver]
}}
loki.process "pods" {{
  forward_to = [loki.write.loki.receiver]
{stages}  stage.label_drop {{
    values = ["instance"]
  }}
}}
{_write(loki, cluster)}"""


def events(loki: str, cluster: str) -> str:
    """The events of all namespaces, as JSON. By one pod: two would send each event twice."""
    return f"""\
loki.source.kubernetes_events "events" {{
  job_name   = "kubernetes-events"
  log_format = "json"
  forward_to = [loki.process.events.receiver]
}}
loki.process "events" {{
  forward_to = [loki.write.loki.receiver]
  stage.label_drop {{
    values = ["instance"]
  }}
}}
{_write(loki, cluster)}"""
