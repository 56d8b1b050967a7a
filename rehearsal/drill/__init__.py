"""A region is lost, lived without and found again: the whole of it on the rehearsal's own clusters."""
