"""AWS regions.

Source: https://docs.aws.amazon.com/general/latest/gr/eks.html, the regions that have Amazon EKS, as of 2026-08.
"""

import difflib

REGIONS = frozenset(
    """
    us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 ca-central-1 ca-west-1 mx-central-1 sa-east-1
    eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1
    me-south-1 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    cn-north-1 cn-northwest-1
    """.split()
)


def wrong_region(name: str) -> str | None:
    """Why a text is no region that EKS is in, with the nearest ones; None when it is one."""
    if name in REGIONS:
        return None
    # Two letters changed places, most often; else whatever looks like it.
    turned = sorted(region for region in REGIONS if sorted(region) == sorted(name))
    near = turned or difflib.get_close_matches(name, sorted(REGIONS), n=2)
    hint = f"(did you mean {' or '.join(near)}?)" if near else f"of {', '.join(sorted(REGIONS))}"
    return f"expected an AWS region that has EKS {hint}"
