"""Which region answers whom under a global name, worked out from the records and health checks that a stack registers."""
