"""How a stack file is read, and what is said when it cannot be."""

from pathlib import Path

import pytest

from rehearsal import stackfile
from rehearsal.stackfile import StackFileError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two stacks."""
    (tmp_path / "Pulumi.yaml").write_text(
        "name: groundwork\nruntime: python\nconfig:\n  size: {default: small}\n  zone: a\n"
    )
    (tmp_path / "Pulumi.blue.yaml").write_text("config: {groundwork:colour: blue}\n")
    (tmp_path / "Pulumi.green.yaml").write_text("config: {}\n")
    return tmp_path


def written(root: Path, text: str) -> stackfile.StackFile:
    path = root / "Pulumi.written.yaml"
    path.write_text(text)
    return stackfile.read(path, root)


def test_a_stack_is_found_by_name(root: Path) -> None:
    found = stackfile.find("blue", root)

    assert (found.name, found.project) == ("blue", "groundwork")
    assert found.settings == {"size": "small", "zone": "a", "colour": "blue"}


def test_a_stack_file_beside_another_project_within_this_one_is_that_projects() -> None:
    found = stackfile.read(stackfile.ROOT / "bootstrap" / "Pulumi.aws.yaml")

    assert (found.name, found.project) == ("aws", "groundwork-bootstrap")
    assert found.root == stackfile.ROOT / "bootstrap"


def test_a_stack_file_from_anywhere_else_is_this_projects(root: Path) -> None:
    found = stackfile.read(root / "Pulumi.blue.yaml")

    assert (found.root, found.project) == (stackfile.ROOT, "groundwork")
    assert stackfile.read(stackfile.ROOT / "examples" / "Pulumi.eks.yaml").root == stackfile.ROOT


def test_an_unknown_stack_lists_the_known_ones(root: Path) -> None:
    with pytest.raises(StackFileError) as error:
        stackfile.find("red", root)

    assert str(error.value) == f"There is no stack 'red': the stacks in {root} are blue, green."


def test_no_stack_lists_the_known_ones(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert f"the stacks in {root} are blue, green." in str(stackfile.required(root))
    assert "has no Pulumi.<stack>.yaml" in str(stackfile.required(tmp_path_factory.mktemp("empty")))


def test_every_secret_becomes_a_canary_in_its_place_and_nothing_of_the_cipher_stays(root: Path) -> None:
    stack = written(
        root,
        "encryptionsalt: v1:salt\nconfig:\n  groundwork:token: {secure: v1:one}\n"
        "  groundwork:nested:\n    keys: [{secure: v1:two}, plain]\n    a.b: {secure: v1:three}\n",
    )

    assert set(stack.secrets) == {"groundwork:token", "groundwork:nested.keys[0]", 'groundwork:nested["a.b"]'}
    assert all(value.startswith("canary-") for value in stack.secrets.values())
    assert stack.config["groundwork:nested"]["keys"] == [stack.secrets["groundwork:nested.keys[0]"], "plain"]
    assert stack.settings["token"] == {"secure": "[secret]"}
    assert stack.settings["nested"]["keys"] == [{"secure": "[secret]"}, "plain"]
    assert "v1:" not in str(stack)


def test_a_date_stays_text_as_it_does_in_the_engine(root: Path) -> None:
    assert written(root, "config: {groundwork:day: 2026-01-31}").settings["day"] == "2026-01-31"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("config:\n  a: [1\n  b: 2\n", "line 3: this is not YAML"),
        (
            "config:\n  a: 1\n  a: 2\n",
            "line 3: this is not YAML: the key 'a' is given twice; keep one of them",
        ),
        ("just text", "holds str, expected keys and values such as 'config:'"),
        ("config: text", "'config' holds str, expected keys such as 'groundwork:clusters'"),
        ("environment: [dev]", "has 'environment', which a rehearsal cannot honour"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(root: Path, text: str, complaint: str) -> None:
    with pytest.raises(StackFileError) as error:
        written(root, text)

    assert str(error.value).startswith(str(root / "Pulumi.written.yaml"))
    assert complaint in str(error.value)


def test_a_missing_file_says_so(root: Path) -> None:
    with pytest.raises(StackFileError, match=r"nowhere\.yaml cannot be read: No such file or directory\."):
        stackfile.read(root / "nowhere.yaml", root)


def test_a_file_that_is_not_text_says_so(root: Path) -> None:
    (root / "Pulumi.odd.yaml").write_bytes(b"\xff\xfe")

    with pytest.raises(StackFileError, match=r"Pulumi\.odd\.yaml is not UTF-8 text"):
        stackfile.find("odd", root)


def test_a_project_without_a_name_says_so(root: Path) -> None:
    (root / "Pulumi.yaml").write_text("runtime: python\n")

    with pytest.raises(StackFileError, match=r"Pulumi\.yaml has no 'name'"):
        stackfile.find("blue", root)


def test_the_projects_own_stacks_can_be_read() -> None:
    assert stackfile.known_stacks()
    for name in stackfile.known_stacks():
        assert stackfile.find(name).settings


def test_the_clusters_of_a_stack_are_known_by_name(root: Path) -> None:
    two = written(root, "config: {groundwork:clusters: {blue: {cloud: eks}, green: {cloud: gke}}}\n")

    assert two.clusters == ["blue", "green"]
    assert stackfile.find("blue", root).clusters == []


def test_credentials_of_a_mirror_of_charts_are_canaries_whatever_the_variables_hold(root: Path) -> None:
    found = written(
        root,
        "config: {groundwork:charts: {mirror: 'oci://registry.example.com', "
        "credentials: {username: CHARTS_USERNAME, password: CHARTS_PASSWORD}}}",
    )

    assert set(found.variables) == {"CHARTS_USERNAME", "CHARTS_PASSWORD"}
    assert all(canary.startswith(stackfile.CANARY) for canary in found.variables.values())
    assert found.canaries == found.variables
    assert found.secrets == {}, "the engine has no such configuration"


@pytest.mark.parametrize("charts", ["nonsense", "{credentials: nonsense}", "{folder: ./charts}"])
def test_without_credentials_there_are_no_such_variables(root: Path, charts: str) -> None:
    assert written(root, f"config: {{groundwork:charts: {charts}}}").variables == {}
