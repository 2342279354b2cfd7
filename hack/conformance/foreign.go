package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Services of the programs that share metric APIs with us.
const (
	kedaService       = "keda-operator-metrics-apiserver"
	prometheusService = "prometheus-adapter"
)

// ScaledObjects of the one who answers in KEDA's place, by how they are answered.
const (
	known   = "known"
	slow    = "slow"
	unnamed = "without-a-value"
)

const kedaLabel = "scaledobject.keda.sh/name"

// foreign answers metric APIs in the place of KEDA and prometheus-adapter, behind Services of the scene.
type foreign struct {
	server    *http.Server
	authority authority
	lock      sync.Mutex
	open      map[net.Conn]bool
	asked     []http.Header
	// shown is the certificate for connections from now on.
	shown atomic.Pointer[tls.Certificate]
}

func openForeign(ctx context.Context, c *cluster) (*foreign, error) {
	issuer, err := newAuthority("somebody else's authority", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	if err != nil {
		return nil, err
	}
	made := &foreign{authority: issuer, open: map[net.Conn]bool{}}
	if err := made.showCertificateOf(issuer, c.namespace); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", c.host+":0")
	if err != nil {
		return nil, err
	}
	made.server = &http.Server{Handler: made, ConnState: made.keep, TLSConfig: &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return made.shown.Load(), nil },
	}}
	go made.server.ServeTLS(listener, "", "")
	port := int32(listener.Addr().(*net.TCPAddr).Port)
	for _, name := range []string{kedaService, prometheusService} {
		if err := c.serve(ctx, name, port); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func (f *foreign) keep(connection net.Conn, state http.ConnState) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if state == http.StateClosed {
		delete(f.open, connection)
	} else {
		f.open[connection] = true
	}
}

// closeConnections makes everybody connect anew.
func (f *foreign) closeConnections() {
	f.lock.Lock()
	open := slices.Collect(maps.Keys(f.open))
	f.lock.Unlock()
	for _, connection := range open {
		connection.Close()
	}
}

// showCertificateOf takes a certificate of another authority into use.
func (f *foreign) showCertificateOf(issuer authority, namespace string) error {
	hosts := []string{kedaService + "." + namespace + ".svc", prometheusService + "." + namespace + ".svc"}
	signed, err := issuer.signServer(hosts...)
	f.shown.Store(signed)
	return err
}

// serve makes a Service that leads to this machine.
func (c *cluster) serve(ctx context.Context, name string, port int32) error {
	https, ready := "https", true
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       corev1.ServiceSpec{Ports: []corev1.ServicePort{{Name: https, Port: 443}}},
	}
	if _, err := c.kube.CoreV1().Services(c.namespace).Create(ctx, service, metav1.CreateOptions{}); err != nil {
		return err
	}
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: name, Labels: map[string]string{discoveryv1.LabelServiceName: name}},
		AddressType: discoveryv1.AddressTypeIPv4,
		Ports:       []discoveryv1.EndpointPort{{Name: &https, Port: &port}},
		Endpoints:   []discoveryv1.Endpoint{{Addresses: []string{c.host}, Conditions: discoveryv1.EndpointConditions{Ready: &ready}}},
	}
	_, err := c.kube.DiscoveryV1().EndpointSlices(c.namespace).Create(ctx, slice, metav1.CreateOptions{})
	return err
}

// questions that were asked since the last time that somebody looked.
func (f *foreign) questions() []http.Header {
	f.lock.Lock()
	defer f.lock.Unlock()
	asked := f.asked
	f.asked = nil
	return asked
}

const (
	theirMetric = "theirs"
	theirValue  = `"value":"7"`
)

func (f *foreign) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	version, rest, isLookup := strings.Cut(strings.TrimPrefix(request.URL.Path, "/apis/"), "/namespaces/")
	response.Header().Set("Content-Type", "application/json")
	switch {
	case version != customGroup+"/v1beta1" && version != customGroup+"/v1beta2" && version != externalGroup+"/v1beta1":
		response.WriteHeader(http.StatusNotFound)
	case !isLookup:
		fmt.Fprint(response, theirResources(version))
	case strings.HasPrefix(version, customGroup) && !strings.HasSuffix(rest, "/"+theirMetric):
		// What HPAs of ours ask is not known here.
		response.WriteHeader(http.StatusNotFound)
		fmt.Fprint(response, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"somebody else does not know it","reason":"NotFound","code":404}`)
	case strings.HasPrefix(version, customGroup):
		fmt.Fprintf(response, `{"kind":"MetricValueList","apiVersion":%q,"metadata":{},"items":[{"describedObject":{"kind":"Pod","name":"one","apiVersion":"v1"},"metricName":%q,"metric":{"name":%q},"timestamp":"2026-01-01T00:00:00Z",%s}]}`, version, theirMetric, theirMetric, theirValue)
	default:
		f.answerScaledObject(response, request, strings.Split(rest, "/"))
	}
}

func theirResources(version string) string {
	name, kind := "externalmetrics", "ExternalMetricValueList"
	if strings.HasPrefix(version, customGroup) {
		name, kind = "pods/"+theirMetric, "MetricValueList"
	}
	return fmt.Sprintf(`{"kind":"APIResourceList","apiVersion":"v1","groupVersion":%q,"resources":[{"name":%q,"singularName":"","namespaced":true,"kind":%q,"verbs":["get"]}]}`, version, name, kind)
}

func (f *foreign) answerScaledObject(response http.ResponseWriter, request *http.Request, rest []string) {
	f.lock.Lock()
	f.asked = append(f.asked, request.Header.Clone())
	f.lock.Unlock()
	value := theirValue
	switch request.URL.Query().Get("labelSelector") {
	case kedaLabel + "=" + known:
	case kedaLabel + "=" + unnamed:
		value = `"metricLabels":null`
	case kedaLabel + "=" + slow:
		<-request.Context().Done()
		return
	default:
		response.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(response, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"scaledObject name is not specified","code":500}`)
		return
	}
	fmt.Fprintf(response, `{"kind":"ExternalMetricValueList","apiVersion":"%s/v1beta1","metadata":{},"items":[{"metricName":%q,"timestamp":"2026-01-01T00:00:00Z",%s}]}`, externalGroup, rest[len(rest)-1], value)
}
