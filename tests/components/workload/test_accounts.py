"""The service accounts that a workload's pods run as."""

from tests.components.workload.sample import both

ACCOUNT = "kubernetes:core/v1:ServiceAccount"


def test_each_workload_runs_as_an_account_of_its_own() -> None:
    for name, type_ in (("main-app", "Deployment"), ("main-store", "StatefulSet")):
        account = both().one(ACCOUNT, name)
        pod = both().one(f"kubernetes:apps/v1:{type_}", name).inputs["spec"]["template"]["spec"]

        assert pod["serviceAccountName"] == account.outputs["metadata"]["name"]


def test_no_account_gives_its_token_to_whoever_runs_as_it() -> None:
    """Also where the pods call the API: the pod says so, and another pod that is given the account does not get one."""
    assert {one.inputs["automountServiceAccountToken"] for one in both().of(ACCOUNT)} == {False}


def test_an_account_without_buckets_has_no_identity_in_the_cloud() -> None:
    assert not both().one(ACCOUNT, "main-app").inputs["metadata"].get("annotations")
