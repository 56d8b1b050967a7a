"""The metrics that each add-on exports at the version that is pinned, and where that is written.

Those that rules and dashboards ask for, and their neighbours. A name that is not here is a slip of the pen, or belongs here after
a look at its source. What kube-prometheus-stack's scrapes drop (its cAdvisorMetricRelabelings) is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Exports:
    """source: where the names are written. prefix: what they begin with. names: the rest of each."""

    source: str
    prefix: str
    names: str

    @property
    def metrics(self) -> frozenset[str]:
        return frozenset(f"{self.prefix}{name}" for name in self.names.split())


_HISTOGRAM = "{0}_bucket {0}_count {0}_sum"

# What is there on every cluster with monitoring, whatever else is installed.
CLUSTER = (
    Exports(
        "k8s.io/kube-state-metrics v2.20.0, docs/metrics",
        "kube_",
        "cronjob_created cronjob_next_schedule_time cronjob_spec_suspend cronjob_status_active "
        "cronjob_status_last_schedule_time cronjob_status_last_successful_time deployment_created "
        "deployment_spec_replicas deployment_status_replicas deployment_status_replicas_available "
        "deployment_status_replicas_unavailable horizontalpodautoscaler_spec_max_replicas "
        "horizontalpodautoscaler_spec_min_replicas horizontalpodautoscaler_spec_target_metric "
        "horizontalpodautoscaler_status_condition horizontalpodautoscaler_status_current_replicas "
        "horizontalpodautoscaler_status_desired_replicas horizontalpodautoscaler_status_target_metric job_complete "
        "job_failed job_owner job_status_failed job_status_start_time node_info node_spec_taint "
        "node_spec_unschedulable node_status_allocatable node_status_capacity node_status_condition "
        "persistentvolumeclaim_info pod_container_resource_limits pod_container_resource_requests "
        "pod_container_status_last_terminated_reason pod_container_status_restarts_total "
        "pod_container_status_waiting_reason pod_info pod_owner pod_status_phase pod_status_ready "
        "pod_status_unschedulable",
    ),
    Exports(
        "k8s.io/kubernetes v1.35, vendor/github.com/google/cadvisor/metrics/prometheus.go",
        "container_",
        "cpu_cfs_periods_total cpu_cfs_throttled_periods_total cpu_usage_seconds_total memory_rss memory_working_set_bytes "
        "network_receive_bytes_total network_transmit_bytes_total",
    ),
    Exports(
        "k8s.io/kubernetes v1.35, pkg/kubelet/metrics/collectors/volume_stats.go",
        "kubelet_volume_stats_",
        "available_bytes capacity_bytes inodes inodes_free inodes_used used_bytes",
    ),
    Exports("prometheus.io/docs/concepts/jobs_instances", "", "up"),
    Exports("prometheus.io/docs/prometheus/latest/configuration/alerting_rules", "", "ALERTS"),
)
ADD_ONS: Mapping[str, Exports] = {
    "kubernetes": CLUSTER[0],
    "prometheus-adapter": CLUSTER[0],  # its availability; it serves no metrics of its own that are scraped
    "cert-manager": Exports(
        "github.com/cert-manager/cert-manager v1.21.1, internal/collectors and pkg/metrics",
        "certmanager_",
        "certificate_challenge_status certificate_expiration_timestamp_seconds certificate_not_after_timestamp_seconds "
        "certificate_not_before_timestamp_seconds certificate_ready_status certificate_renewal_timestamp_seconds "
        "clock_time_seconds clock_time_seconds_gauge clusterissuer_ready_status controller_sync_call_count "
        "controller_sync_error_count http_acme_client_request_count http_acme_client_request_duration_seconds "
        "issuer_ready_status",
    ),
    "ingress-nginx": Exports(
        "github.com/kubernetes/ingress-nginx controller-v1.15.1, internal/ingress/metric/collectors",
        "nginx_ingress_controller_",
        "check_errors check_success config_hash config_last_reload_successful config_last_reload_successful_timestamp_seconds "
        "errors leader_election_status nginx_process_connections nginx_process_requests_total requests ssl_expire_time_seconds "
        "success " + _HISTOGRAM.format("request_duration_seconds") + " " + _HISTOGRAM.format("response_size"),
    ),
    "ingress-gateway": Exports(
        "istio.io/latest/docs/reference/config/metrics",
        "istio_",
        "request_bytes_sum requests_total tcp_connections_closed_total tcp_connections_opened_total tcp_received_bytes_total "
        "tcp_sent_bytes_total " + _HISTOGRAM.format("request_duration_milliseconds"),
    ),
    "istiod": Exports(
        "istio.io/latest/docs/reference/config/metrics and /commands/pilot-discovery (exported metrics)",
        "",
        "istio_requests_total istio_tcp_connections_closed_total istio_tcp_connections_opened_total "
        "citadel_server_root_cert_expiry_timestamp galley_validation_failed istio_build pilot_services "
        "pilot_total_xds_internal_errors pilot_total_xds_rejects pilot_xds pilot_xds_pushes sidecar_injection_failure_total "
        "sidecar_injection_requests_total sidecar_injection_success_total "
        + _HISTOGRAM.format("istio_request_duration_milliseconds")
        + " "
        + _HISTOGRAM.format("pilot_proxy_convergence_time"),
    ),
    "external-secrets": Exports(
        "external-secrets.io/latest/api/metrics, of 2.9",
        "",
        "clustersecretstore_reconcile_duration clustersecretstore_status_condition externalsecret_provider_api_calls_count "
        "externalsecret_reconcile_duration externalsecret_status_condition externalsecret_sync_calls_error "
        "externalsecret_sync_calls_total secretstore_reconcile_duration secretstore_status_condition",
    ),
    "velero": Exports(
        "github.com/vmware-tanzu/velero v1.18.1, pkg/metrics/metrics.go",
        "velero_",
        "backup_attempt_total backup_deletion_failure_total backup_failure_total backup_items_errors backup_items_total "
        "backup_last_status backup_last_successful_timestamp backup_location_status_gauge backup_partial_failure_total "
        "backup_success_total backup_tarball_size_bytes backup_total backup_validation_failure_total backup_warning_total "
        "csi_snapshot_failure_total csi_snapshot_success_total restore_attempt_total restore_failed_total "
        "restore_partial_failure_total restore_success_total restore_total volume_snapshot_failure_total "
        "volume_snapshot_success_total " + _HISTOGRAM.format("backup_duration_seconds"),
    ),
    "loki": Exports(
        "github.com/grafana/loki v3.7.6, pkg/{compactor,ingester,loki,util/server,validation}",
        "loki_",
        "build_info compactor_apply_retention_last_successful_run_timestamp_seconds discarded_samples_total "
        "distributor_bytes_received_total distributor_lines_received_total ingester_chunks_flush_failures_total "
        "ingester_memory_chunks panic_total " + _HISTOGRAM.format("request_duration_seconds"),
    ),
    "alloy": Exports(
        "github.com/grafana/alloy v1.18.1, internal/component/common/loki/client/metrics.go and internal/runtime",
        "",
        "alloy_build_info alloy_component_controller_running_components alloy_config_last_load_successful "
        "alloy_config_last_load_success_timestamp_seconds loki_write_batch_retries_total loki_write_dropped_bytes_total "
        "loki_write_dropped_entries_total loki_write_sent_bytes_total loki_write_sent_entries_total",
    ),
    "opentelemetry-collector": Exports(
        "go.opentelemetry.io/collector v0.158.0, documentation.md of exporterhelper, receiverhelper, service; without endings, "
        "as service's telemetry/otelconftelemetry/internal/migration/v0.3.0.go has a reader that does not ask for them",
        "otelcol_",
        "exporter_enqueue_failed_metric_points exporter_enqueue_failed_spans exporter_queue_capacity "
        "exporter_queue_size exporter_send_failed_metric_points exporter_send_failed_spans "
        "exporter_sent_metric_points exporter_sent_spans process_memory_rss "
        "receiver_accepted_metric_points receiver_accepted_spans receiver_refused_metric_points "
        "receiver_refused_spans",
    ),
    "external-dns": Exports(
        "sigs.k8s.io/external-dns v0.21.0, docs/monitoring/metrics.md",
        "external_dns_",
        "controller_consecutive_soft_errors controller_last_reconcile_timestamp_seconds "
        "controller_last_sync_timestamp_seconds controller_no_op_runs_total controller_verified_records "
        "registry_endpoints_total registry_errors_total source_endpoints_total source_errors_total",
    ),
    "karpenter": Exports(
        "sigs.k8s.io/karpenter v1.14.1, pkg/controllers/{metrics/nodepool,state} and pkg/cloudprovider/metrics",
        "karpenter_",
        "cloudprovider_errors_total cluster_state_node_count cluster_state_synced nodeclaims_created_total "
        "nodeclaims_disrupted_total nodeclaims_terminated_total nodepools_limit nodepools_usage",
    ),
    "cluster-autoscaler": Exports(
        "github.com/kubernetes/autoscaler, cluster-autoscaler/proposals/metrics.md",
        "cluster_autoscaler_",
        "cluster_safe_to_autoscale errors_total failed_scale_ups_total max_nodes_count nodes_count scaled_down_nodes_total "
        "scaled_up_nodes_total unschedulable_pods_count",
    ),
    "kube-prometheus-stack": Exports(
        "github.com/prometheus/prometheus v3, tsdb; github.com/grafana/grafana; github.com/prometheus/alertmanager",
        "",
        "alertmanager_notifications_failed_total alertmanager_notifications_total grafana_build_info "
        "prometheus_build_info prometheus_rule_evaluation_failures_total prometheus_tsdb_head_series "
        "prometheus_tsdb_wal_corruptions_total prometheus_tsdb_wal_truncations_failed_total",
    ),
}


def exported(add_on: str) -> frozenset[str]:
    """What can be asked for where an add-on is installed: its own metrics, and the cluster's."""
    return ADD_ONS[add_on].metrics.union(*(some.metrics for some in CLUSTER))
