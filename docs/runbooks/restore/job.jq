# A run of a workload's restore drill becomes a restore into its database. Arguments: dump, the name of one, or empty for the newest;
# url, the secret variable with the connection string; script, restore.sh.
# It still reads the bucket as the drill, which may change nothing there, and is let out as the backup, which reaches the database.
# In the mesh a database in the cluster knows the backup by its account, so there it runs as that too.
.spec.template as $run
| ($run.metadata.labels.app | sub("-drill$"; "")) as $workload
# Not one of the drill's own runs, which its alerts count and its history tidies away.
| del(.metadata.ownerReferences)
| .spec.backoffLimit = 0
| .spec.template.metadata.labels += {
    "app": "\($workload)-backup",
    "app.kubernetes.io/component": "restore"
  }
| if $run.metadata.labels["sidecar.istio.io/inject"] == "true"
    then .spec.template.spec.serviceAccountName = "\($workload)-backup" else . end
| .spec.template.spec.initContainers[0] |= (
    if $dump == "" then .env |= map(if .name == "MAX_AGE_HOURS" then .value = "87600" else . end)
    else . + {
      command: ["rclone", "copy", "--checksum", "--config", "", "--include", "/\($dump)", "$(DUMPS)", "$(DRILL_DIR)"]
    }
    end
  )
| .spec.template.spec.containers[0] |= (
    .command = ["bash", "-c", $script]
    | .env += [{name: "DATABASE_URL", valueFrom: {secretKeyRef: {name: $workload, key: $url}}}]
  )
