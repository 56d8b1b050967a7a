"""Alerts on External Secrets."""

from components.observability.alerts.rules import Alert, Group, down

PROVIDER_ERRORS = 0.1

_READY = '{condition="Ready",status="False"} == 1'
_CALLS = "externalsecret_provider_api_calls_count"
_BY = "sum by (provider, call)"

EXTERNAL_SECRETS = Group(
    "external-secrets",
    "external-secrets",
    "secrets",
    (
        Alert(
            "ExternalSecretNotSynced",
            f"max by (namespace, name) (externalsecret_status_condition{_READY})",
            "10m",
            "warning",
            "An ExternalSecret has not been in step with the store for 10 minutes",
            "ExternalSecret {{ $labels.namespace }}/{{ $labels.name }} is not in step with the store (not ready is "
            "{{ $value }}): its Secret is missing, or keeps an old value.",
        ),
        Alert(
            "SecretStoreNotReady",
            f"max by (name) (clustersecretstore_status_condition{_READY})"
            f" or max by (namespace, name) (secretstore_status_condition{_READY})",
            "10m",
            "critical",
            "A secret store has not been usable for 10 minutes",
            "Secret store {{ $labels.name }} cannot be used (not ready is {{ $value }}): no secret is renewed from it.",
        ),
        Alert(
            "SecretProviderErrors",
            f'{_BY} (rate({_CALLS}{{status="error"}}[15m])) / {_BY} (rate({_CALLS}[15m])) > {PROVIDER_ERRORS}',
            "15m",
            "warning",
            "More than 10 % of the calls to a secret store's service fail",
            "{{ $value | humanizePercentage }} of the calls {{ $labels.call }} to {{ $labels.provider }} fail.",
        ),
        Alert(
            "ExternalSecretsDown",
            down("external-secrets"),
            "10m",
            "critical",
            "No replica of the External Secrets operator is available",
            "The External Secrets operator has {{ $value }} available replicas: Secrets stay as they are, and none is renewed.",
        ),
    ),
)
GROUPS = (EXTERNAL_SECRETS,)
