"""What a real Kubernetes makes of a program's changes, previews and reads."""

import pytest

from rehearsal.providers import wire
from rehearsal.providers.kubernetes.client import Client
from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.providers.kubernetes.conftest import Server
from tests.rehearsal.providers.kubernetes.engine_side import Failed, Provider, plain
from tests.rehearsal.providers.kubernetes.things import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    SERVICE,
    Anything,
    by_hand,
    config_map,
    deployment,
    observed,
    pod_spec,
    thing,
    wait_until,
)

pytestmark = pytest.mark.kubernetes


def test_a_preview_is_judged_by_the_api_server_and_makes_nothing(
    provider: Provider, client: Client, namespace: str
) -> None:
    with pytest.raises(Failed, match="does not match template `labels`"):
        provider.create(DEPLOYMENT, deployment(namespace, label="other"), preview=True)
    planned = provider.create(DEPLOYMENT, deployment(namespace), preview=True)

    assert planned.id == ""
    assert client.find(Ref("apps/v1", "Deployment", "web", namespace)) is None


def test_a_preview_takes_what_is_not_there_yet_for_something_still_to_come(
    provider: Provider, client: Client, namespace: str
) -> None:
    client.create(config_map(namespace), "somebody")
    unknown_kind = thing("none.example.com/v1", "Nothing", namespace, "a")

    assert not provider.create(CONFIG_MAP, config_map("nowhere"), preview=True).id
    assert not provider.create("kubernetes:none.example.com/v1:Nothing", unknown_kind, preview=True).id
    assert not provider.create(CONFIG_MAP, config_map(namespace), preview=True).id  # to be replaced


def test_what_is_written_another_way_is_no_change(provider: Provider, namespace: str) -> None:
    before = deployment(namespace, replicas=0)
    before["spec"]["template"]["spec"] = pod_spec(resources={"requests": {"cpu": "1000m"}})
    after = deployment(namespace, replicas=0)
    after["spec"]["template"]["spec"] = pod_spec(resources={"requests": {"cpu": "1"}})
    made = provider.create(DEPLOYMENT, before)

    same = provider.diff(DEPLOYMENT, made, before, after)
    after["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"] = "2"
    other = provider.diff(DEPLOYMENT, made, before, after)

    assert same.changes == same.DIFF_NONE
    assert list(other.detailedDiff) == ["spec.template.spec.containers[0].resources.requests.cpu"]
    assert not other.replaces


def test_a_field_that_is_left_out_goes(provider: Provider, client: Client, namespace: str) -> None:
    before = thing(
        "v1", "Service", namespace, "web", spec={"ports": [{"port": 80}], "sessionAffinity": "ClientIP"}
    )
    after = thing("v1", "Service", namespace, "web", spec={"ports": [{"port": 80}]})
    made = provider.create(SERVICE, before)

    changes = provider.diff(SERVICE, made, before, after)
    provider.update(SERVICE, made, before, after)

    assert list(changes.detailedDiff) == ["spec.sessionAffinity"]
    assert client.get(Ref("v1", "Service", "web", namespace))["spec"]["sessionAffinity"] == "None"


def test_a_field_that_is_known_to_be_fixed_means_a_new_object_under_the_same_name(
    provider: Provider, namespace: str
) -> None:
    before, after = deployment(namespace, replicas=0), deployment(namespace, replicas=0, label="web")
    after["spec"]["selector"] = {"matchLabels": {"app": "web", "tier": "front"}}
    after["spec"]["template"]["metadata"]["labels"]["tier"] = "front"
    made = provider.create(DEPLOYMENT, before)

    change = provider.diff(DEPLOYMENT, made, before, after)

    assert list(change.replaces) == ["spec.selector"]
    assert change.deleteBeforeReplace


def test_a_field_that_the_api_server_will_not_change_means_a_new_object(
    provider: Provider, namespace: str
) -> None:
    before, after = (
        thing(
            "networking.k8s.io/v1", "IngressClass", "", namespace, spec={"controller": f"example.com/{name}"}
        )
        for name in ("one", "other")
    )
    type_ = "kubernetes:networking.k8s.io/v1:IngressClass"
    made = provider.create(type_, before)

    change = provider.diff(type_, made, before, after)

    provider.delete(type_, made, before)
    assert list(change.replaces) == ["spec.controller"]


def test_a_made_up_name_lets_the_new_object_come_first(provider: Provider, namespace: str) -> None:
    inputs = {"metadata": {"namespace": namespace}, "data": {"colour": "blue"}}
    before = plain(provider.check(CONFIG_MAP, inputs).inputs)
    made = provider.create(CONFIG_MAP, before)

    change = provider.diff(CONFIG_MAP, made, before, {**before, "data": {"colour": "red"}})

    assert list(change.replaces) == ["data"]
    assert not change.deleteBeforeReplace


def test_a_config_map_changes_in_place_when_the_provider_says_so(server: Server, namespace: str) -> None:
    provider = server.provider(enableConfigMapMutable=True)
    before, after = config_map(namespace, colour="blue"), config_map(namespace, colour="red")
    made = provider.create(CONFIG_MAP, before)

    change = provider.diff(CONFIG_MAP, made, before, after)

    provider.channel.close()
    assert change.changes == change.DIFF_SOME
    assert not change.replaces


def test_a_change_that_is_wrong_is_refused_before_anything_is_done(
    provider: Provider, namespace: str
) -> None:
    before = deployment(namespace, replicas=0)
    made = provider.create(DEPLOYMENT, before)

    with pytest.raises(Failed, match=r"refused to change Deployment .*: spec\.replicas: Invalid value: -2"):
        provider.diff(DEPLOYMENT, made, before, deployment(namespace, replicas=-2))


def test_a_field_of_another_manager_is_a_conflict_that_names_both(
    provider: Provider, client: Client, namespace: str
) -> None:
    before, after = deployment(namespace, replicas=0), deployment(namespace, replicas=0, minReadySeconds=2)
    made = provider.create(DEPLOYMENT, before)
    by_hand(client, "Deployment", namespace, "web", {"spec": {"minReadySeconds": 1}}, manager="autopilot")

    with pytest.raises(Failed) as error:
        provider.update(DEPLOYMENT, made, before, after)

    assert str(error.value) == (
        f"Conflict: the API server refused to change Deployment {namespace}/web: spec.minReadySeconds: "
        'conflict with "autopilot" using apps/v1\nLeave these fields out of the program (or in ignore_changes), or take '
        'them over with the annotation pulumi.com/patchForce: "true".'
    )


def test_an_annotation_takes_a_field_from_another_manager(
    provider: Provider, client: Client, namespace: str
) -> None:
    before, after = deployment(namespace, replicas=0), deployment(namespace, replicas=0, minReadySeconds=2)
    after["metadata"]["annotations"] = {"pulumi.com/patchForce": "true"}
    made = provider.create(DEPLOYMENT, before)
    by_hand(client, "Deployment", namespace, "web", {"spec": {"minReadySeconds": 1}}, manager="autopilot")

    provider.update(DEPLOYMENT, made, before, after)

    assert client.get(Ref("apps/v1", "Deployment", "web", namespace))["spec"]["minReadySeconds"] == 2


def test_an_ignored_field_stays_with_the_manager_that_has_it(
    provider: Provider, client: Client, namespace: str
) -> None:
    before = deployment(namespace, replicas=0, minReadySeconds=1)
    after = deployment(namespace, replicas=0, minReadySeconds=1, revisionHistoryLimit=2)
    made = provider.create(DEPLOYMENT, before)
    by_hand(client, "Deployment", namespace, "web", {"spec": {"minReadySeconds": 7}}, manager="autopilot")

    provider.update(DEPLOYMENT, made, before, after, ignoreChanges=["spec.minReadySeconds"])

    live = client.get(Ref("apps/v1", "Deployment", "web", namespace))["spec"]
    assert (live["minReadySeconds"], live["revisionHistoryLimit"]) == (7, 2)


def test_what_was_changed_by_hand_is_found_and_put_back(
    provider: Provider, client: Client, namespace: str
) -> None:
    inputs = deployment(namespace, replicas=0, minReadySeconds=3)
    made = provider.create(DEPLOYMENT, inputs)
    by_hand(client, "Deployment", namespace, "web", {"spec": {"minReadySeconds": 9}})
    wait_until(lambda: observed(client.get(Ref("apps/v1", "Deployment", "web", namespace))))

    found = plain(provider.read(DEPLOYMENT, made, inputs).inputs)
    change = provider.diff(DEPLOYMENT, made, found, inputs)
    provider.update(DEPLOYMENT, made, found, inputs)

    assert found == deployment(namespace, replicas=0, minReadySeconds=9)
    assert list(change.detailedDiff) == ["spec.minReadySeconds"]
    assert client.get(Ref("apps/v1", "Deployment", "web", namespace))["spec"]["minReadySeconds"] == 3
    assert plain(provider.read(DEPLOYMENT, made, inputs).inputs) == inputs


def test_what_was_never_changed_reads_as_it_was_written(provider: Provider, namespace: str) -> None:
    inputs = deployment(namespace, replicas=0)
    inputs["spec"]["template"]["spec"] = pod_spec(resources={"limits": {"memory": "1024Mi", "cpu": "1000m"}})
    made = provider.create(DEPLOYMENT, inputs)

    assert plain(provider.read(DEPLOYMENT, made, inputs).inputs) == inputs


def test_an_object_of_somebody_else_is_read_without_what_is_the_servers_own(
    provider: Provider, client: Client, namespace: str
) -> None:
    made = provider.create(CONFIG_MAP, config_map(namespace, colour="blue"))
    made.properties.Clear()

    read = provider.read(CONFIG_MAP, made, {})

    assert plain(read.inputs) == config_map(namespace, colour="blue")
    assert "uid" in plain(read.properties)["metadata"]


def test_a_namespace_that_the_program_only_asks_for_is_one_that_the_cluster_came_with(
    provider: Provider, client: Client, namespace: str
) -> None:
    name = f"{namespace}-given"
    asked = provider.read(NAMESPACE, Anything(name), {})

    client.delete(Ref("v1", "Namespace", name))
    assert asked.id == name
    assert plain(asked.properties)["metadata"]["name"] == name
    assert provider.read(CONFIG_MAP, Anything(f"{namespace}/none"), {}).id == ""


def test_what_is_gone_reads_as_nothing_and_is_no_error_to_delete(
    provider: Provider, client: Client, namespace: str
) -> None:
    inputs = config_map(namespace)
    made = provider.create(CONFIG_MAP, inputs)
    client.delete(Ref("v1", "ConfigMap", "settings", namespace), "Background")

    assert provider.read(CONFIG_MAP, made, inputs).id == ""
    provider.delete(CONFIG_MAP, made, inputs)
    with pytest.raises(Failed, match=r'refused to change ConfigMap .*: configmaps "settings" not found'):
        provider.update(CONFIG_MAP, made, inputs, config_map(namespace, colour="red"))


def test_a_check_that_knows_better_than_the_api_server_is_overruled(
    provider: Provider, namespace: str
) -> None:
    # The simulation asks for a volume's source; the API server takes an empty folder where there is none.
    fine = deployment(namespace, replicas=0)
    fine["spec"]["template"]["spec"] = pod_spec() | {"volumes": [{"name": "scratch"}]}
    wrong = deployment(namespace, label="other")

    assert not provider.check(DEPLOYMENT, fine).failures
    assert provider.check(DEPLOYMENT, {**fine, "metadata": {"namespace": wire.UNKNOWN_TEXT}}).failures
    assert provider.check(DEPLOYMENT, wrong).failures[0].property == "spec.template.metadata.labels"


def test_an_annotation_that_cannot_be_waited_by_is_told_before_anything_is_made(
    provider: Provider, namespace: str
) -> None:
    inputs = config_map(namespace)
    inputs["metadata"]["annotations"] = {"pulumi.com/waitFor": "someday"}

    (failure,) = provider.check(CONFIG_MAP, inputs).failures

    assert failure.property == "metadata.annotations"
    assert "someday" in failure.reason
