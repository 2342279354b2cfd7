package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

var ours = []string{
	"v1beta2.custom.metrics.k8s.io",
	"v1beta1.custom.metrics.k8s.io",
	"v1beta1.external.metrics.k8s.io",
	"v1alpha1.explain.pricecast.dev",
}

func checkDiscovery(ctx context.Context, c *cluster, found *findings) {
	client := c.direct(c.administrator())
	first, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", aggregated)
	if found.ok("aggregated", err) {
		found.equal("aggregated", first.code, 200)
		kind := first.header.Get("Content-Type")
		found.equal("content type says what it is", strings.Contains(kind, "as=APIGroupDiscoveryList"), true)
		again, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", aggregated, "If-None-Match", first.header.Get("ETag"))
		if found.ok("again", err) {
			found.equal("again", []int{again.code, len(again.body)}, []int{304, 0})
		}
	}
	for _, name := range ours {
		version, group, _ := strings.Cut(name, ".")
		list, err := c.kube.Discovery().ServerResourcesForGroupVersion(group + "/" + version)
		if !found.ok(name, err) {
			continue
		}
		found.equal(name+" has resources", len(list.APIResources) > 0, true)
		scopes := map[string]bool{}
		for _, one := range list.APIResources {
			parent, _, _ := strings.Cut(one.Name, "/")
			if before, seen := scopes[parent]; seen && before != one.Namespaced {
				found.fail("%s: %s has two scopes", name, parent)
			}
			scopes[parent] = one.Namespaced
		}
	}
	c.checkKubectl(ctx, found)
}

func (c *cluster) checkKubectl(ctx context.Context, found *findings) {
	for _, words := range [][]string{
		{"api-resources", "--cached=false"},
		// Every external metric has the same kind, and kubectl asks for one of that kind: the last in the list.
		{"get", costScore + ".v1beta1.external.metrics.k8s.io", "-l", "scaler=" + gauge, "-n", c.namespace},
		{"get", "scalerexplanations", "-n", c.namespace},
		{"get", "--raw", c.custom("v1beta2", "pods/*/"+podMetric)},
	} {
		output, complaint, err := c.run(ctx, words...)
		if err != nil || complaint != "" {
			found.fail("kubectl %s: %v %s", strings.Join(words, " "), err, complaint)
		}
		if words[0] == "get" && words[1] != "--raw" && !strings.Contains(output, gauge) {
			found.fail("kubectl %s has no row for %s: %s", strings.Join(words, " "), gauge, output)
		}
	}
}

func (c *cluster) run(ctx context.Context, words ...string) (string, string, error) {
	command := exec.CommandContext(ctx, c.kubectl, words...)
	command.Env = append(os.Environ(), "KUBECONFIG="+c.kubeconfig)
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	err := command.Run()
	return output.String(), complaint.String(), err
}

// apiService is the part of an APIService that says whose it is.
type apiService struct {
	Spec struct {
		CABundle              []byte
		InsecureSkipTLSVerify bool
		Service               *struct{ Name, Namespace string }
	}
	Status struct {
		Conditions []struct{ Type, Status, Reason string }
	}
}

func (s apiService) available() bool {
	return slices.ContainsFunc(s.Status.Conditions, func(one struct{ Type, Status, Reason string }) bool {
		return one.Type == "Available" && one.Status == "True"
	})
}

const services = "/apis/apiregistration.k8s.io/v1/apiservices/"

func (c *cluster) apiService(ctx context.Context, name string) (apiService, error) {
	var service apiService
	body, err := c.raw(ctx, services+name)
	if err != nil {
		return service, err
	}
	return service, json.Unmarshal(body, &service)
}

func checkProbes(ctx context.Context, c *cluster, found *findings) {
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
	for _, name := range ours {
		service, err := c.apiService(ctx, name)
		if found.ok(name, err) {
			found.equal(name+" is available", service.available(), true)
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
	pods, err := c.kube.CoreV1().Pods(c.system).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/component=adapter"})
	if err != nil {
		return 0, err
	}
	total := int32(0)
	for _, pod := range pods.Items {
		for _, container := range pod.Status.ContainerStatuses {
			total += container.RestartCount
		}
	}
	return total, nil
}

func checkPatience(ctx context.Context, c *cluster, found *findings) {
	client := c.direct(c.administrator())
	for _, path := range []string{
		c.custom("v1beta2", scalers+"/nobody/"+desired),
		c.external("nothing"),
		c.external(observed) + "?watch=true",
		c.external(observed) + "?labelSelector=%28",
	} {
		got, err := ask(ctx, client, "GET", c.url(path))
		if found.ok(path, err) {
			found.equal(path+" is a Status", got.status().Kind, "Status")
		}
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"} {
		got, err := ask(ctx, client, method, c.url(c.external(observed)))
		if found.ok(method, err) {
			found.equal(method, got.code, http.StatusMethodNotAllowed)
		}
	}
	took := slices.Sorted(slices.Values(allAnswers.took))
	slowest := took[len(took)-1]
	found.figure("%d direct answers: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms", len(took),
		milliseconds(took[len(took)/2]), milliseconds(took[len(took)*99/100]), milliseconds(slowest))
	found.equal("answers with Retry-After", len(allAnswers.retried), 0)
	if slowest > 2*time.Second {
		found.fail("an answer took %s", slowest)
	}
}

func milliseconds(took time.Duration) float64 { return float64(took.Microseconds()) / 1000 }

// checkCoexistence hands the external group to another Service for a moment: the operator must leave it alone.
func checkCoexistence(ctx context.Context, c *cluster, found *findings) {
	for _, name := range ours {
		service, err := c.apiService(ctx, name)
		if !found.ok(name, err) {
			continue
		}
		found.equal(name+" is verified", len(service.Spec.CABundle) > 0 && !service.Spec.InsecureSkipTLSVerify, true)
		found.equal(name+" is ours", service.Spec.Service != nil && service.Spec.Service.Name == adapterName, true)
	}
	const foreign = "v1beta1.external.metrics.k8s.io"
	owner := func(name, namespace, bundle string) error {
		patch := fmt.Sprintf(`{"spec":{"caBundle":%s,"service":{"name":%q,"namespace":%q}}}`, bundle, name, namespace)
		return c.kube.RESTClient().Patch(types.MergePatchType).AbsPath(services + foreign).Body([]byte(patch)).Do(ctx).Error()
	}
	if !found.ok("hand over", owner("keda-operator-metrics-apiserver", c.namespace, "null")) {
		return
	}
	time.Sleep(3 * time.Second)
	service, err := c.apiService(ctx, foreign)
	if found.ok(foreign, err) {
		found.equal("owner", service.Spec.Service.Name, "keda-operator-metrics-apiserver")
		found.equal("caBundle of another", len(service.Spec.CABundle), 0)
	}
	if !found.ok("take back", owner(adapterName, c.system, "null")) {
		return
	}
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		service, err := c.apiService(ctx, foreign)
		if err == nil && service.available() && len(service.Spec.CABundle) > 0 {
			found.figure("served again %.1f s after it was ours", time.Since(began).Seconds())
			return
		}
		if time.Since(began) > 10*time.Second {
			found.fail("the external group was not taken back: %v %v", service.Status.Conditions, err)
			return
		}
	}
}
