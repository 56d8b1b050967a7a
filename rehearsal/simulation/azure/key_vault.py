"""Key vaults, their keys and their secrets.

Rules: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, soft-delete-overview.
"""

import hashlib
from collections.abc import Iterator, Mapping

from rehearsal.simulation.azure.groups import GUID
from rehearsal.simulation.azure.inputs import flag, one_of, text, within
from rehearsal.simulation.azure.resource import (
    Name,
    azure,
    found,
    group_id,
    in_place,
    name_of,
    named_check,
    subscription,
)
from rehearsal.simulation.inputs import texts, values
from rehearsal.simulation.kinds import Call, Failure, Kind, Properties, Refused

VAULT = "azure-native:keyvault:Vault"
KEY = "azure-native:keyvault:Key"
VAULT_NAME = Name(
    "vaultName",
    r"(?!.*--)[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]",
    "3 to 24 letters, digits and single hyphens, a letter first",
)
KEY_NAME = Name("keyName", r"[0-9A-Za-z-]{1,127}", "1 to 127 letters, digits and hyphens")
SECRET = "azure-native:keyvault:Secret"
SECRET_NAME = Name("secretName", KEY_NAME.pattern, KEY_NAME.words)
LARGEST = 25 * 1024
SIZES = (2048, 3072, 4096)


def vault_check(inputs: Properties) -> Iterator[Failure]:
    """A tenant, a tier, and protection that cannot be refused."""
    tenant = text(inputs, "properties.tenantId")
    if tenant and not GUID.fullmatch(tenant):
        yield Failure("properties.tenantId", f"BadRequest: {tenant!r} is not a GUID")
    yield from one_of(inputs, "properties.sku.name", ("standard", "premium"), "BadRequest")
    yield from within(inputs, "properties.softDeleteRetentionInDays", 7, 90, "BadRequest")
    for name in ("enablePurgeProtection", "enableSoftDelete"):
        if False in list(values(inputs, f"properties.{name}")):
            reason = f"the property {name!r} cannot be set to false; leave it out or set it to true"
            yield Failure(f"properties.{name}", f"BadRequest: {reason}")


def vault_refuse(call: Call) -> None:
    """Names are unique in the world, and protection once switched on stays."""
    name = name_of(call, VAULT_NAME).lower()
    taken = [e for e in call.world if e.type == VAULT and str(e.outputs.get("name")).lower() == name]
    if not call.id and taken:
        raise Refused("VaultAlreadyExists", f"the vault name {name!r} is already in use")
    kept = flag(call.olds, "properties.enablePurgeProtection")
    if call.id and kept and not flag(call.inputs, "properties.enablePurgeProtection"):
        raise Refused("BadRequest", "purge protection cannot be switched off again")


def vault(call: Call, id_: str) -> Properties:
    """The vault with its address."""
    given = call.inputs.get("properties")
    name = id_.rsplit("/", 1)[-1]
    uri = {"vaultUri": f"https://{name}.vault.azure.net/", "provisioningState": "Succeeded"}
    return {"properties": {**(given if isinstance(given, Mapping) else {}), **uri}}


def key_check(inputs: Properties) -> Iterator[Failure]:
    """Kinds and sizes of keys."""
    yield from one_of(inputs, "properties.kty", ("RSA", "RSA-HSM", "EC", "EC-HSM"), "BadParameter")
    yield from one_of(inputs, "properties.keySize", SIZES, "BadParameter")
    yield from one_of(
        inputs, "properties.keyOps",
        ("encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey", "import", "release"), "BadParameter",
    )  # fmt: skip


def key_refuse(call: Call) -> None:
    """Keys in hardware are of premium vaults."""
    for one in call.world.of(VAULT, subscription(call.provider)):
        same = one.outputs.get("name") == call.inputs.get("vaultName")
        hardware = text(call.inputs, "properties.kty").endswith("-HSM")
        if same and hardware and "premium" not in list(texts(one.inputs, "properties.sku.name")):
            raise Refused("BadParameter", "a key in hardware (-HSM) needs a vault of the premium tier")


def key(call: Call, id_: str) -> Properties:
    """The key with its addresses, with and without version."""
    parts = id_.split("/")
    uri = f"https://{parts[-3]}.vault.azure.net/keys/{parts[-1]}"
    version = hashlib.sha256(f"{call.token}/version".encode()).hexdigest()[:32]
    return {"keyUri": uri, "keyUriWithVersion": f"{uri}/{version}"}


def secret_check(inputs: Properties) -> Iterator[Failure]:
    """A name and a value of at most 25 KiB, which no message repeats."""
    yield from named_check(SECRET_NAME, inputs)
    for value in texts(inputs, "properties.value"):
        if len(value.encode()) > LARGEST:
            yield Failure(
                "properties.value", f"BadParameter: {len(value.encode())} bytes, {LARGEST} are allowed"
            )


def secret_create(call: Call) -> tuple[str, Properties]:
    """A secret, in a vault of the program's own or in one that was there before, of which nothing is known but its name."""
    vault, name = text(call.inputs, "vaultName"), name_of(call, SECRET_NAME)
    id_ = call.id or f"{group_id(call)}/providers/Microsoft.KeyVault/vaults/{vault}/secrets/{name}"
    if not call.id and found(call, SECRET, id_):
        raise Refused("AlreadyExists", f"cannot create already existing resource {id_}")
    uri = f"https://{vault.lower()}.vault.azure.net/secrets/{name}"
    given = call.inputs.get("properties")
    version = hashlib.sha256(f"{call.token}/version".encode()).hexdigest()[:32]
    addresses = {"secretUri": uri, "secretUriWithVersion": f"{uri}/{version}"}
    return id_, {"name": name, "properties": {**(given if isinstance(given, Mapping) else {}), **addresses}}


KINDS: Mapping[str, Kind] = {
    VAULT: in_place(
        azure(
            "Microsoft.KeyVault/vaults", VAULT_NAME, vault, check=vault_check, refuse=vault_refuse, required=("properties",)
        )
    ),
    KEY: azure(
        "Microsoft.KeyVault/vaults/{vaultName}/keys", KEY_NAME, key, parent=VAULT, check=key_check, refuse=key_refuse,
        required=("properties",), replaces=("properties",),
    ),
    SECRET: Kind(
        secret_create, secret_check, frozenset({"resourceGroupName", "vaultName", "secretName"}),
        frozenset({"resourceGroupName", "vaultName", "properties"}), scope=subscription,
    ),
}  # fmt: skip
