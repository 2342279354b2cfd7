package main

import (
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"time"

	keda "github.com/kedacore/keda/v2/pkg/scalers/externalscaler"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	grpcstatus "google.golang.org/grpc/status"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kedaClient is the name by which the adapter knows KEDA.
const kedaClient = "pricecast-keda-client"

// kedaAuthority signs certificates that the adapter takes from KEDA.
func (c *cluster) kedaAuthority(ctx context.Context) (authority, error) {
	secret, err := c.kube.CoreV1().Secrets(c.system).Get(ctx, adapterName+"-ca", metav1.GetOptions{})
	if err != nil {
		return authority{}, err
	}
	return parseAuthority(secret.Data["tls.crt"], secret.Data["tls.key"])
}

// keda connects as KEDA's operator does, with the certificate given.
func (c *cluster) keda(certificate *tls.Certificate) (keda.ExternalScalerClient, func(), error) {
	settings := &tls.Config{RootCAs: c.roots, ServerName: c.serverName(), MinVersion: tls.VersionTLS12}
	if certificate != nil {
		settings.Certificates = []tls.Certificate{*certificate}
	}
	connection, err := grpc.NewClient(c.adapter+":9443", grpc.WithTransportCredentials(credentials.NewTLS(settings)))
	if err != nil {
		return nil, nil, err
	}
	return keda.NewExternalScalerClient(connection), func() { connection.Close() }, nil
}

func (c *cluster) scaledObject(scaler, metric string) *keda.ScaledObjectRef {
	metadata := map[string]string{"scalerAddress": c.serverName() + ":9443", "scaler": scaler}
	if metric != "" {
		metadata["metric"] = metric
	}
	return &keda.ScaledObjectRef{Name: "any", Namespace: c.namespace, ScalerMetadata: metadata}
}

// asKeda connects with a certificate that the adapter takes from KEDA, and answers who signed it; there is no client
// where that failed, which is a finding.
func (c *cluster) asKeda(ctx context.Context, found *findings) (client keda.ExternalScalerClient, issuer authority, done func()) {
	issuer, err := c.kedaAuthority(ctx)
	if !found.ok("authority", err) {
		return nil, issuer, func() {}
	}
	client, done, err = c.keda(certificate(issuer, kedaClient, forClients))
	if !found.ok("connect", err) {
		return nil, issuer, func() {}
	}
	return client, issuer, done
}

func checkKeda(ctx context.Context, c *cluster, found *findings) {
	client, issuer, done := c.asKeda(ctx, found)
	defer done()
	if client == nil {
		return
	}
	c.checkNumbers(ctx, found, client)
	c.checkActivity(ctx, found, client)
	c.checkOddValues(ctx, found, client)
	c.checkKedaLoad(ctx, found, client)
	for what, shown := range map[string]*tls.Certificate{
		"no certificate":                            nil,
		"a certificate of the cluster":              certificate(c.clients, kedaClient, forClients),
		"a certificate of another name":             certificate(issuer, "somebody", forClients),
		"a certificate of ours that is no client's": certificate(issuer, kedaClient, forServers),
	} {
		stranger, done, err := c.keda(shown)
		if !found.ok(what, err) {
			continue
		}
		_, err = stranger.GetMetricSpec(ctx, c.scaledObject(gauge, ""))
		if code := grpcstatus.Code(err); code != codes.Unavailable && code != codes.PermissionDenied {
			found.fail("%s: %v", what, err)
		}
		done()
	}
}

func (c *cluster) checkNumbers(ctx context.Context, found *findings, client keda.ExternalScalerClient) {
	specs, err := client.GetMetricSpec(ctx, c.scaledObject(gauge, ""))
	if !found.ok("GetMetricSpec", err) || len(specs.MetricSpecs) != 1 {
		found.equal("specs", len(specs.GetMetricSpecs()), 1)
		return
	}
	spec := specs.MetricSpecs[0]
	found.equal("name", spec.MetricName, strings.ToLower(spec.MetricName))
	found.equal("target, for 2.20 and for 2.16", []float64{spec.TargetSizeFloat, float64(spec.TargetSize)}, []float64{1, 1})
	began := time.Now()
	for name, scaled := range map[string]*keda.ScaledObjectRef{
		spec.MetricName:                  c.scaledObject(gauge, ""),
		strings.ToUpper(spec.MetricName): c.scaledObject(gauge, ""),
	} {
		got, err := client.GetMetrics(ctx, &keda.GetMetricsRequest{ScaledObjectRef: scaled, MetricName: name})
		if !found.ok("GetMetrics "+name, err) || len(got.MetricValues) != 1 {
			found.equal("values", len(got.GetMetricValues()), 1)
			continue
		}
		value := got.MetricValues[0]
		found.equal("both fields", value.MetricValueFloat == float64(value.MetricValue) && value.MetricValue > 0, true)
	}
	found.figure("two lookups in %.1f ms", milliseconds(time.Since(began)))
	for what, scaled := range map[string]*keda.ScaledObjectRef{
		"a scaler that there is not": c.scaledObject("nobody", ""),
		"a metric that there is not": c.scaledObject(gauge, "requests"),
		"no scaler":                  {Name: "any", Namespace: c.namespace},
	} {
		_, err := client.GetMetrics(ctx, &keda.GetMetricsRequest{ScaledObjectRef: scaled, MetricName: "x"})
		if code := grpcstatus.Code(err); code != codes.NotFound && code != codes.InvalidArgument {
			found.fail("%s: %v", what, err)
		}
	}
}

// checkOddValues expects that nothing is nothing, that hardly anything is something, and that garbage is an error.
func (c *cluster) checkOddValues(ctx context.Context, found *findings, client keda.ExternalScalerClient) {
	for name, wanted := range map[string][]float64{nothing: {0, 0}, hardly: {0.001, 1}} {
		request := &keda.GetMetricsRequest{ScaledObjectRef: c.scaledObject(name, observed), MetricName: observed}
		got, err := client.GetMetrics(ctx, request)
		if !found.ok(name, err) || len(got.MetricValues) != 1 {
			found.equal("values", len(got.GetMetricValues()), 1)
			continue
		}
		value := got.MetricValues[0]
		found.equal(name+", for 2.20 and for 2.16", []float64{value.MetricValueFloat, float64(value.MetricValue)}, wanted)
	}
	request := &keda.GetMetricsRequest{ScaledObjectRef: c.scaledObject(vast, observed), MetricName: observed}
	if _, err := client.GetMetrics(ctx, request); grpcstatus.Code(err) != codes.FailedPrecondition {
		found.fail("more than a quantity holds: %v", err)
	}
}

// What a thousand ScaledObjects ask for, and what KEDA allows for its three questions one after another.
const (
	kedaPerSecond = 300
	kedaSeconds   = 2
	kedaPatience  = 3 * time.Second
)

func (c *cluster) checkKedaLoad(ctx context.Context, found *findings, client keda.ExternalScalerClient) {
	scaled := c.scaledObject(gauge, observed)
	questions := []func() error{
		func() error { _, err := client.GetMetricSpec(ctx, scaled); return err },
		func() error {
			_, err := client.GetMetrics(ctx, &keda.GetMetricsRequest{ScaledObjectRef: scaled, MetricName: observed})
			return err
		},
		func() error { _, err := client.IsActive(ctx, scaled); return err },
	}
	failed := make([]error, kedaPerSecond*kedaSeconds)
	took := askAtRate(len(failed), kedaPerSecond, func(index int) { failed[index] = questions[index%len(questions)]() })
	found.ok("one of many calls", errors.Join(failed...))
	p99 := took[len(took)*99/100]
	found.figure("%d calls at %d/s: p50 %.1f ms, p99 %.1f ms", len(took), kedaPerSecond, milliseconds(took[len(took)/2]), milliseconds(p99))
	if time.Duration(len(questions))*p99 > kedaPatience {
		found.fail("one call in a hundred took %s", p99)
	}
}

func (c *cluster) checkActivity(ctx context.Context, found *findings, client keda.ExternalScalerClient) {
	active, err := client.IsActive(ctx, c.scaledObject(gauge, ""))
	if found.ok("IsActive", err) {
		found.equal("active", active.Result, true)
	}
	for range 2 {
		ending, end := context.WithTimeout(ctx, 10*time.Second)
		stream, err := client.StreamIsActive(ending, c.scaledObject(gauge, ""))
		if found.ok("StreamIsActive", err) {
			first, err := stream.Recv()
			if found.ok("the present state, once connected", err) {
				found.equal("active", first.Result, true)
			}
		}
		end()
	}
}

// kedaRefuses expects an error, and no zero, for the scaler whose source fell silent.
func (c *cluster) kedaRefuses(ctx context.Context, found *findings) {
	client, _, done := c.asKeda(ctx, found)
	defer done()
	if client == nil {
		return
	}
	request := &keda.GetMetricsRequest{ScaledObjectRef: c.scaledObject(fading, ""), MetricName: desired}
	if _, err := client.GetMetrics(ctx, request); grpcstatus.Code(err) != codes.FailedPrecondition {
		found.fail("KEDA asks for a stale number: %v", err)
	}
	if _, err := client.IsActive(ctx, c.scaledObject(fading, "")); grpcstatus.Code(err) != codes.FailedPrecondition {
		found.fail("KEDA asks whether a scaler without a number is active: %v", err)
	}
}

// checkPush wakes a scaler that sleeps, and expects to be told once; who connects then is told the present state.
func (c *cluster) checkPush(ctx context.Context, found *findings) {
	client, _, done := c.asKeda(ctx, found)
	defer done()
	if client == nil {
		return
	}
	within, end := context.WithTimeout(ctx, 25*time.Second)
	defer end()
	told, err := client.StreamIsActive(within, c.scaledObject(sleeper, ""))
	if !found.ok("StreamIsActive", err) {
		return
	}
	first, err := told.Recv()
	if !found.ok("the present state of one that sleeps", err) {
		return
	}
	found.equal("active while it sleeps", first.Result, false)
	if !found.ok("dial", c.tellPods(ctx, dial, "/to/120")) {
		return
	}
	began := time.Now()
	woken, err := told.Recv()
	if !found.ok("being woken", err) {
		return
	}
	found.equal("active when it wakes", woken.Result, true)
	found.figure("told %.1f s after the load came", time.Since(began).Seconds())
	again, err := client.StreamIsActive(within, c.scaledObject(sleeper, ""))
	if found.ok("connect again", err) {
		present, err := again.Recv()
		found.equal("the present state, connected again", []any{present.GetResult(), err}, []any{true, nil})
	}
	more := make(chan *keda.IsActiveResponse)
	go func() {
		if repeated, err := told.Recv(); err == nil {
			more <- repeated
		}
	}()
	select {
	case repeated := <-more:
		found.fail("told again without a change: %v", repeated)
	case <-time.After(2 * time.Second):
	}
}
