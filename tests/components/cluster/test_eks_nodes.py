"""How nodes start: image, disks and metadata."""

from typing import Any

from components.cluster.eks_nodes import ami_type, disks, metadata_options
from tests.components.cluster.deployments import CLUSTER, NODES, deployed, managed, needs
from tests.recorded import Recording


def test_the_image_is_for_the_pools_processor() -> None:
    assert ami_type(arm=True) == "BOTTLEROCKET_ARM_64"
    assert ami_type(arm=False) == "BOTTLEROCKET_x86_64"


def drives() -> list[Any]:
    return list(disks(80))


def test_both_disks_are_encrypted_and_go_with_the_node() -> None:
    for disk in drives():
        assert disk.ebs.encrypted == "true"
        assert disk.ebs.delete_on_termination == "true"
        assert disk.ebs.volume_type == "gp3"


def test_the_size_asked_for_is_that_of_the_data_disk_and_the_system_disk_is_as_its_image() -> None:
    assert {disk.device_name: disk.ebs.volume_size for disk in drives()} == {
        "/dev/xvda": None,
        "/dev/xvdb": 80,
    }


def test_a_pod_cannot_get_at_the_nodes_credentials() -> None:
    options: Any = metadata_options()

    assert options.http_tokens == "required"
    assert options.http_put_response_hop_limit == 1


def group(recording: Recording) -> Any:
    return recording.one(NODES).inputs


def template(recording: Recording) -> Any:
    return recording.one("aws:ec2/launchTemplate:LaunchTemplate").inputs


def test_nodes_are_private_and_in_three_zones(made: Recording) -> None:
    zones = {one.id: (one.name, one.inputs["availabilityZone"]) for one in made.of("aws:ec2/subnet:Subnet")}
    places = [zones[id_] for id_ in group(made)["subnetIds"]]
    (interface,) = template(made)["networkInterfaces"]

    assert all(name.startswith("main-private") for name, _ in places)
    assert len({zone for _, zone in places}) == 3
    assert interface["associatePublicIpAddress"] == "false"


def test_nodes_are_in_the_clusters_own_security_group(made: Recording) -> None:
    (interface,) = template(made)["networkInterfaces"]

    assert interface["securityGroups"] == [made.one(CLUSTER).outputs["vpcConfig"]["clusterSecurityGroupId"]]


def test_the_node_role_has_no_permission_for_the_cni_or_for_data(made: Recording) -> None:
    name = made.one("aws:iam/role:Role", "main-node").outputs["name"]

    assert managed(made, "main-node") == ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]
    assert [one for one in made.of("aws:iam/rolePolicy:RolePolicy") if one.inputs["role"] == name] == []


def test_the_node_role_outlives_the_nodes_with_its_policies(made: Recording) -> None:
    needed = needs(made, made.one(NODES))

    attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    assert {f"{attachment} main-node-worker", f"{attachment} main-node-images"} <= needed


def test_a_pool_scales_between_its_bounds_and_the_number_of_nodes_is_the_autoscalers() -> None:
    recording = deployed(node_pools={"system": {"min": 2, "max": 7}})

    assert group(recording)["scalingConfig"] == {"minSize": 2, "maxSize": 7, "desiredSize": 2}
    assert recording.one(NODES).ignore_changes == ("scalingConfig.desiredSize",)


def test_a_broken_node_is_replaced_and_an_upgrade_leaves_two_thirds_running(made: Recording) -> None:
    assert group(made)["nodeRepairConfig"] == {"enabled": True}
    assert group(made)["updateConfig"] == {"maxUnavailablePercentage": 33}


def test_a_disruption_budget_is_never_overridden(made: Recording) -> None:
    assert not group(made).get("forceUpdateVersion")


def test_a_replacement_pool_can_stand_beside_the_old_one(made: Recording) -> None:
    assert "nodeGroupName" not in group(made)
    assert group(made)["nodeGroupNamePrefix"] == "main-system-"


def test_nodes_run_the_clusters_version_on_the_newest_version_of_their_template(made: Recording) -> None:
    launch = made.one("aws:ec2/launchTemplate:LaunchTemplate")

    assert group(made)["version"] == made.one(CLUSTER).inputs["version"]
    assert group(made)["launchTemplate"] == {"id": launch.id, "version": str(launch.outputs["latestVersion"])}


def test_instances_volumes_and_interfaces_carry_the_clusters_tags(made: Recording) -> None:
    tags = {spec["resourceType"]: spec["tags"] for spec in template(made)["tagSpecifications"]}

    assert set(tags) == {"instance", "volume", "network-interface"}
    assert all(one["groundwork/cluster"] == "main" for one in tags.values())


def test_each_pool_has_its_own_processor_price_disk_and_labels() -> None:
    pools = {
        "general": {"instance_types": ["m7g.large"], "disk_gib": 100},
        "batch": {
            "instance_types": ["m6i.large", "m5.large"],
            "spot": True,
            "min": 0,
            "labels": {"work": "batch"},
        },
    }
    recording = deployed(node_pools=pools, autoscaler="cluster-autoscaler")
    general, batch = (recording.one(NODES, f"main-node-{pool}").inputs for pool in pools)

    assert (general["amiType"], general["capacityType"]) == ("BOTTLEROCKET_ARM_64", "ON_DEMAND")
    assert (batch["amiType"], batch["capacityType"]) == ("BOTTLEROCKET_x86_64", "SPOT")
    assert batch["labels"] == {"work": "batch"}
    assert "labels" not in general
    disk = recording.one("aws:ec2/launchTemplate:LaunchTemplate", "main-node-general").inputs[
        "blockDeviceMappings"
    ][1]
    assert disk["ebs"]["volumeSize"] == 100


def test_a_pool_stays_at_its_own_version_until_it_is_drained_and_takes_no_new_pods_once_it_is_closed() -> (
    None
):
    pools = {"general": {"kubernetes": "1.35", "closed": True}, "generalb": {}}
    recording = deployed(kubernetes="1.36", node_pools=pools, autoscaler="cluster-autoscaler")
    old, new = (recording.one(NODES, f"main-node-{name}").inputs for name in pools)

    assert (old["version"], new["version"]) == ("1.35", "1.36")
    assert old["taints"] == [{"key": "groundwork/closed", "value": "true", "effect": "NO_SCHEDULE"}]
    assert "taints" not in new
