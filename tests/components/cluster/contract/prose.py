"""What docs/clusters.md says around the table."""

BEFORE = """\
# What every cluster has

<!-- Written by `python -m tests.components.cluster.contract.table > docs/clusters.md`; a test compares. -->

One suite of tests (`tests/components/cluster/test_contract.py`) asks all of this of a cluster with the default of every
setting, on each cloud. A cell names the control or the practice that the property answers: CIS EKS, CIS GKE and CIS AKS are
the CIS benchmarks 1.8 of the services, CIS AWS 3.0, CIS GCP 3.0 and CIS Azure 5.0 the clouds' own; MCSB is the Microsoft
cloud security benchmark. A number stands for a reason below, where a cloud does not have the property as such.

| | EKS | GKE | AKS |
| --- | --- | --- | --- |"""

AFTER = """\
## A cluster that exists already

`cloud: existing` makes nothing of the above: it takes a context of a kubeconfig, and puts the platform and applications onto
the cluster. What it needs from it:

- a storage class (`standard` on minikube and kind), and something that gives Services of type LoadBalancer an address:
  MetalLB, `minikube tunnel`, or cloud-provider-kind. The release of the ingress controller waits for it.
- a secret store. `secrets: { kubernetes: { namespace: NAME } }` reads the Secrets of one namespace of the cluster itself, by a
  service account that may do nothing else; namespace and Secrets must be there first. `secrets: { vault: … }` is HashiCorp
  Vault with its Kubernetes auth method. Both hold mappings, so an application names a secret as `NAME#FIELD`.
- a network plugin that enforces network policies: without one they are words.
- metrics-server, or `metrics_server: false`, and the platform brings one; with `kubelet_certificates: false` where kubelets
  sign their own certificates, as those of kind and minikube do.

For the stack `local`, on kind:

```sh
kind create cluster --name groundwork
kubectl create namespace groundwork-secrets
kubectl --namespace groundwork-secrets create secret generic local-grafana-admin \\
  --from-literal=username=admin --from-file=password=grafana-password.txt
pulumi up --stack local
```

An existing cluster has no cloud behind it, so neither buckets nor cloud identities. An application that asks for a bucket, as
Spoke does, is refused before anything is registered; ORION asks for none.
"""
