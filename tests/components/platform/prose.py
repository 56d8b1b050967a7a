"""The words around the tables of docs/platform.md."""
# ruff: noqa: E501 - a row of a table is one line

BEFORE = """# The platform

<!-- Written by `python -m tests.components.platform.page > docs/platform.md`; a test compares. -->

What every cluster of a stack gets beside its applications, each add-on as its own maintainers recommend it for production. The
tables and the picture are read off the program: the pins, and what the stack files register.

## Add-ons, versions, support

All pins and what their projects support are in [facts/charts.py](../facts/charts.py), the one file that a bump touches; Renovate
does it. Loading a stack checks each chart against the Kubernetes of each cluster: a pair that the project does not support is
refused, and an end of support that is past or less than 90 days away is a warning at each run (it is no refusal, because a day in
the calendar must not keep anybody from rolling out a correction).
"""

NAMESPACES = """
## Namespaces

Each has the labels of its Pod Security level, and is closed both ways by a NetworkPolicy but for the edges that its add-on
declares. What is not restricted says why in its annotation `groundwork/why-not-restricted`.
"""

ORDER = """
## Install order

An arrow leads from what must be there to what waits for it. What no arrow joins installs side by side; upgrades keep the same
order, and `destroy` takes the opposite one. Custom resources are not drawn: each comes after the operator of its kind, and
nothing that a webhook is asked about comes before the webhook. With `ingress: { kind: gateway }` Gateway API's kinds come before
cert-manager and istiod, which look for them when they start. Tests hold all of this over the graph of every stack file.
"""

AFTER = """
Kinds (CRDs) that a chart would install once and never upgrade are a stage of their own: those of the Prometheus operator and of
Karpenter have charts, those of Gateway API a manifest. All kinds stay when their chart is uninstalled, for their objects would go
with them.

## Switches

Each add-on has a section under `groundwork:platform`, named as in the first table, with its own settings
(`settings/platform/`) and with these:

| setting | what it does |
| --- | --- |
| `install: true` | installs it on every cluster of the stack: the default, but for `telemetry` and `prometheus_adapter`, which are off |
| `install: false` | leaves it out; the section itself may be `false`, as in `istio: false` |
| `install: existing` | somebody else has installed it: its kinds, and the secret store of `secrets.store`, are looked up, so that a preview fails by name when they are not there, and what depends on it is made as usual. Where others must know, `namespace` says where it is |
| `shared: true`, of the platform | another stack of this program has brought it: each add-on is `existing` or `false`, and priority classes, issuers and the gateway for plain HTTP are looked up too, for a cluster has them once ([a team's stack](state.md#applications-alone)) |
| `values` | values of its chart, merged over the program's own, last: mappings key by key, lists whole, and `null` takes a default away, as with `helm --values` |

Whatever needs something that is off says so at load, with its path: an application with a host needs `ingress` and `cert_manager`,
one with secrets needs `secrets`, Grafana's administrator needs `secrets`, `ingress: { kind: gateway }` needs `istio`, autoscaling on
a cluster without metrics needs `metrics_server`. Without `monitoring` there is no ServiceMonitor and no alert, which is a warning.

An override of `values` that weakens something is the stack's own choice, and is seen in the review of its file. One that holds a
secret is refused: whatever stands under a key such as `password`, `token` or `secretKey`, every private key, and an address or a
header with a secret in it. Helm keeps values in plain text in the cluster; put the secret into the store and name the Secret that
External Secrets makes of it.

```yaml
  groundwork:platform:
    istio: false
    monitoring: { install: existing, namespace: observability }
    cert_manager:
      acme_email: platform@example.com
      values: { maxConcurrentChallenges: 20 }
```

## Where charts come from

By default each from its project. A stack can say otherwise for all of them at once, those of the clusters themselves included:

```yaml
  groundwork:charts:
    mirror: oci://registry.example.com/charts # or https://…, a repository with an index.yaml
    credentials: { username: CHARTS_USERNAME, password: CHARTS_PASSWORD } # names of environment variables
```

or, where there is no network, `folder: ./charts` with an archive NAME-VERSION.tgz of each, as `helm pull` writes it; one that
is missing is told at load. Credentials never stand in a stack file: their environment variables are read where Pulumi runs, and
Pulumi keeps them encrypted in its state, beside the release. A rehearsal needs no credentials. Without `credentials`, an OCI mirror
is asked with what `helm registry login`, or a credential helper of Docker's, has left on the machine that runs Pulumi; then they
are in no state at all. Gateway API's kinds are no chart: beside a mirror, `ingress.kinds` says where their manifest is. Images
come from where the charts name them, whichever place those are from.

## Certificates

`letsencrypt-staging` and `letsencrypt-prod` are there on every cluster, and `cert_manager.issuer` says which one applications
use. A host is proved through the platform's own way in (HTTP-01). Where a cluster names its DNS zone, hosts in that zone are
proved by a record instead (DNS-01), which needs neither a way in nor a record that points to it yet; cert-manager's service account
may then write such records into that one zone, and on AWS no others:

| cluster | `dns` |
| --- | --- |
| EKS | `{ domain: example.com, zone: Z0123456789ABC }`, the id of a hosted zone |
| GKE | `{ domain: example.com, zone: example-com }`, the name of a managed zone |
| AKS | `{ domain: example.com, zone: /subscriptions/…/dnsZones/example.com }`, the id of a DNS zone |

[Names that lead to several regions](names.md) are proved in the same way, in the zone of `global_dns`.

## Secrets

External Secrets reads the store of the cluster's own cloud, as an identity that may read what begins with `secrets.prefix` and
nothing else (on Azure a vault of the stack's own, because Azure grants a vault and no prefix). With `secrets.vault` it reads
HashiCorp Vault on every cluster:

```yaml
    secrets:
      prefix: production/
      refresh_minutes: 15
      vault:
        server: https://vault.example.com:8200
        path: kv
        mount: kubernetes/{cluster} # each cluster has an auth method of its own
        role: groundwork
        ca: { kind: ConfigMap, name: vault-ca, namespace: vault }
```

Rotation: change the value in the store. Within `refresh_minutes` it is in the cluster's Secret; pods read it when they next start
(`kubectl rollout restart`). A namespace reads from the store only if it carries the label that the program gives to those of
applications with secrets.

## Logs

```yaml
    logs:
      retention_days: 30
      redact: true # passwords, tokens and keys, as far as their form tells them
```

Alloy reads what every pod writes, and Kubernetes' events, and sends it to Loki; Grafana has Loki as a data source. Lines carry the
labels namespace, pod, container, app and cluster; events are `{job="kubernetes-events"}`.

- Alloy asks the Kubernetes API rather than the node's files: those would need a root container with the node's folders in it, on
  every node, at Pod Security level privileged. It costs the kubelets more, and the logs of the node itself are the cloud's.
- Loki is monolithic: three equal pods over one bucket (one pod without high availability). Its mode between one process and a dozen
  services, SimpleScalable, ends with Loki 4. Beyond some tens of gigabytes a day set `logs.values: { deploymentMode: Distributed }`
  with the replicas that the chart asks for; the bucket stays.
- Loki deletes what is past its retention. The bucket's own rule takes a week later what Loki lost sight of.
- A cluster without buckets (`cloud: existing`) keeps its logs in the volume of one pod, which stays when Loki is uninstalled. Loading
  the stack says so.

## Traces and metrics of applications

```yaml
    telemetry:
      install: true
      exporters:
        vendor:
          endpoint: https://otlp.example.com:4317 # protocol: grpc, or http
          signals: [traces] # metrics too, unless said
          headers: { authorization: otlp/authorization } # a name in the secret store
```

The OpenTelemetry collector takes OTLP on 4317 (gRPC) and 4318 (HTTP), two replicas or more, and keeps nothing itself: it is off until
a stack says where traces go. Metrics go to the platform's Prometheus besides (`prometheus: false` keeps them from it), to each
replica, because each has a volume of its own. A header's value is read when the collector starts: after a change in the store,
`kubectl --namespace opentelemetry-collector rollout restart deployment`. `install: existing` with `host` names somebody else's.

## Backups

```yaml
    backup:
      schedule: "0 3 * * *" # UTC
      retention_days: 30
```

Velero writes every object of the cluster but those of `excluded_namespaces`, Secrets among them, into a bucket of its own, which
is encrypted, versioned and closed to the public. On Google Cloud the basic roles of a project reach into its buckets: a Viewer
reads these backups too, so make nobody one who may not see what is in them. Volumes are snapshotted by the CSI driver that made
them, with the rights it has anyway: Velero itself has no leave on any disk. Its node agent, which copies volumes that have no
snapshots, is off. Snapshots stay in the cloud's region and, on AKS, in the nodes' resource group, which goes with the cluster: what
must outlive that is an application's own backup into a bucket, or goes to another region.

Where a cluster has `copies_to`, the data of its volumes goes into the bucket too, and with the bucket into the other region; the
snapshots are deleted once it is there. Velero of the other cluster has that copy as a second place, named after the cluster: it reads
backups there, writes no backup to it and deletes none, and restores them
([recovery](runbooks/recovery.md#a-lost-region)). Its schedule then ends in the cluster's name, for two backups of one name would hide
each other. On both clusters the node agent runs, without the node's folders and not as root; the pods that it starts for a volume
are root, to read files of any owner, so the namespace is `baseline`. Velero encrypts that data with a key that every installation of
it has: what protects it is that the bucket is closed.

`velero backup get`, `velero restore create --from-backup NAME`: as whoever may administer the cluster. On AKS the links of
`velero backup logs` work inside the cluster's network only, as the storage account's firewall has it. A cluster without buckets
has no backups; loading the stack says so, and `backup: false` confirms it.

## Network policies

| end of an edge | what it is on the cluster |
| --- | --- |
| Kubernetes API, calling a webhook | EKS: the private subnets, where its interfaces are; GKE and AKS: the agents of the Konnectivity proxy in kube-system, on GKE also the nodes' block, where its private endpoint is |
| Kubernetes API, being called | EKS: the private subnets and the address of its service; GKE and private AKS: the nodes' block; public AKS: any address outside of the cluster; port 443 |
| nodes (kubelets, node-exporter) | EKS: the private subnets; GKE and AKS: any address, on the port named, because Cilium takes no block for a node |
| Prometheus | its pods, in its namespace |
| the cloud | port 443 of any address but the metadata service, and the one address where a pod gets its own credentials |

On an existing cluster nothing is known of its control plane: there the port alone decides.
"""
