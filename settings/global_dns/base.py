"""What every provider of global names has in common."""

from settings.types import DnsName, Model


class AnyGlobalDns(Model):
    """domain: what all global names end in."""

    domain: DnsName

    def regional(self, host: str, domain: str) -> str:
        """The name of a global host in one region, whose zone is `domain`: app.example.com there is app.use1.example.com."""
        return f"{host.removesuffix(self.domain)}{domain}"

    def covers(self, host: str) -> bool:
        """Whether a host is below the domain: the domain itself cannot be an alias of another name (RFC 1034, 3.6.2)."""
        return host.endswith(f".{self.domain}")
