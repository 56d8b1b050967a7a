"""The sizes of Azure's machines."""

import pytest

from facts.azure_vm_sizes import SIZES, VmSize


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("Standard_D4s_v3", VmSize(4, 16, 100, False)),
        ("Standard_D4s_v5", VmSize(4, 16, 0, False)),
        ("Standard_D4ds_v5", VmSize(4, 16, 150, False)),
        ("Standard_E8ads_v5", VmSize(8, 64, 300, False)),
        ("Standard_D2pds_v5", VmSize(2, 8, 75, True)),
        ("Standard_F72s_v2", VmSize(72, 144, 1152, False)),
    ],
)
def test_a_size_has_what_azures_pages_say(size: str, expected: VmSize) -> None:
    assert SIZES[size] == expected


def test_every_size_can_have_premium_disks_and_so_encryption_at_host() -> None:
    assert [size for size in SIZES if "s_v" not in size] == []


def test_sizes_that_do_not_exist_are_not_there() -> None:
    assert not {"Standard_D3s_v5", "Standard_D128s_v5", "Standard_D4_v5"} & SIZES.keys()
