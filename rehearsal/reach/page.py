"""docs/reach.md: who can reach whom, for each stack file."""

from collections.abc import Iterable, Iterator

from rehearsal.reach.ends import Outside
from rehearsal.reach.matrix import OUTSIDE, Matrix, Table, together
from rehearsal.reach.read import networks
from rehearsal.recorded import Recording

INTRODUCTION = """\
# Who can reach whom

<!-- Written by `python -m rehearsal.reach > docs/reach.md`; a test compares. -->

```console
$ python -m rehearsal reach --stack production
$ python -m rehearsal reach --stack staging --from ingress-nginx/controller --to orion/auth-service --port 3001
```

print the tables of a stack, and one answer with the policies that let a connection through or do not; the exit code of an answer
is 0 for yes and 1 for no. Both ask no cluster and need no engine: they work it out from the network policies that the stack
registers, as Kubernetes defines them. Policies add up; a connection needs the leave of both its pods; a pod that no policy
selects is open. Ports are those of containers, not of Services.

A row is who connects, a column is whom to, a cell is on which ports: TCP, where nothing else is said. Whoever is not in a row
reaches nothing there, and a pod without a column is reached by nobody.

- 443 as it is: rules let these pods, or all these addresses, through.
- *443* in italics: only because a rule names a block of addresses that pods have theirs in. That is so on EKS, whose control
  plane has its addresses among the pods', and may be so on an existing cluster, of which nothing is known. Cilium, on GKE and
  AKS, never takes a rule about addresses for one about pods.
- (443) in brackets: some of these addresses, such as the Kubernetes API's own, or those that a setting lists.

`any other pod` stands for a pod that nobody declared, in a namespace that nothing closes. Left out are a node's own connections
to its pods, which are always let through (probes), and pods on their node's own network, which are among the nodes. Instance
metadata is where a node's identity is to be had; on GKE the same address gives a pod its own.

What the mesh has to say counts too: a pod with a proxy takes nothing but mutual TLS where a PeerAuthentication says so, and what
an AuthorizationPolicy lets its callers. Where that goes by the request (a path, a token) the port counts as open. Where the mesh
lets its pods out to by name is not in these tables: there a port is all there is to see.
"""


def page(stacks: Iterable[tuple[str, Recording]]) -> str:
    """The page, for stack files by their names. Tables that were there before are referred to."""
    seen: dict[str, str] = {}
    parts = [INTRODUCTION.rstrip("\n")]
    for name, recording in stacks:
        for network in networks(recording):
            here = f"{name}, cluster {network.cluster}"
            parts.append(f"## {here}")
            alike: dict[str, list[str]] = {}
            for table in Matrix(network).tables():
                text = "\n".join(lines(table))
                if text in seen:
                    alike.setdefault(seen[text], []).append(table.title)
                    continue
                seen[text] = here
                parts += [f"### {'Outside' if table.title == OUTSIDE else f'To {table.title}'}", text]
            parts += [f"As in {before}: {', '.join(titles)}." for before, titles in alike.items()]
    return "\n\n".join(parts) + "\n"


def lines(table: Table) -> Iterator[str]:
    """A table in Markdown."""
    names = [
        one.name if isinstance(one, Outside) or table.title != OUTSIDE else str(one) for one in table.targets
    ]
    yield f"| from | {' | '.join(names)} |"
    yield f"| --- |{' --- |' * len(names)}"
    for sources, cells in table.rows:
        yield f"| {together(sources)} | {' | '.join(str(cell) or '–' for cell in cells)} |"
