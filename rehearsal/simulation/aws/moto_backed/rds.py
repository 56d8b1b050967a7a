"""RDS on moto: instances and their replicas, parameter groups and subnet groups."""

from collections.abc import Mapping

from rehearsal.simulation.aws.account import unique_id
from rehearsal.simulation.aws.moto_backed.backing import Backing, Made, given, tag_list
from rehearsal.simulation.aws.moto_backed.services import Services
from rehearsal.simulation.aws.rds import INSTANCE, PARAMETERS, SUBNETS, identifier
from rehearsal.simulation.aws.resource import named
from rehearsal.simulation.kinds import Call, Properties

BACKUPS = "backupRetentionPeriod"
COMMON: Mapping[str, str] = {
    "DBInstanceClass": "instanceClass",
    "AutoMinorVersionUpgrade": "autoMinorVersionUpgrade",
    "BackupRetentionPeriod": BACKUPS,
    "CopyTagsToSnapshot": "copyTagsToSnapshot",
    "DeletionProtection": "deletionProtection",
    "MaxAllocatedStorage": "maxAllocatedStorage",
    "MonitoringInterval": "monitoringInterval",
    "MonitoringRoleArn": "monitoringRoleArn",
    "MultiAZ": "multiAz",
    "PubliclyAccessible": "publiclyAccessible",
    "StorageType": "storageType",
    "VpcSecurityGroupIds": "vpcSecurityGroupIds",
}
MADE: Mapping[str, str] = {
    **COMMON,
    "DBParameterGroupName": "parameterGroupName",
    "DBSubnetGroupName": "dbSubnetGroupName",
    "EnableCloudwatchLogsExports": "enabledCloudwatchLogsExports",
    "EnableIAMDatabaseAuthentication": "iamDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "performanceInsightsEnabled",
    "KmsKeyId": "kmsKeyId",
    "Port": "port",
}
AFTER = {"BackupRetentionPeriod": BACKUPS, "DBSubnetGroupName": "dbSubnetGroupName"}
"""What a replica is told once it is there: AWS' call takes no retention, and moto looks for the group beside the source."""
REPLICA = {api: name for api, name in MADE.items() if api not in AFTER}
PRIMARY: Mapping[str, str] = {
    **MADE,
    "AllocatedStorage": "allocatedStorage",
    "CACertificateIdentifier": "caCertIdentifier",
    "DBName": "dbName",
    "Engine": "engine",
    "EngineVersion": "engineVersion",
    "MasterUserPassword": "password",
    "MasterUsername": "username",
    "PreferredBackupWindow": "backupWindow",
    "PreferredMaintenanceWindow": "maintenanceWindow",
    "StorageEncrypted": "storageEncrypted",
}
CHANGED: Mapping[str, str] = {
    **COMMON,
    "AllocatedStorage": "allocatedStorage",
    "DBParameterGroupName": "parameterGroupName",
    "EngineVersion": "engineVersion",
    "MasterUserPassword": "password",
    "PreferredBackupWindow": "backupWindow",
    "PreferredMaintenanceWindow": "maintenanceWindow",
}
WHOLE = ("allocatedStorage", "backupRetentionPeriod", "maxAllocatedStorage", "monitoringInterval", "port")
"""Numbers that boto3 takes as integers alone; protobuf has no others than floats."""


def _whole(call: Call) -> Properties:
    numbers = {key: int(call.inputs[key]) for key in WHOLE if call.inputs.get(key) is not None}
    return {**call.inputs, **numbers}


def instance(aws: Services, call: Call) -> Made:
    """A primary, or what follows one."""
    inputs, name = _whole(call), identifier(call)
    if source := inputs.get("replicateSourceDb"):
        made = aws("rds").create_db_instance_read_replica(
            DBInstanceIdentifier=name,
            SourceDBInstanceIdentifier=source,
            **given(inputs, REPLICA),
            Tags=tag_list(call),
        )
        aws("rds").modify_db_instance(DBInstanceIdentifier=name, **given(inputs, AFTER))
    else:
        made = aws("rds").create_db_instance(
            DBInstanceIdentifier=name, **given(inputs, PRIMARY), Tags=tag_list(call)
        )
    # moto gives every instance one and the same resource id.
    return Made(unique_id(call, "db-"), {"status": made["DBInstance"]["DBInstanceStatus"]})


def instance_update(aws: Services, call: Call) -> Properties:
    """A promotion, where it follows nobody any more; and what can change in place."""
    name, inputs = str(call.olds["identifier"]), _whole(call)
    if call.olds.get("replicateSourceDb") and not inputs.get("replicateSourceDb"):
        aws("rds").promote_read_replica(DBInstanceIdentifier=name)
    aws("rds").modify_db_instance(DBInstanceIdentifier=name, ApplyImmediately=True, **given(inputs, CHANGED))
    return {}


def instance_delete(aws: Services, call: Call) -> None:
    """With a last snapshot, where the program names one."""
    last = call.inputs.get("finalSnapshotIdentifier")
    skipped = call.inputs.get("skipFinalSnapshot") is True or not last
    how = {"SkipFinalSnapshot": True} if skipped else {"FinalDBSnapshotIdentifier": last}
    if call.inputs.get("replicateSourceDb"):
        # moto would look for it among its source's by another name than it has there.
        aws("rds").promote_read_replica(DBInstanceIdentifier=identifier(call))
    aws("rds").delete_db_instance(DBInstanceIdentifier=identifier(call), **how)


def parameters(aws: Services, call: Call) -> Made:
    """The group, then its parameters."""
    name = named(call)
    aws("rds").create_db_parameter_group(
        DBParameterGroupName=name,
        DBParameterGroupFamily=call.inputs["family"],
        Description=call.inputs.get("description") or "Managed by Pulumi",
        Tags=tag_list(call),
    )
    parameters_set(aws, call, name)
    return Made(name)


def parameters_set(aws: Services, call: Call, name: str) -> None:
    """The values that differ from the family's own."""
    wanted = [
        {
            "ParameterName": one["name"],
            "ParameterValue": one["value"],
            "ApplyMethod": one.get("applyMethod", "immediate"),
        }
        for one in call.inputs.get("parameters") or ()
    ]
    if wanted:
        aws("rds").modify_db_parameter_group(DBParameterGroupName=name, Parameters=wanted)


def parameters_update(aws: Services, call: Call) -> Properties:
    """Other values."""
    parameters_set(aws, call, call.id)
    return {}


def parameters_delete(aws: Services, call: Call) -> None:
    """The group with its values."""
    aws("rds").delete_db_parameter_group(DBParameterGroupName=call.id)


def subnets(aws: Services, call: Call) -> Made:
    """The group; moto's EC2 is asked first for the subnets, whose refusal its RDS has no word for."""
    name = named(call)
    aws("ec2").describe_subnets(SubnetIds=list(call.inputs["subnetIds"]))
    aws("rds").create_db_subnet_group(
        DBSubnetGroupName=name,
        DBSubnetGroupDescription=call.inputs.get("description") or "Managed by Pulumi",
        SubnetIds=list(call.inputs["subnetIds"]),
        Tags=tag_list(call),
    )
    return Made(name)


def subnets_update(aws: Services, call: Call) -> Properties:
    """Other subnets."""
    aws("rds").modify_db_subnet_group(DBSubnetGroupName=call.id, SubnetIds=list(call.inputs["subnetIds"]))
    return {}


def subnets_delete(aws: Services, call: Call) -> None:
    """The group, and none of its subnets."""
    aws("rds").delete_db_subnet_group(DBSubnetGroupName=call.id)


BACKINGS: Mapping[str, Backing] = {
    INSTANCE: Backing(
        "CreateDBInstance, CreateDBInstanceReadReplica, ModifyDBInstance, PromoteReadReplica",
        instance,
        instance_delete,
        instance_update,
    ),
    PARAMETERS: Backing(
        "CreateDBParameterGroup, ModifyDBParameterGroup", parameters, parameters_delete, parameters_update
    ),
    SUBNETS: Backing("CreateDBSubnetGroup, ModifyDBSubnetGroup", subnets, subnets_delete, subnets_update),
}
