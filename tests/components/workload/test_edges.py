"""The objects by which the world reaches a workload, and by which a workload in the mesh reaches out."""

from rehearsal.recorded import RELEASE, Recording
from rehearsal.stackfile import ROOT
from tests.graph import Graph
from tests.stackfiles import recorded
from tests.whole import whole

GATEWAY_API = "kubernetes:gateway.networking.k8s.io"
ENTRY = "kubernetes:networking.istio.io/v1:ServiceEntry"


def gateway() -> Recording:
    return recorded(ROOT / "examples" / "Pulumi.gateway.yaml")


def test_there_are_ingresses_or_gateways_and_never_both() -> None:
    ingress = "kubernetes:networking.k8s.io/v1:Ingress"

    assert whole("staging").of(ingress)
    assert not [one for one in whole("staging").resources if one.type.startswith(GATEWAY_API)]
    assert gateway().of(f"{GATEWAY_API}/v1:HTTPRoute")
    assert not gateway().of(ingress)


def test_a_route_comes_after_its_gateway_the_grant_and_the_gateways_pods() -> None:
    recording = gateway()
    graph = Graph(recording)
    route = recording.one(f"{GATEWAY_API}/v1:HTTPRoute", "main-spoke-route")

    for type_, name in (
        (f"{GATEWAY_API}/v1:Gateway", "main-spoke-gateway"),
        (f"{GATEWAY_API}/v1:Gateway", "main-gateway"),
        (f"{GATEWAY_API}/v1beta1:ReferenceGrant", "main-spoke-grant"),
        (RELEASE, "main-istio-ingressgateway"),
    ):
        assert graph.waits(route, recording.one(type_, name)), name


def test_a_gateways_certificate_is_the_one_that_cert_manager_makes() -> None:
    recording = gateway()
    made = recording.one("kubernetes:cert-manager.io/v1:Certificate", "main-spoke-certificate").inputs
    listener = recording.one(f"{GATEWAY_API}/v1:Gateway", "main-spoke-gateway").inputs["spec"]["listeners"][0]
    (reference,) = listener["tls"]["certificateRefs"]

    assert reference["name"] == made["spec"]["secretName"]
    assert reference["namespace"] == made["metadata"]["namespace"]


def test_what_a_workload_reaches_is_known_to_the_mesh_in_its_namespace() -> None:
    names = {
        one.inputs["metadata"]["name"]
        for one in gateway().of(ENTRY)
        if one.inputs["metadata"]["namespace"] == "spoke"
    }

    assert names == {"spoke-postgres", "spoke-redis", "spoke.anywhere", "spoke.identity"}


def test_outside_the_mesh_there_is_nothing_of_it() -> None:
    assert whole("staging").of(ENTRY) == []


def test_a_namespace_of_the_mesh_admits_pods_only_when_they_can_get_their_proxy() -> None:
    recording = gateway()
    namespace = recording.one("kubernetes:core/v1:Namespace", "main-spoke")

    assert namespace.inputs["metadata"]["labels"]["istio-injection"] == "enabled"
    for name in ("istiod", "istio-cni"):
        assert Graph(recording).waits(namespace, recording.one(RELEASE, f"main-{name}")), name


def test_pods_start_anew_when_they_join_and_jobs_join_too() -> None:
    deployment = gateway().one("kubernetes:apps/v1:Deployment", "main-spoke").inputs["spec"]["template"]
    job = gateway().one("kubernetes:batch/v1:CronJob").inputs["spec"]["jobTemplate"]["spec"]["template"]

    for template in (deployment, job):
        assert template["metadata"]["labels"]["sidecar.istio.io/inject"] == "true"
    assert deployment["metadata"]["annotations"]["prometheus.io/port"] == "9090"
