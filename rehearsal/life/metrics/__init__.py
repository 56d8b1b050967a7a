"""The metrics that autoscalers ask for: simulated usage, served as the Kubernetes metrics APIs."""
