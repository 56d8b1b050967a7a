"""A release's whole life on a real control plane."""

from pathlib import Path

import pytest

from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from rehearsal.providers.kubernetes.releases import HANDLER, record
from rehearsal.providers.kubernetes.releases import handler as module
from rehearsal.providers.kubernetes.releases.content import Content
from rehearsal.providers.kubernetes.releases.record import history
from rehearsal.simulation.kinds import Failure, Refused
from rehearsal.toolchain import ToolError
from tests.rehearsal.providers.kubernetes.releases.cases import (
    NOBODY,
    Told,
    asked,
    chart,
    config_map,
    exists,
    inputs_of,
)

PINNED = {"version": "1.0.0", "repositoryOpts": {"repo": "https://charts.example.com"}}
EXTRA = (
    "{{ if .Values.extra }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {}\n{{ end }}\n"
)
WEB = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, "
    "spec: {nodeSelector: {{ .Values.where | default dict | toJson }}, "
    "containers: [{name: a, image: registry.example.com/a}]}}}\n"
)


def checked(**inputs: object) -> list[Failure]:
    return list(HANDLER.check(asked({"name": "shop", **PINNED, **inputs})))


def test_an_unknown_chart_is_told_before_anything_is_made() -> None:
    [failure] = checked(chart="unheard-of")

    assert failure.property == "chart"
    assert "rehearsal/simulation/kubernetes/stand_ins/__init__.py" in failure.reason
    assert checked(chart="oci://registry.example.com/charts/cert-manager", repositoryOpts=None) == []


def test_a_file_that_is_not_there_is_told_before_anything_is_made(tmp_path: Path) -> None:
    [failure] = checked(chart="./nowhere.tgz")

    assert failure.property == "chart"
    assert failure.reason.startswith("Invalid value: there is no ./nowhere.tgz; it is looked for from /")
    assert checked(chart=str(chart(tmp_path / "shop"))) == []


def test_only_the_name_and_the_namespace_mean_another_release() -> None:
    olds = {"name": "a", "namespace": "b", "version": "1.0.0", "values": {"x": 1}}

    same = HANDLER.diff(NOBODY, asked({**olds, "version": "2.0.0", "values": {"x": 2}}, olds=olds))
    other = HANDLER.diff(NOBODY, asked({**olds, "namespace": "c"}, olds=olds))

    assert sorted(same.paths) == [("values.x", "UPDATE"), ("version", "UPDATE")]
    assert same.replaces == ()
    assert other.replaces == ("namespace",)


@pytest.mark.kubernetes
class TestOnAControlPlane:
    """With charts that the tests write themselves."""

    pytestmark = pytest.mark.usefixtures("helm")

    def test_a_release_is_installed_read_and_uninstalled(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        inputs = inputs_of(
            chart(tmp_path / "shop", plain=config_map("plain"), web=WEB), home, {"value": "one"}
        )
        made = HANDLER.create(cluster, asked(inputs))

        live = cluster.get(Ref("v1", "ConfigMap", "plain", home))
        assert made.id == f"{home}/shop"
        assert live["data"] == {"key": "one"}
        assert live["metadata"]["labels"] == {"app.kubernetes.io/managed-by": "Helm"}
        assert live["metadata"]["managedFields"][0]["manager"] == "helm"
        assert made.outputs["status"]["status"] == "deployed"
        assert made.outputs["status"]["appVersion"] == "4.5"
        assert made.outputs["resourceNames"] == {
            "ConfigMap/v1": [f"{home}/plain"],
            "Deployment.apps/apps/v1": [f"{home}/web"],
        }
        assert cluster.get(Ref("apps/v1", "Deployment", "web", home))["status"]["availableReplicas"] == 1

        read = HANDLER.read(cluster, asked(inputs, id=made.id, outputs=made.outputs))
        assert read is not None
        assert (read.outputs, read.inputs) == (made.outputs, inputs)

        HANDLER.delete(cluster, asked(inputs, id=made.id))

        assert not exists(cluster, "v1", "ConfigMap", "plain", home)
        assert history(cluster, "shop", home) == []
        assert HANDLER.read(cluster, asked(inputs, id=made.id)) is None
        HANDLER.delete(cluster, asked(inputs, id=made.id))

    def test_a_release_is_imported_by_its_id(self, cluster: Client, home: str, tmp_path: Path) -> None:
        made = HANDLER.create(
            cluster, asked(inputs_of(chart(tmp_path / "shop", plain=config_map("plain")), home))
        )

        found = HANDLER.read(cluster, asked({}, id=made.id))

        assert found is not None
        assert found.inputs == {"name": "shop", "namespace": home, "chart": "shop", "version": "1.2.3"}

    def test_an_upgrade_changes_what_is_there_and_removes_what_is_no_longer_made(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        folder = chart(tmp_path / "shop", plain=config_map("plain"), extra=EXTRA)
        olds = inputs_of(folder, home, {"value": "one", "extra": True})
        news = inputs_of(folder, home, {"value": "two"})
        made = HANDLER.create(cluster, asked(olds))
        assert exists(cluster, "v1", "ConfigMap", "extra", home)

        made = HANDLER.update(cluster, asked(news, id=made.id, olds=olds))

        assert cluster.get(Ref("v1", "ConfigMap", "plain", home))["data"] == {"key": "two"}
        assert not exists(cluster, "v1", "ConfigMap", "extra", home)
        assert made.outputs["status"]["revision"] == 2
        assert made.outputs["resourceNames"] == {"ConfigMap/v1": [f"{home}/plain"]}

    def test_an_object_changed_by_hand_is_put_back_by_the_next_upgrade(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        inputs = inputs_of(chart(tmp_path / "shop", plain=config_map("plain")), home, {"value": "ours"})
        made = HANDLER.create(cluster, asked(inputs))
        plain = Ref("v1", "ConfigMap", "plain", home)
        cluster.patch(plain, {"data": {"key": "theirs"}}, "kubectl-edit")

        HANDLER.update(cluster, asked(inputs, id=made.id, olds=inputs))

        assert cluster.get(plain)["data"] == {"key": "ours"}

    def test_a_failed_atomic_install_leaves_nothing_and_tells_what_was_refused(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        wrong = WEB.replace("selector:", "selektor:")
        inputs = inputs_of(chart(tmp_path / "shop", plain=config_map("plain"), web=wrong), home, atomic=True)

        with pytest.raises(Refused) as refused:
            HANDLER.create(cluster, asked(inputs))

        assert f"the release {home}/shop failed, and has been uninstalled due to atomic being set" in str(
            refused.value
        )
        assert f"Deployment {home}/web: " in str(refused.value)
        assert "selektor" in str(refused.value)
        assert not exists(cluster, "v1", "ConfigMap", "plain", home)
        assert history(cluster, "shop", home) == []

    def test_a_failed_install_that_is_not_atomic_is_kept_and_repaired_by_the_next_upgrade(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        folder = chart(tmp_path / "shop", plain=config_map("plain"), web=WEB)
        inputs = inputs_of(folder, home, {"where": {"no": "where"}}, timeout=2)
        made = HANDLER.create(cluster, asked(inputs))

        assert f"the release {home}/shop failed: " in made.reasons[0]
        assert f"{home}/web" in made.reasons[0]
        assert made.outputs["status"]["status"] == "failed"
        assert exists(cluster, "v1", "ConfigMap", "plain", home)

        repaired = HANDLER.update(cluster, asked(inputs_of(folder, home), id=made.id, olds=inputs))

        assert repaired.reasons == ()
        assert repaired.outputs["status"]["status"] == "deployed"

    def test_a_failed_atomic_upgrade_is_rolled_back(self, cluster: Client, home: str, tmp_path: Path) -> None:
        folder = chart(tmp_path / "shop", plain=config_map("plain"), web=WEB, extra=EXTRA)
        olds = inputs_of(folder, home, {"value": "one"}, atomic=True)
        bad = inputs_of(
            folder, home, {"value": "two", "extra": True, "where": {"no": "where"}}, atomic=True, timeout=10
        )
        made = HANDLER.create(cluster, asked(olds))

        failed = HANDLER.update(cluster, asked(bad, id=made.id, olds=olds))

        assert "rolled back to revision 1 due to atomic being set" in failed.reasons[0]
        assert failed.outputs["status"]["status"] == "failed"
        assert cluster.get(Ref("v1", "ConfigMap", "plain", home))["data"] == {"key": "one"}
        assert not exists(cluster, "v1", "ConfigMap", "extra", home)

    def test_what_the_chart_keeps_stays_after_the_release(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        keep = '{helm.sh/resource-policy: "keep"}'
        inputs = inputs_of(
            chart(tmp_path / "shop", plain=config_map("plain"), kept=config_map("kept", keep)), home
        )
        made = HANDLER.create(cluster, asked(inputs))

        HANDLER.delete(cluster, asked(inputs, id=made.id))

        assert exists(cluster, "v1", "ConfigMap", "kept", home)
        assert not exists(cluster, "v1", "ConfigMap", "plain", home)

    def test_a_release_that_will_not_go_is_told(self, cluster: Client, home: str, tmp_path: Path) -> None:
        inputs = inputs_of(chart(tmp_path / "shop", plain=config_map("plain")), home, timeout=5)
        made = HANDLER.create(cluster, asked(inputs))
        plain = Ref("v1", "ConfigMap", "plain", home)
        cluster.patch(plain, {"metadata": {"finalizers": ["example.com/hold"]}}, "somebody")

        with pytest.raises(Refused, match=f"the release {home}/shop is not gone: .*example.com/hold"):
            HANDLER.delete(cluster, asked(inputs, id=made.id))

        cluster.patch(plain, {"metadata": {"finalizers": None}}, "somebody")
        HANDLER.delete(cluster, asked(inputs, id=made.id))

    def test_a_name_that_is_in_use_and_a_namespace_that_is_not_there_are_refused(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        folder = chart(tmp_path / "shop", plain=config_map("plain"))
        HANDLER.create(cluster, asked(inputs_of(folder, home)))

        with pytest.raises(Refused, match=f"cannot re-use a name that is still in use: release {home}/shop"):
            HANDLER.create(cluster, asked(inputs_of(folder, home)))
        with pytest.raises(
            Refused, match='namespaces "nowhere" not found; create it first, and depend on it'
        ):
            HANDLER.create(cluster, asked(inputs_of(folder, "nowhere")))

    def test_a_release_makes_its_namespace_where_it_is_told_to(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        inputs = inputs_of(
            chart(tmp_path / "shop", plain=config_map("plain")), f"{home}-new", createNamespace=True
        )

        HANDLER.create(cluster, asked(inputs))

        assert exists(cluster, "v1", "ConfigMap", "plain", f"{home}-new")

    def test_an_object_of_somebody_else_fails_the_install(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        cluster.create(
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "plain", "namespace": home}},
            "somebody",
        )
        inputs = inputs_of(chart(tmp_path / "shop", plain=config_map("plain")), home)

        made = HANDLER.create(cluster, asked(inputs))

        assert "ConfigMap plain exists and cannot be imported into the current release" in made.reasons[0]

    def test_an_upgrade_of_a_release_that_is_gone_is_refused(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        inputs = inputs_of(chart(tmp_path / "shop"), home)

        with pytest.raises(
            Refused, match='"shop" has no deployed releases; refresh, so that it is made anew'
        ):
            HANDLER.update(cluster, asked(inputs, id=f"{home}/shop", olds=inputs))

    def test_a_preview_makes_nothing(self, cluster: Client, home: str, tmp_path: Path) -> None:
        inputs = inputs_of(chart(tmp_path / "shop", plain=config_map("plain")), home)
        made = HANDLER.create(cluster, asked(inputs, preview=True))

        assert made.id == ""
        assert made.outputs["chart"] == inputs["chart"]
        assert not exists(cluster, "v1", "ConfigMap", "plain", home)

    def test_a_chart_that_is_gone_does_not_keep_its_release_from_going(
        self, cluster: Client, home: str, tmp_path: Path
    ) -> None:
        folder = chart(tmp_path / "shop", plain=config_map("plain"))
        inputs = inputs_of(folder, home)
        made = HANDLER.create(cluster, asked(inputs))
        folder.rename(tmp_path / "elsewhere")
        told = Told()

        HANDLER.delete(cluster, asked(inputs, told, id=made.id))

        assert not exists(cluster, "v1", "ConfigMap", "plain", home)
        assert f"the hooks of the release {home}/shop are left out" in told.warned[0]


def test_a_tool_that_is_missing_is_told_as_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*given: object, **more: object) -> Content:
        raise ToolError("There is no Go.")

    monkeypatch.setattr(module, "content", missing)
    monkeypatch.setattr(module, "home", lambda *given, **more: None)
    monkeypatch.setattr(record, "history", lambda *given: [])

    with pytest.raises(Refused, match=r"There is no Go\."):
        HANDLER.create(NOBODY, asked({"name": "shop", "chart": "cert-manager"}))
