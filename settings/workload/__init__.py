"""One workload as an application team describes it: pure data, checked before anything is registered.

components/workload/ turns it into Kubernetes objects; it knows no application.
"""

from settings.workload.access import Account, Rule
from settings.workload.containers import SIZES, Container, Probes, Resources
from settings.workload.edges import Caller, Edge
from settings.workload.jobs import Job, Schedule
from settings.workload.rollout import Candidate, Rollout
from settings.workload.route import Cors, Jwt, LoadBalancer, RateLimit, Route
from settings.workload.scale import Behaviour, Disruption, Scale, Step
from settings.workload.spec import WorkloadSpec
from settings.workload.storage import Bucket, Claim, PostgresBackup, RestoreDrill
from settings.workload.telemetry import Metrics, TelemetryEnv

__all__ = [
    "SIZES",
    "Account",
    "Behaviour",
    "Bucket",
    "Caller",
    "Candidate",
    "Claim",
    "Container",
    "Cors",
    "Disruption",
    "Edge",
    "Job",
    "Jwt",
    "LoadBalancer",
    "Metrics",
    "PostgresBackup",
    "Probes",
    "RateLimit",
    "Resources",
    "RestoreDrill",
    "Rollout",
    "Route",
    "Rule",
    "Scale",
    "Schedule",
    "Step",
    "TelemetryEnv",
    "WorkloadSpec",
]
