"""Velero and external-dns: fixed names, locations, and who may read what."""

from tests.rehearsal.simulation.kubernetes.stand_ins.made import objects, pods

LOCATION = {
    "name": "default",
    "provider": "aws",
    "bucket": "backups",
    "default": True,
    "config": {"region": "eu-west-1"},
}


def test_the_servers_plugins_have_a_volume_to_copy_themselves_into() -> None:
    mount = {"name": "plugin", "volumeMounts": [{"name": "plugins", "mountPath": "/target"}]}
    extra = [{"name": "more", "emptyDir": {}}]
    spec = pods(objects("velero", {"initContainers": [mount], "extraVolumes": extra})["Deployment/velero"])

    assert spec["initContainers"] == [mount]
    assert [volume["name"] for volume in spec["volumes"]] == ["plugins", "scratch", "more"]


def test_the_server_is_called_velero_and_runs_as_velero_server() -> None:
    made = objects("velero", {"serviceAccount": {"server": {"annotations": {"role": "arn"}}}})

    assert pods(made["Deployment/velero"])["serviceAccountName"] == "velero-server"
    assert made["ServiceAccount/velero-server"]["metadata"]["annotations"] == {"role": "arn"}
    assert made["Service/velero"]["spec"]["ports"][0]["port"] == 8085


def test_the_node_agent_is_there_where_it_is_deployed() -> None:
    assert "DaemonSet/node-agent" not in objects("velero")
    found = objects("velero", {"deployNodeAgent": True})["DaemonSet/node-agent"]

    assert found["spec"]["selector"]["matchLabels"] == {"name": "node-agent"}
    assert all("hostPath" in volume for volume in pods(found)["volumes"])
    without = objects("velero", {"deployNodeAgent": True, "nodeAgent": {"disableHostPath": True}})
    assert "volumes" not in pods(without["DaemonSet/node-agent"])


def test_only_locations_with_a_provider_are_made() -> None:
    values = {
        "configuration": {
            "backupStorageLocation": [LOCATION],
            "volumeSnapshotLocation": [{"name": None, "provider": ""}],
        }
    }
    made = objects("velero", values)

    assert made["BackupStorageLocation/default"]["spec"] == {
        "provider": "aws", "default": True, "config": {"region": "eu-west-1"}, "objectStorage": {"bucket": "backups"},
    }  # fmt: skip
    assert "annotations" not in made["BackupStorageLocation/default"]["metadata"]
    assert not any(name.startswith("VolumeSnapshotLocation") for name in made)
    off = objects("velero", {**values, "backupsEnabled": False})
    assert "BackupStorageLocation/default" not in off


def test_a_location_has_its_annotations_and_may_be_for_reading() -> None:
    copy = {**LOCATION, "name": "other", "accessMode": "ReadOnly", "annotations": {"copy-of": "there"}}
    made = objects("velero", {"configuration": {"backupStorageLocation": [LOCATION, copy]}})

    assert made["BackupStorageLocation/other"]["spec"]["accessMode"] == "ReadOnly"
    assert made["BackupStorageLocation/other"]["metadata"]["annotations"] == {"copy-of": "there"}


def test_a_schedule_is_called_after_the_release_and_itself() -> None:
    schedules = {
        "daily": {"schedule": "0 1 * * *", "template": {"ttl": "240h"}, "labels": {"a": "b"}},
        "never": {"disabled": True, "schedule": "0 2 * * *"},
    }
    made = objects("velero", {"schedules": schedules})

    assert made["Schedule/velero-daily"]["spec"] == {"schedule": "0 1 * * *", "template": {"ttl": "240h"}}
    assert made["Schedule/velero-daily"]["metadata"]["labels"]["a"] == "b"
    assert "Schedule/velero-never" not in made


def test_credentials_are_a_secret_unless_the_pod_has_an_identity() -> None:
    assert "Secret/velero" in objects("velero")
    assert "Secret/velero" not in objects("velero", {"credentials": {"useSecret": False}})
    assert (
        "data"
        not in objects("velero", {"credentials": {"secretContents": {"cloud": "secret"}}})["Secret/velero"]
    )


def test_monitors_and_plugins_follow_the_values() -> None:
    values = {
        "metrics": {"serviceMonitor": {"enabled": True}},
        "initContainers": [{"name": "plugin", "image": "example.com/plugin"}],
    }
    made = objects("velero", values)

    assert "ServiceMonitor/velero" in made
    assert pods(made["Deployment/velero"])["initContainers"][0]["name"] == "plugin"


def test_external_dns_is_one_pod_with_its_own_account() -> None:
    made = objects(
        "external-dns", {"serviceAccount": {"name": "records"}, "serviceMonitor": {"enabled": True}}
    )

    assert made["Deployment/external-dns"]["spec"]["replicas"] == 1
    assert made["Deployment/external-dns"]["spec"]["strategy"] == {"type": "Recreate"}
    assert pods(made["Deployment/external-dns"])["serviceAccountName"] == "records"
    assert "ServiceMonitor/external-dns" in made


def test_external_dns_with_a_webhook_provider_has_it_beside_itself() -> None:
    found = pods(objects("external-dns", {"provider": {"name": "webhook"}})["Deployment/external-dns"])

    assert [one["name"] for one in found["containers"]] == ["external-dns", "webhook"]
