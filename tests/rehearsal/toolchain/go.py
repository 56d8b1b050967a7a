"""A Go that builds in no time, for tests of what is built when."""

import stat
from pathlib import Path

Environment = dict[str, str]


def script(folder: Path, name: str, *lines: str) -> Path:
    """An executable of that name which runs these shell lines. It finds nothing on PATH, so that tests can empty it."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def script_go(folder: Path, *instead: str) -> None:
    """A `go` in `folder`/bin which notes in `folder`/builds what it builds, one file a line; or does something instead."""
    build = (
        'while [ "$1" != -o ]; do shift; done',
        f'echo "$2" >> {folder / "builds"}',
        'echo "github.com/example/one" >&2',
        "/bin/sleep 0.3",
        'printf "#!/bin/sh\\necho built\\n" > "$2"; /bin/chmod +x "$2"',
    )
    answer = 'if [ "$1" = env ]; then echo go1.26.0 linux amd64; exit 0; fi'
    script(folder / "bin", "go", answer, *(instead or build))
