package main

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	replicas = 2
	// rollout is the longest that two replicas take to be replaced one after another.
	rollout = 60 * time.Second
	day     = 24 * time.Hour
)

// checkAvailable replaces everything that the metric APIs stand on, while they are asked all the time: certificates
// where they are used, replicas one after another, and one of them by an eviction as of a node that is drained.
func checkAvailable(ctx context.Context, c *cluster, found *findings) {
	asked := c.askAllTheTime(ctx)
	c.checkNewCertificates(ctx, found)
	c.checkReplaced(ctx, found)
	c.checkEvicted(ctx, found)
	asked.judge(found)
	c.checkProbes(ctx, found)
}

// renewAuthority ages the authority of the adapter's certificate, by its own key, so that the operator replaces it.
func (c *cluster) renewAuthority(ctx context.Context) error {
	secrets := c.kube.CoreV1().Secrets(c.system)
	stored, err := secrets.Get(ctx, adapterName+"-ca", metav1.GetOptions{})
	if err != nil {
		return err
	}
	before, err := parseAuthority(stored.Data["tls.crt"], stored.Data["tls.key"])
	if err != nil {
		return err
	}
	aged, err := before.aged(time.Now().Add(-2500*day), time.Now().Add(1150*day))
	if err != nil {
		return err
	}
	patch := fmt.Sprintf(`{"data":{"tls.crt":%q}}`, base64.StdEncoding.EncodeToString(aged.pem()))
	if _, err := secrets.Patch(ctx, stored.Name, types.MergePatchType, []byte(patch), metav1.PatchOptions{}); err != nil {
		return err
	}
	return c.followAuthority(ctx, aged)
}

// followAuthority has the operator look, and waits until clients are told to trust both authorities.
func (c *cluster) followAuthority(ctx context.Context, before authority) error {
	if err := c.haveOperatorLook(ctx); err != nil {
		return err
	}
	for began := time.Now(); time.Since(began) < 90*time.Second; time.Sleep(50 * time.Millisecond) {
		secret, err := c.kube.CoreV1().Secrets(c.system).Get(ctx, adapterName+"-tls", metav1.GetOptions{})
		if err != nil {
			return err
		}
		authorities := string(secret.Data["ca.crt"])
		isTold := strings.Count(authorities, "BEGIN CERTIFICATE") == 2 && strings.Contains(authorities, strings.TrimSpace(string(before.pem())))
		if isTold && c.allTrust(ctx, authorities) {
			c.bundle = secret.Data["ca.crt"]
			c.roots, err = poolOf(c.bundle)
			return err
		}
	}
	return errors.New("the operator did not replace an authority that is old")
}

// haveOperatorLook changes nothing but a blank line in a metric API: the operator watches those, and no Secrets.
func (c *cluster) haveOperatorLook(ctx context.Context) error {
	name := ours[len(ours)-1]
	service, err := c.apiService(ctx, name)
	if err != nil {
		return err
	}
	bundle := base64.StdEncoding.EncodeToString(append(service.Spec.CABundle, '\n'))
	return c.patchService(ctx, name, fmt.Sprintf(`{"spec":{"caBundle":%q}}`, bundle))
}

func (c *cluster) allTrust(ctx context.Context, authorities string) bool {
	for _, name := range ours {
		service, err := c.apiService(ctx, name)
		if err != nil || string(service.Spec.CABundle) != authorities {
			return false
		}
	}
	return true
}

// checkNewCertificates expects that running pods take the certificate of the new authority into use.
func (c *cluster) checkNewCertificates(ctx context.Context, found *findings) {
	secret, err := c.kube.CoreV1().Secrets(c.system).Get(ctx, adapterName+"-ca", metav1.GetOptions{})
	if !found.ok("authority", err) {
		return
	}
	issuer, err := parseAuthority(secret.Data["tls.crt"], secret.Data["tls.key"])
	if !found.ok("authority", err) {
		return
	}
	pods, err := c.adapterPods(ctx)
	if !found.ok("pods", err) {
		return
	}
	found.equal("replicas of the adapter", len(pods), replicas)
	began := time.Now()
	for _, pod := range pods {
		// The kubelet looks at mounted Secrets about once a minute, or when something of the pod changes.
		patch := `{"metadata":{"annotations":{"pricecast.dev/conformance":"look"}}}`
		_, err := c.kube.CoreV1().Pods(c.system).Patch(ctx, pod.Name, types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{})
		found.ok("annotate", err)
	}
	for _, pod := range pods {
		for _, port := range []string{"6443", "8443", "9443"} {
			found.ok("a new certificate on port "+port, c.servedBy(ctx, net.JoinHostPort(pod.Status.PodIP, port), issuer))
		}
	}
	found.figure("certificates of a new authority in use %.1f s after they were to be had", time.Since(began).Seconds())
}

// servedBy waits until a door shows a certificate of this authority.
func (c *cluster) servedBy(ctx context.Context, address string, issuer authority) error {
	settings := &tls.Config{RootCAs: c.roots, ServerName: c.serverName(), MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		connection, err := tls.Dial("tcp", address, settings)
		if err == nil {
			shown := connection.ConnectionState().PeerCertificates[0]
			connection.Close()
			if err = shown.CheckSignatureFrom(issuer.certificate); err == nil {
				return nil
			}
		}
		if ctx.Err() != nil || time.Since(began) > 2*time.Minute {
			return fmt.Errorf("not within %s: %w", time.Since(began), err)
		}
	}
}

// adapterPods are those that are to stay.
func (c *cluster) adapterPods(ctx context.Context) ([]corev1.Pod, error) {
	list, err := c.kube.CoreV1().Pods(c.system).List(ctx, metav1.ListOptions{LabelSelector: adapterLabel})
	if err != nil {
		return nil, err
	}
	var staying []corev1.Pod
	for _, pod := range list.Items {
		if pod.DeletionTimestamp == nil {
			staying = append(staying, pod)
		}
	}
	return staying, nil
}

// checkReplaced replaces every pod by a new one of the same template, and looks at each from its first moment on.
func (c *cluster) checkReplaced(ctx context.Context, found *findings) {
	before, err := c.adapterPods(ctx)
	if !found.ok("pods", err) {
		return
	}
	seen := map[types.UID]bool{}
	for _, pod := range before {
		seen[pod.UID] = true
	}
	deployments := c.kube.AppsV1().Deployments(c.system)
	patch := fmt.Sprintf(`{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":%q}}}}}`, time.Now().Format(time.RFC3339Nano))
	changed, err := deployments.Patch(ctx, adapterName, types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{})
	if !found.ok("restart", err) {
		return
	}
	began := time.Now()
	var starts sync.WaitGroup
	defer starts.Wait()
	for {
		pods, err := c.adapterPods(ctx)
		if !found.ok("pods", err) {
			return
		}
		for _, pod := range pods {
			if !seen[pod.UID] && pod.Status.PodIP != "" {
				seen[pod.UID] = true
				starts.Go(func() { c.checkColdStart(ctx, found, pod) })
			}
		}
		now, err := deployments.Get(ctx, adapterName, metav1.GetOptions{})
		if !found.ok("rollout", err) {
			return
		}
		status := now.Status
		if status.ObservedGeneration >= changed.Generation && status.Replicas == replicas && status.UpdatedReplicas == replicas && status.AvailableReplicas == replicas {
			break
		}
		if time.Since(began) > rollout {
			found.fail("the rollout is not over after %s: %+v", time.Since(began), status)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	found.figure("%d replicas replaced in %.1f s", replicas, time.Since(began).Seconds())
}

// checkColdStart expects that a pod that says it is ready lets the aggregator in, which it cannot while it does not
// know whom the API server trusts.
func (c *cluster) checkColdStart(ctx context.Context, found *findings, pod corev1.Pod) {
	client := c.direct(certificate(c.proxies, "front-proxy-client", forClients))
	at := "https://" + pod.Status.PodIP + ":6443"
	closed, waiting := 0, 0
	for began := time.Now(); time.Since(began) < rollout; time.Sleep(20 * time.Millisecond) {
		code, err := knock(ctx, client, at+"/readyz")
		switch {
		case err != nil:
			closed++
		case code == http.StatusServiceUnavailable:
			waiting++
		case code == http.StatusOK:
			code, err := knock(ctx, client, at+"/apis/"+externalGroup+"/v1beta1", "X-Remote-User", "system:kube-aggregator")
			if err != nil || code != http.StatusOK {
				found.fail("a pod that says it is ready answers discovery with %d %v", code, err)
			}
			found.equal("it was not ready at first", closed+waiting > 0, true)
			found.figure("a new replica was ready after %d looks without a connection and %d answers that it is not", closed, waiting)
			return
		default:
			found.fail("/readyz of a new pod: %d", code)
			return
		}
	}
	found.fail("a new pod was not ready in %s", rollout)
}

// checkEvicted drains one replica away: the budget lets one go, and not the other meanwhile.
func (c *cluster) checkEvicted(ctx context.Context, found *findings) {
	pods, err := c.adapterPods(ctx)
	if !found.ok("pods", err) || len(pods) < replicas {
		found.equal("replicas of the adapter", len(pods), replicas)
		return
	}
	evict := func(pod corev1.Pod) error {
		return c.kube.CoreV1().Pods(c.system).EvictV1(ctx, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: pod.Name}})
	}
	// The budget counts pods that were ready a moment ago.
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		if err = evict(pods[0]); err == nil || time.Since(began) > 10*time.Second {
			break
		}
	}
	if !found.ok("evict one of two", err) {
		return
	}
	if err := evict(pods[1]); !apierrors.IsTooManyRequests(err) {
		found.fail("evict the other one meanwhile: %v, wanted a refusal by the budget", err)
	}
	c.adapter = pods[1].Status.PodIP
}

// asking counts what went wrong with requests through the API server.
type asking struct {
	cancel context.CancelFunc
	over   sync.WaitGroup
	count  atomic.Int64
	lock   sync.Mutex
	faults []string
}

// askAllTheTime looks up a number that stays the same and reads discovery, until it is judged.
func (c *cluster) askAllTheTime(ctx context.Context) *asking {
	within, cancel := context.WithCancel(ctx)
	made := &asking{cancel: cancel}
	for path, wanted := range map[string]string{
		c.custom("v1beta2", scalers+"/"+gauge+"/"+observed):       `"value":"137500m"`,
		c.external(observed) + "?labelSelector=scaler%3D" + gauge: `"value":"137500m"`,
		"/apis/" + customGroup + "/v1beta1":                       `"resources":[{`,
	} {
		made.over.Go(func() { made.ask(within, c, path, wanted) })
	}
	return made
}

func (a *asking) ask(ctx context.Context, c *cluster, path, wanted string) {
	for ; ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		body, err := c.raw(ctx, path)
		if ctx.Err() != nil {
			return
		}
		a.count.Add(1)
		if err != nil || !strings.Contains(string(body), wanted) {
			a.lock.Lock()
			a.faults = append(a.faults, fmt.Sprintf("%s %s: %v %s", time.Now().Format("05.000"), path, err, body))
			a.lock.Unlock()
		}
	}
}

func (a *asking) judge(found *findings) {
	a.cancel()
	a.over.Wait()
	for _, fault := range a.faults[:min(len(a.faults), 5)] {
		found.fail("while replicas were replaced: %s", fault)
	}
	found.figure("%d requests through the API server meanwhile, of which %d failed", a.count.Load(), len(a.faults))
}

// checkProbes does as the availability probe does, which does not read what it is told.
func (c *cluster) checkProbes(ctx context.Context, found *findings) {
	restarts, err := c.restarts(ctx)
	if !found.ok("adapter", err) {
		return
	}
	client := c.direct(c.administrator())
	for range 10 {
		for _, name := range ours {
			version, group, _ := strings.Cut(name, ".")
			var probes sync.WaitGroup
			for range 5 {
				probes.Go(func() { found.ok(name, probe(ctx, client, c.url("/apis/"+group+"/"+version))) })
			}
			probes.Wait()
		}
	}
	after, err := c.restarts(ctx)
	if found.ok("adapter", err) {
		found.equal("restarts of the adapter", after, restarts)
	}
}

// probe closes the body unread, as the API server's availability probe does.
func probe(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}

func (c *cluster) restarts(ctx context.Context) (int32, error) {
	pods, err := c.adapterPods(ctx)
	total := int32(0)
	for _, pod := range pods {
		for _, container := range pod.Status.ContainerStatuses {
			total += container.RestartCount
		}
	}
	return total, err
}
