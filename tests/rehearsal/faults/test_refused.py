"""The API server refuses one object of a stack, which then goes on from where it stopped."""

import pytest

from rehearsal.providers.kubernetes.ref import Ref
from tests.rehearsal.faults.conftest import Life, said, steps
from tests.rehearsal.faults.programs import NAMESPACE, Thing, config_map

pytestmark = [pytest.mark.engine, pytest.mark.kubernetes]

QUOTA = Thing(
    "quota",
    "core/v1:ResourceQuota",
    # Every namespace has a ConfigMap already, with the authority that signed the API server's certificate.
    {"metadata": {"name": "few", "namespace": "shop"}, "spec": {"hard": {"configmaps": "2"}}},
    ("shop",),
)
FEW = Ref("v1", "ResourceQuota", "few", "shop")
POLICY = "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy"


def test_what_exceeds_a_quota_is_named_and_the_next_up_makes_only_what_is_missing(life: Life) -> None:
    life.things.all = [NAMESPACE, QUOTA]
    life.up()
    life.until(lambda: life.client.get(FEW)["status"].get("used") == {"configmaps": "1"})

    life.things.all += [config_map("one", "quota"), config_map("two", "one")]
    failed = life.fails()

    assert steps(failed) == {"create one"}, said(failed)
    assert (
        'two: Forbidden: the API server refused to create ConfigMap shop/two: configmaps "two" is forbidden'
        in said(failed)
    )
    assert "exceeded quota: few, requested: configmaps=1, used: configmaps=2, limited: configmaps=2" in said(
        failed
    )

    QUOTA.inputs["spec"]["hard"]["configmaps"] = "3"
    two = life.things.all.pop()
    assert steps(life.up()) == {"update quota"}
    life.until(lambda: not life.refuses({"metadata": {"name": "two", "namespace": "shop"}}))
    life.things.all.append(two)
    assert steps(life.up()) == {"create two"}
    assert steps(life.up()) == set()


def test_what_a_policy_forbids_is_refused_in_the_policys_own_words(life: Life) -> None:
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"]}
    asks = {"expression": "object.data.colour != 'red'", "message": "red is for emergencies"}
    policy = {"matchConstraints": {"resourceRules": [rule]}, "validations": [asks]}
    binding = {"policyName": "colours.example.com", "validationActions": ["Deny"]}
    life.things.all = [
        NAMESPACE,
        Thing("policy", POLICY, {"metadata": {"name": "colours.example.com"}, "spec": policy}),
        Thing("binding", f"{POLICY}Binding", {"metadata": {"name": "colours"}, "spec": binding}, ("policy",)),
    ]
    life.up()
    red = {"metadata": {"name": "probe", "namespace": "shop"}, "data": {"colour": "red"}}
    life.until(lambda: life.refuses(red))

    # One after the other: the engine begins nothing more once one has failed.
    life.things.all += [config_map("plain"), config_map("loud", "plain", colour="red")]
    failed = life.fails()

    assert "loud: Invalid: the API server refused to create ConfigMap shop/loud: " in said(failed)
    assert "red is for emergencies" in said(failed)
    life.things.all[-1] = config_map("loud", "plain", colour="green")
    assert steps(life.up()) == {"create loud"}
