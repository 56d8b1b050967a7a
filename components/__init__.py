"""The parts a stack is made of: clusters, the platform on them, and the workloads that run there."""
