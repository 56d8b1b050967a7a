module example.com/groundwork/toolchain/crds

// Nothing is compiled from these: their modules carry the definitions of their custom resources as files.
// Each at the version that the charts in components/ install.

go 1.21

require (
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/cert-manager/cert-manager v1.21.1
	// The newest that is published as a Go module: the go.mod of 2.x still says the path of 1.x, which Go refuses.
	github.com/external-secrets/external-secrets v1.3.2
	github.com/prometheus-operator/prometheus-operator v0.93.1
	github.com/vmware-tanzu/velero v1.18.1
	istio.io/api v1.30.3
	sigs.k8s.io/external-dns v0.21.0
	sigs.k8s.io/gateway-api v1.6.1
)
