"""A secret that the stack makes, empty, and that several regions read."""

from settings.types import DnsLabel, Model


class SharedSecret(Model):
    """cluster: in whose region it is written. copies: clusters whose regions read it too, under the same name."""

    cluster: DnsLabel
    copies: tuple[DnsLabel, ...] = ()
