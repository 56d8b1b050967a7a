"""The outputs of a release, in the real provider's words."""

from rehearsal.providers.kubernetes.releases.outputs import outputs, resource_names
from rehearsal.providers.kubernetes.releases.record import Record

OBJECTS = [
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "b", "namespace": "home"}},
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "home"}},
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "home"}},
    {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "nginx"}},
]


def test_names_are_by_kind_group_and_version() -> None:
    assert resource_names(OBJECTS) == {
        "Deployment.apps/apps/v1": ["home/a", "home/b"],
        "IngressClass.networking.k8s.io/networking.k8s.io/v1": ["nginx"],
        "Service/v1": ["home/a"],
    }


def test_the_status_is_the_records() -> None:
    chart = {"name": "shop", "version": "1.2.3", "appVersion": "4.5"}

    assert outputs(Record("a", "home", 3, "deployed", [], chart)) == {
        "name": "a",
        "namespace": "home",
        "resourceNames": {},
        "status": {
            "status": "deployed", "revision": 3, "chart": "shop", "version": "1.2.3", "name": "a", "namespace": "home",
            "appVersion": "4.5",
        },
    }  # fmt: skip
