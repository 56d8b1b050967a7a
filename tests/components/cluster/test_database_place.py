"""What the places of managed databases have in common."""

import pulumi
import pytest

from components.cluster.database_place import DatabasePlace
from settings.clusters.existing import ExistingCluster


def place(*, protect: bool) -> DatabasePlace:
    found = DatabasePlace()
    found.name = "main"
    found.settings = ExistingCluster(cloud="existing", context="main", protect=protect)
    found.opts = pulumi.ResourceOptions(delete_before_replace=True)
    return found


def test_what_is_made_for_a_database_is_called_after_its_cluster_and_itself() -> None:
    assert place(protect=True).own("orders") == "main-database-orders"


@pytest.mark.parametrize("protect", [True, False])
def test_what_a_database_cannot_do_without_is_protected_as_its_cluster_is(protect: bool) -> None:
    kept = place(protect=protect).kept

    assert (kept.protect, kept.delete_before_replace) == (protect, True)
