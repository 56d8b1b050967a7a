"""IAM OpenID Connect providers: how an account trusts a cluster's service accounts.

Rules: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
"""

import re
from collections.abc import Iterator, Mapping

from rehearsal.simulation.aws.account import arn
from rehearsal.simulation.aws.resource import aws, unique
from rehearsal.simulation.inputs import texts
from rehearsal.simulation.kinds import UNKNOWN, Call, Failure, Kind, Properties


def oidc_url(call: Call) -> str:
    """The issuer without its scheme: how IAM names an OpenID Connect provider."""
    return str(call.inputs.get("url", "")).removeprefix("https://")


def oidc_check(inputs: Properties) -> Iterator[Failure]:
    """The issuer is an https URL without a query, and clients are named."""
    url = inputs.get("url")
    if isinstance(url, str) and not re.fullmatch(r"https://[A-Za-z0-9.\-]+(/[^?#\s]*)?", url):
        yield Failure(
            "url", f"InvalidInput: the issuer {url!r} is not an https URL without port, query or fragment"
        )
    clients = inputs.get("clientIdLists")
    if clients is not UNKNOWN and not clients:
        yield Failure(
            "clientIdLists",
            "InvalidInput: at least one client id is needed, sts.amazonaws.com for service accounts",
        )
    for print_ in texts(inputs, "thumbprintLists"):
        if not re.fullmatch(r"[0-9a-fA-F]{40}", print_):
            yield Failure(
                "thumbprintLists", f"InvalidInput: {print_!r} is not a SHA-1 thumbprint of 40 hex digits"
            )


def oidc_refuse(call: Call) -> None:
    """An account has one provider per issuer."""
    url = oidc_url(call)
    message = f"there is already an OpenID Connect provider for {url}"
    unique(
        call, "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "EntityAlreadyExists", message, url=url
    )


def oidc_answer(call: Call, id_: str) -> Properties:
    """The provider; IAM drops the scheme of the URL."""
    return {
        "arn": id_,
        "url": oidc_url(call),
        "thumbprintLists": call.inputs.get("thumbprintLists", ["0" * 40]),
    }


KINDS: Mapping[str, Kind] = {
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": aws(
        lambda call: arn(call, "iam", f"oidc-provider/{oidc_url(call)}", regional=False), oidc_answer,
        check=oidc_check, refuse=oidc_refuse, required=("clientIdLists", "url"), replaces=("url",),
    ),
}  # fmt: skip
