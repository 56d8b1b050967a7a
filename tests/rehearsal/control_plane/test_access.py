"""How to reach the planes, handed from one process to another."""

from pathlib import Path

from rehearsal.control_plane.access import Access, read, write


def test_records_are_read_as_they_were_written_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    planes = [
        Access(f"https://127.0.0.1:{port}", "/a/ca.crt", "/a/admin.crt", "/a/admin.key") for port in (1, 2)
    ]

    write(tmp_path / "planes.json", planes)

    assert read(tmp_path / "planes.json") == planes
    assert (tmp_path / "planes.json").stat().st_mode & 0o777 == 0o600
