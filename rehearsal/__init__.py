"""The rehearsal: the unchanged program on the real Pulumi engine, with simulated clouds and no account."""
