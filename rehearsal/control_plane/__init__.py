"""The rehearsal's own Kubernetes: a real control plane on loopback for each cluster of a stack."""
