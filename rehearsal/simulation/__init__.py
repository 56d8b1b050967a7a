"""What each service answers and refuses, as pure knowledge: no Pulumi SDK, no network, no clock, no randomness."""
