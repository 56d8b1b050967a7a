"""The command lines of a control plane's processes, as a managed cloud would set them, and quick to start.

Only the API server listens on a port, on loopback with TLS. etcd listens on a socket in a folder that nobody else may
enter; the controller manager, the scheduler and KWOK listen on nothing. All of them are started in that folder.
"""

import json
from collections.abc import Sequence
from pathlib import Path

ETCD = "unix://etcd:0"
PEER = "unix://etcd:1"
"""Sockets beside the data. A relative name, for a socket's whole path may have 107 characters; etcd asks for a number."""
SERVICES = "10.100.0.0/16"
"""What EKS gives the addresses of services from (EKS user guide, "Create an Amazon EKS cluster", service IPv4 range)."""
ADMISSION = ("NodeRestriction", "ExtendedResourceToleration")
"""What managed clouds enable beside Kubernetes' own defaults, among which are PodSecurity, LimitRanger and ResourceQuota
(EKS user guide, "View Amazon EKS platform versions for each Kubernetes version")."""
OFF = (
    "persistentvolume-attach-detach",
    "service-lb",
    "node-route",
    "cloud-node-lifecycle",
    "bootstrap-signer",
    "token-cleaner",
)
"""Controllers of what only a cloud or a kubelet has; what shows of it is simulated as the life in the cluster."""
AUTOSCALER = "horizontal-pod-autoscaler"
QUICK_AUTOSCALER = (
    f"--{AUTOSCALER}-sync-period=2s",
    f"--{AUTOSCALER}-downscale-stabilization=10s",
    f"--{AUTOSCALER}-initial-readiness-delay=1s",
    f"--{AUTOSCALER}-cpu-initialization-period=1s",
)
QUICK = 1000
"""Requests a second that the controllers may make: a real control plane spreads them over minutes, a person waits here."""


def etcd(binary: Path) -> list[str]:
    """One etcd for all planes. It keeps nothing that must outlive it, so it never waits for the disk."""
    return [
        str(binary), "--data-dir=etcd", "--unsafe-no-fsync",
        f"--listen-client-urls={ETCD}", f"--advertise-client-urls={ETCD}",
        f"--listen-peer-urls={PEER}", f"--initial-advertise-peer-urls={PEER}", f"--initial-cluster=default={PEER}",
        # A member that is alone elects itself when this has passed: milliseconds.
        "--heartbeat-interval=20", "--election-timeout=200", "--log-level=warn",
    ]  # fmt: skip


def api_server(binary: Path, folder: Path, port: int) -> list[str]:
    """A plane's API server, on that port of loopback; its certificates are in `folder`, whose name tells its objects."""
    return [
        str(binary), f"--etcd-servers={ETCD}", f"--etcd-prefix=/{folder.name}",
        "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", f"--secure-port={port}",
        # The session holds the port by a socket that does not listen, so that no one else gets it; see planes.py.
        "--permit-port-sharing",
        f"--tls-cert-file={folder / 'server.crt'}", f"--tls-private-key-file={folder / 'server.key'}",
        f"--client-ca-file={folder / 'ca.crt'}", "--anonymous-auth=false", "--authorization-mode=Node,RBAC",
        f"--enable-admission-plugins={','.join(ADMISSION)}", "--allow-privileged=true",
        f"--service-cluster-ip-range={SERVICES}",
        # The endpoint of the service `kubernetes` may not be an address of loopback.
        "--endpoint-reconciler-type=none",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-signing-key-file={folder / 'service-account.key'}",
        f"--service-account-key-file={folder / 'service-account.key'}",
        f"--requestheader-client-ca-file={folder / 'front-proxy-ca.crt'}",
        "--requestheader-allowed-names=front-proxy-client", "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group", "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={folder / 'front-proxy.crt'}", f"--proxy-client-key-file={folder / 'front-proxy.key'}",
        f"--max-requests-inflight={QUICK}", f"--max-mutating-requests-inflight={QUICK}", "--profiling=false",
    ]  # fmt: skip


def controller_manager(binary: Path, folder: Path, *, autoscaled: bool = False) -> list[str]:
    """A plane's controllers. autoscaled: horizontal autoscalers look every two seconds and come down after ten, for somebody who
    waits for what they do; else they stand still. A look is several requests and what follows from it many more: with
    Kubernetes' own 15 seconds an up of a thousand workloads took a tenth longer than with a minute.

    One time cannot be set: the garbage collector asks every 30 seconds which kinds there are (k8s.io/kubernetes v1.35.4,
    cmd/kube-controller-manager/app/core.go, syncPeriod). An object of a kind that is younger, deleted in the foreground,
    waits for that, on a real cluster as here; it is what a destroy soon after an up spends most of its time on.
    """
    off = OFF if autoscaled else (*OFF, AUTOSCALER)
    return [
        str(binary), *_client(folder, "kube-controller-manager"), "--use-service-account-credentials",
        f"--controllers=*,{','.join(f'-{name}-controller' for name in off)}",
        f"--root-ca-file={folder / 'ca.crt'}", f"--service-account-private-key-file={folder / 'service-account.key'}",
        f"--cluster-signing-cert-file={folder / 'ca.crt'}", f"--cluster-signing-key-file={folder / 'ca.key'}",
        *(QUICK_AUTOSCALER if autoscaled else ()), "--concurrent-namespace-syncs=30",
    ]  # fmt: skip


def scheduler(binary: Path, folder: Path) -> list[str]:
    """A plane's scheduler."""
    return [str(binary), *_client(folder, "kube-scheduler")]


def kwok(binary: Path, folder: Path, stages: Sequence[Path]) -> list[str]:
    """A plane's nodes and pods, as far as a kubelet would report them; `stages` say which way they change."""
    return [
        str(binary), f"--kubeconfig={kubeconfig(folder, 'kwok')}", "--manage-all-nodes",
        *(f"--config={stage}" for stage in stages), "--v=WARN",
    ]  # fmt: skip


def life(python: Path, folder: Path) -> list[str]:
    """What a cloud and its operators would do in a plane: a process of ours. Object storage is beside all planes."""
    return [
        str(python), "-m", "rehearsal.life", "--access", str(folder / "access.json"), "--folder", str(folder / "life"),
        "--stored", str(folder.parent / "stored"),
    ]  # fmt: skip


def kubeconfig(folder: Path, name: str) -> Path:
    """Where the kubeconfig of one of the plane's own clients is."""
    return folder / f"{name}.kubeconfig"


def write_kubeconfig(folder: Path, name: str, server: str) -> None:
    """A kubeconfig with the certificate of that name, for a plane's own processes."""
    content = {
        "apiVersion": "v1", "kind": "Config", "current-context": "plane",
        "clusters": [{"name": "plane", "cluster": {
            "server": server, "certificate-authority": str(folder / "ca.crt"),
        }}],
        "users": [{"name": name, "user": {
            "client-certificate": str(folder / f"{name}.crt"), "client-key": str(folder / f"{name}.key"),
        }}],
        "contexts": [{"name": "plane", "context": {"cluster": "plane", "user": name}}],
    }  # fmt: skip
    kubeconfig(folder, name).write_text(json.dumps(content))


def _client(folder: Path, name: str) -> list[str]:
    return [
        f"--kubeconfig={kubeconfig(folder, name)}", "--secure-port=0", "--leader-elect=false",
        f"--kube-api-qps={QUICK}", f"--kube-api-burst={2 * QUICK}", "--profiling=false",
    ]  # fmt: skip
