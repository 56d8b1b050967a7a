"""Whether what is left of a stack can carry it when a cluster is lost, as tables: what settings/capacity works out."""
