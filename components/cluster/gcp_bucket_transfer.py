"""How what a Cloud Storage bucket holds gets into its copy in another region: a job of Storage Transfer Service, once an hour.

Not a dual-region bucket: a bucket's location cannot be changed, so that `copies_to` on a live stack would replace the bucket with
all that is in it. Why not Storage Transfer's replication by events: docs/adr/0007-copies-between-regions.md.
"""

import pulumi
import pulumi_gcp as gcp

EVERY_SECONDS = 3600
"""The shortest interval that a scheduled job takes (Storage Transfer Service, "Schedule", repeatInterval)."""
Side = tuple[str, gcp.storage.Bucket, pulumi.ResourceOptions]
"""A bucket with its name, and the options of whatever is made beside it."""
# What the service agent needs (Storage Transfer Service, "Configure access to a source" and "to a sink: Cloud Storage"): of the
# source to be read and listed; of the sink to be written and deleted, and read, for what differs is overwritten.
SOURCE_ROLES = ("objectViewer", "legacyBucketReader")
SINK_ROLES = ("objectViewer", "legacyBucketWriter")


def spec(
    source: pulumi.Input[str], copy: pulumi.Input[str], apart: str = ""
) -> gcp.storage.TransferJobTransferSpecArgs:
    """What is in the one and not in the other, and the other way round: what was deleted goes from the copy too, where it stays
    as a replaced version for as long as in the bucket itself.

    apart: a folder that is left alone in both: what is in it is not copied, and not deleted in the copy.
    """
    return gcp.storage.TransferJobTransferSpecArgs(
        gcs_data_source=gcp.storage.TransferJobTransferSpecGcsDataSourceArgs(bucket_name=source),
        gcs_data_sink=gcp.storage.TransferJobTransferSpecGcsDataSinkArgs(bucket_name=copy),
        object_conditions=gcp.storage.TransferJobTransferSpecObjectConditionsArgs(exclude_prefixes=[apart])
        if apart
        else None,
        transfer_options=gcp.storage.TransferJobTransferSpecTransferOptionsArgs(
            overwrite_when="DIFFERENT", delete_objects_unique_in_sink=True
        ),
    )


def transfer(project: str, source: Side, copy: Side, apart: str = "") -> None:
    """Keep the copy like the source, by a job in the source's project. What was in the source before goes along. apart: as in
    `spec`."""
    (name, original, own), (called, other, there) = source, copy
    # Google makes the account when it is first asked for.
    agent = gcp.storage.get_transfer_project_service_account_output(
        project=project,
        opts=pulumi.InvokeOutputOptions(parent=own.parent, provider=own.provider, depends_on=own.depends_on),
    ).member
    grants = [
        gcp.storage.BucketIAMMember(
            f"{side}-transfer-{role}",
            bucket=bucket.name,
            role=f"roles/storage.{role}",
            member=agent,
            opts=opts,
        )
        for side, bucket, roles, opts in (
            (name, original, SOURCE_ROLES, own),
            (called, other, SINK_ROLES, there),
        )
        for role in roles
    ]
    gcp.storage.TransferJob(
        name,
        project=project,
        description=f"The copy of {name} in another region",
        transfer_spec=spec(original.name, other.name, apart),
        schedule=gcp.storage.TransferJobScheduleArgs(
            # In the past: the first run is at the next midnight, UTC.
            schedule_start_date=gcp.storage.TransferJobScheduleScheduleStartDateArgs(
                year=2026, month=1, day=1
            ),
            start_time_of_day=gcp.storage.TransferJobScheduleStartTimeOfDayArgs(
                hours=0, minutes=0, seconds=0, nanos=0
            ),
            repeat_interval=f"{EVERY_SECONDS}s",
        ),
        opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(depends_on=grants)),
    )
