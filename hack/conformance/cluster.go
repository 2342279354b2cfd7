package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

type options struct {
	kubeconfig, kubectl, pki, namespace, system, host, quantities string
}

// cluster is the scene and the ways to it: through the API server, and straight to the adapter.
type cluster struct {
	options
	config *rest.Config
	kube   *kubernetes.Clientset
	// adapter is the address of a pod of the adapter.
	adapter string
	// bundle has the authorities of the adapter's certificate, PEM; roots knows them.
	bundle []byte
	roots  *x509.CertPool
	// steady is closed when nothing of the adapter is replaced any more; before, adapter may go.
	steady       chan struct{}
	availability *availability
	apart        *apart
	// proxies and clients sign what the API server lets extension servers trust.
	proxies, clients authority
}

const (
	adapterName  = "pricecast-adapter"
	adapterLabel = "app.kubernetes.io/component=adapter"
	gauge        = "gauge"
	fading       = "fading"
	ebbing       = "ebbing"
	sleeper      = "sleeper"
	dial         = "dial"
	nothing      = "nothing"
	hardly       = "hardly"
	vast         = "vast"
	desired      = "pricecast_desired_replicas"
	observed     = "pricecast_observed_load"
	costScore    = "pricecast_cost_score"
	podMetric    = "predicted_cpu_utilization"
	scalers      = "predictivescalers.pricecast.dev"
)

func connect(ctx context.Context, options options) (*cluster, error) {
	config, err := clientcmd.BuildConfigFromFlags("", options.kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 200, 400
	kube, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	found := &cluster{options: options, config: config, kube: kube, steady: make(chan struct{})}
	if found.adapter, err = adapterAddress(ctx, kube, options.system); err != nil {
		return nil, err
	}
	if found.clients, err = readAuthority(filepath.Join(options.pki, "ca")); err != nil {
		return nil, err
	}
	if found.proxies, err = readAuthority(filepath.Join(options.pki, "front-proxy-ca")); err != nil {
		return nil, err
	}
	if found.availability, err = found.watchAvailability(ctx); err != nil {
		return nil, err
	}
	// From here on there are two authorities; what serves meanwhile has a certificate of the first.
	if err = found.renewAuthority(ctx); err != nil {
		return nil, err
	}
	found.apart, err = openApart(ctx, found)
	return found, err
}

func adapterAddress(ctx context.Context, kube *kubernetes.Clientset, namespace string) (string, error) {
	pods, err := kube.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{
		LabelSelector: adapterLabel,
	})
	if err != nil {
		return "", err
	}
	for _, pod := range pods.Items {
		if pod.DeletionTimestamp == nil && pod.Status.PodIP != "" && isReady(pod) {
			return pod.Status.PodIP, nil
		}
	}
	return "", errors.New("no pod of the adapter is ready")
}

func isReady(pod corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

func poolOf(authorities []byte) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authorities) {
		return nil, errors.New("the adapter's Secret names no authority")
	}
	return pool, nil
}

// serverName is what the API server asks the adapter's certificate for.
func (c *cluster) serverName() string {
	return fmt.Sprintf("%s.%s.svc", adapterName, c.system)
}

// direct is a client that goes past the API server, with a certificate or without one.
func (c *cluster) direct(certificate *tls.Certificate) *http.Client {
	settings := &tls.Config{RootCAs: c.roots, ServerName: c.serverName(), MinVersion: tls.VersionTLS12}
	if certificate != nil {
		settings.Certificates = []tls.Certificate{*certificate}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: settings, ForceAttemptHTTP2: true}}
}

// url of a path at the adapter itself.
func (c *cluster) url(path string) string { return "https://" + c.adapter + ":6443" + path }

// custom and external are paths of metrics in the namespace of the scene.
func (c *cluster) custom(version, rest string) string {
	return "/apis/custom.metrics.k8s.io/" + version + "/namespaces/" + c.namespace + "/" + rest
}

func (c *cluster) external(rest string) string {
	return "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + c.namespace + "/" + rest
}

// raw asks through the API server, as `kubectl get --raw` does.
func (c *cluster) raw(ctx context.Context, uri string) ([]byte, error) {
	return c.kube.RESTClient().Get().RequestURI(uri).DoRaw(ctx)
}

// settle waits until the scalers were decided about with the whole load of their pods.
func (c *cluster) settle(ctx context.Context) error {
	deadline := time.Now().Add(30 * time.Second)
	for name, quantity := range map[string]string{gauge: `"137500m"`, fading: `"60"`, ebbing: `"60"`, nothing: `"0"`, hardly: `"1m"`} {
		for {
			body, err := c.raw(ctx, c.custom("v1beta2", scalers+"/"+name+"/"+observed))
			if err == nil && bytes.Contains(body, []byte(`"value":`+quantity)) {
				break
			}
			if time.Now().After(deadline) {
				return fmt.Errorf("%s: %s %v", name, body, err)
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
	return nil
}

// asHPA is the configuration of the HPA controller: protobuf first.
func (c *cluster) asHPA() *rest.Config {
	config := rest.CopyConfig(c.config)
	config.ContentConfig = rest.ContentConfig{
		AcceptContentTypes: runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON,
		ContentType:        runtime.ContentTypeProtobuf,
	}
	return config
}

// asOthers is the configuration of a client that speaks JSON.
func (c *cluster) asOthers() *rest.Config {
	config := rest.CopyConfig(c.config)
	config.ContentConfig = rest.ContentConfig{ContentType: runtime.ContentTypeJSON}
	return config
}

func readFile(path string) []byte {
	content, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	return content
}
