"""What a cloud and the operators of the add-ons do inside a cluster, on a real one: nodes, volumes, addresses, metrics."""
