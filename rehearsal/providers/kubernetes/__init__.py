"""The kubernetes provider over real API servers: what it is asked to make is kept, judged and run by Kubernetes itself."""
