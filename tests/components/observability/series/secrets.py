"""Series for the alerts on External Secrets."""

from tests.components.observability.series.pair import NODES, Pair

_AVAILABLE = 'kube_deployment_status_replicas_available{deployment="external-secrets"}'
_CALL = 'externalsecret_provider_api_calls_count{provider="AWS/SecretsManager",call="GetSecretValue"'
_READY = 'condition="Ready",status="False"}'


def _calls(failed: int) -> dict[str, str]:
    return {
        f'{_CALL},status="success"}}': f"0+{100 - failed}x120",
        f'{_CALL},status="error"}}': f"0+{failed}x120",
    }


PAIRS = (
    Pair(
        "ExternalSecretNotSynced",
        {f'externalsecret_status_condition{{namespace="shop",name="database",{_READY}': "1x120"},
        {f'externalsecret_status_condition{{namespace="shop",name="database",{_READY}': "0x120"},
        "ExternalSecret shop/database is not in step with the store (not ready is 1): its Secret is missing, or keeps an old "
        "value.",
        {"namespace": "shop", "name": "database"},
    ),
    Pair(
        "SecretStoreNotReady",
        {f'clustersecretstore_status_condition{{name="platform",{_READY}': "1x120"},
        {
            f'clustersecretstore_status_condition{{name="platform",{_READY}': "0x120",
            f'secretstore_status_condition{{namespace="shop",name="own",{_READY}': "0x120",
        },
        "Secret store platform cannot be used (not ready is 1): no secret is renewed from it.",
        {"name": "platform"},
    ),
    Pair(
        "SecretProviderErrors",
        _calls(failed=20),
        _calls(failed=9),
        "20% of the calls GetSecretValue to AWS/SecretsManager fail.",
        {"provider": "AWS/SecretsManager", "call": "GetSecretValue"},
    ),
    Pair(
        "ExternalSecretsDown",
        {**NODES, _AVAILABLE: "0x120"},
        {**NODES, _AVAILABLE: "1x120"},
        "The External Secrets operator has 0 available replicas: Secrets stay as they are, and none is renewed.",
    ),
)
