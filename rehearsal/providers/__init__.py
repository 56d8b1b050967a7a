"""The Pulumi provider protocol over the simulated services: gRPC servers in a process of their own, no cloud knowledge."""
