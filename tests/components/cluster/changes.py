"""What a change of settings comes to, from two recordings: which resources are updated in place, which are replaced."""

from dataclasses import dataclass, field
from typing import Any

from rehearsal.simulation.aws import KINDS
from rehearsal.simulation.kinds import changed
from tests.components.cluster.deployments import deployed
from tests.recorded import Recorded, Recording


@dataclass
class Effects:
    """Logical names, with their type in front where several resources share one."""

    updated: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)


def effects(before: dict[str, Any], after: dict[str, Any]) -> Effects:
    """What going from one cluster's settings to another's does to AWS."""
    olds, news = (aws(deployed(**settings)) for settings in (before, after))
    found = Effects(
        created={label(news[urn]) for urn in news.keys() - olds.keys()},
        deleted={label(olds[urn]) for urn in olds.keys() - news.keys()},
    )
    gone: set[str] = set()
    # A replacement has another id, which may replace what names it: in the order of registration that is settled in one go.
    for urn in [urn for urn in news if urn in olds]:
        if replaces(olds[urn], news[urn], gone):
            gone.add(urn)
            found.replaced.add(label(news[urn]))
        elif olds[urn].inputs != news[urn].inputs:
            found.updated.add(label(news[urn]))
    return found


def aws(recording: Recording) -> dict[str, Recorded]:
    return {one.urn: one for one in recording.resources if one.type.startswith("aws:")}


def replaces(old: Recorded, new: Recorded, gone: set[str]) -> bool:
    paths = {*KINDS[new.type].replaces, *new.replace_on_changes}
    if [path for path in changed(old.inputs, new.inputs, paths) if path not in new.ignore_changes]:
        return True
    roots = {path.split(".")[0] for path in paths}
    return any(gone & set(urns) for key, urns in new.property_dependencies.items() if key in roots)


def label(one: Recorded) -> str:
    return f"{one.type.rsplit(':', 1)[-1]} {one.name}"
