"""Management locks: what nobody may delete, whoever they are."""

from rehearsal.simulation.kinds import Call, Refused

LOCK = "azure-native:authorization:ManagementLockByScope"


def release(call: Call, subscription: str) -> None:
    """Refuse to delete what is locked, what is within something locked, and what has something locked in it."""
    mine = call.id.lower()
    for lock in call.world.of(LOCK, subscription):
        scope = str(lock.inputs.get("scope")).lower()
        if mine == scope or mine.startswith(f"{scope}/") or scope.startswith(f"{mine}/"):
            reason = f"{call.id} cannot be deleted: the lock {lock.id.rsplit('/', 1)[-1]} is on {lock.inputs.get('scope')}"
            raise Refused("ScopeLocked", reason)
