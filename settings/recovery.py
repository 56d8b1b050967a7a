"""How soon an application is to be back after a disaster, and how much of its data may be lost."""

from pydantic import Field

from settings.types import Model


class Recovery(Model):
    """rto_hours: within which it serves again (recovery time objective). rpo_hours: of whose writes may be lost (recovery point
    objective), which its backups are checked against: one taken daily cannot meet an hour."""

    rto_hours: float = Field(gt=0, le=8760)
    rpo_hours: float = Field(gt=0, le=8760)
