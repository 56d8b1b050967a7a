"""Who makes a stack's secrets that somebody fills in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pulumi
import pytest

from components.data.secrets import create_secrets
from settings.data.secrets import SharedSecret
from tests.components.data.test_images import BARE


@dataclass
class Store:
    """A factory that remembers what it was asked for."""

    asked: list[Any] = field(default_factory=list)

    def __call__(self, secrets: Mapping[str, Sequence["Store"]]) -> Mapping[str, pulumi.Output[str]]:
        self.asked.append({secret: list(copies) for secret, copies in secrets.items()})
        return {secret: cast(Any, f"id of {secret}") for secret in secrets}


def test_those_of_a_cluster_are_made_together_with_the_prefix_in_front() -> None:
    main, other = Store(), Store()
    clusters = {"main": replace(BARE, secrets=main), "other": replace(BARE, name="other", secrets=other)}
    wanted = {
        "a": SharedSecret(cluster="main", copies=("other",)),
        "b": SharedSecret(cluster="other"),
        "c": SharedSecret(cluster="main"),
    }

    made: Any = create_secrets(wanted, clusters, "staging/")

    assert main.asked == [{"staging/a": [other], "staging/c": []}]
    assert other.asked == [{"staging/b": []}]
    assert cast(Any, made) == {name: f"id of staging/{name}" for name in ("a", "b", "c")}


def test_a_cluster_whose_store_keeps_no_empty_secret_is_refused_by_name() -> None:
    with pytest.raises(
        LookupError, match="the cluster main has no store that keeps a secret without a value"
    ):
        create_secrets({"a": SharedSecret(cluster="main")}, {"main": BARE}, "")
