"""What each service answers and refuses, as pure knowledge: no Pulumi SDK, no network, no clock, no randomness.

Only aws/moto_backed is more than that: beneath the knowledge of AWS it puts moto, an AWS that others wrote.
"""
