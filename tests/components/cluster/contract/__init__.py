"""The contract: what every cluster has, whichever cloud it is on. docs/clusters.md is written from it."""
