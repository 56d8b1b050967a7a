"""Who can reach whom on a cluster, worked out from the network policies that a stack registers. Needs no cluster."""
