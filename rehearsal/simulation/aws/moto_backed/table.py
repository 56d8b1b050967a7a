"""docs/simulation.md: which AWS types stand on moto, and which do not.

`python -m rehearsal.simulation.aws.moto_backed.table > docs/simulation.md`
"""

from collections.abc import Iterator

from rehearsal.simulation.aws import INVOKES, KINDS
from rehearsal.simulation.aws.moto_backed import BACKINGS, UNBACKED
from rehearsal.simulation.aws.moto_backed.eks import ASKED

BEGINNING = """\
# What the simulated AWS stands on

<!-- Written by `python -m rehearsal.simulation.aws.moto_backed.table > docs/simulation.md`; a test compares. -->

`up` and `preview` make a real boto3 call for every AWS object, against moto in the process that simulates the clouds, and
read the answer back. boto3 checks the parameters and moto refuses what it knows AWS to refuse, in its own words: an
overlapping subnet, a malformed policy, a role that does not exist. Around that stands what this project knows by itself
(`rehearsal/simulation/aws/`): it judges inputs before anything is made, refuses what moto lets pass (quotas, a trust policy
that does not name the service, an instance type that does not exist) and fills in what moto does not return. `render` and
the unit tests use that knowledge alone, so that they need no emulator; a test makes every type both ways and compares.
Nothing leaves the machine: there is no credential, and a request that moto does not answer ends at a closed port.
Why it is so: [ADR 4](adr/0004-aws-stands-on-moto.md).
"""
POLICIES = """
The policy documents of queues, buckets, keys, repositories and secrets are not read by moto's own services. Their statements
are therefore given to its IAM, without the principals, before the object is made; so are those of roles and policies, and a
preview is refused as well.
"""


def service(token: str) -> str:
    """What the types of one service are sorted under: `ec2` of aws:ec2/vpc:Vpc."""
    return token.split(":")[1].partition("/")[0]


def rows() -> Iterator[str]:
    """One row for each type, the services in order of the alphabet."""
    for token in sorted(KINDS, key=lambda token: (service(token), token)):
        backing = BACKINGS.get(token)
        stands = (
            f"yes: {backing.apis}" if backing else f"no: {UNBACKED[token]} (asked first: {ASKED[token].apis})"
        )
        yield f"| `{token}` | {stands} | {', '.join(f'`{name}`' for name in backing.trials) if backing else ''} |"


def page() -> str:
    """docs/simulation.md."""
    functions = ", ".join(sorted(f"`{token.rpartition(':')[2]}`" for token in INVOKES))
    return "\n".join(
        [
            BEGINNING,
            f"{len(BACKINGS)} of {len(KINDS)} types stand on moto; for the others, it is asked for what they stand on.",
            f"Functions ask for facts and change nothing, so our own knowledge answers them: {functions}.",
            POLICIES,
            "| Type | Stands on moto | Tried before it is made |",
            "| --- | --- | --- |",
            *rows(),
        ]
    )


if __name__ == "__main__":
    print(page())
