package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"

	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	custom "k8s.io/metrics/pkg/client/custom_metrics"
)

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

// checkDiscovery reads discovery in every form that there is, from the adapter itself and as the API server tells it.
func checkDiscovery(ctx context.Context, c *cluster, found *findings) {
	c.checkAggregated(ctx, found)
	c.checkLegacy(ctx, found)
	c.checkTold(found)
	c.checkStraight(found)
	c.checkKubectl(ctx, found)
}

func (c *cluster) checkAggregated(ctx context.Context, found *findings) {
	client := c.direct(c.administrator())
	first, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", aggregated)
	if !found.ok("aggregated", err) {
		return
	}
	found.equal("aggregated", first.code, http.StatusOK)
	kind := first.header.Get("Content-Type")
	found.equal("content type says what it is", strings.Contains(kind, "as=APIGroupDiscoveryList"), true)
	found.equal("caches are told what it depends on", strings.Contains(first.header.Get("Vary"), "Accept"), true)
	again, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", aggregated, "If-None-Match", first.header.Get("ETag"))
	if found.ok("again", err) {
		found.equal("again", []int{again.code, len(again.body)}, []int{http.StatusNotModified, 0})
	}
	another, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", aggregated, "If-None-Match", `"another"`)
	if found.ok("by another tag", err) {
		found.equal("by another tag", another.code, http.StatusOK)
	}
	var list apidiscoveryv2.APIGroupDiscoveryList
	if !found.ok("aggregated", json.Unmarshal(first.body, &list)) {
		return
	}
	var versions []string
	for _, group := range list.Items {
		for _, version := range group.Versions {
			versions = append(versions, version.Version+"."+group.Name)
			found.equal(version.Version+"."+group.Name+" has resources", len(version.Resources) > 0, true)
			found.equal(version.Version+"."+group.Name, version.Freshness, apidiscoveryv2.DiscoveryFreshnessCurrent)
			scopes := map[string]bool{}
			for _, one := range version.Resources {
				found.equal(one.Resource+" is there once", scopes[one.Resource], false)
				scopes[one.Resource] = true
			}
		}
	}
	found.equal("groups and versions", slices.Sorted(slices.Values(versions)), slices.Sorted(slices.Values(ours)))
}

// checkLegacy reads what older clients read, and what says that there is no OpenAPI.
func (c *cluster) checkLegacy(ctx context.Context, found *findings) {
	client := c.direct(c.administrator())
	for _, path := range []string{"/openapi/v2", "/openapi/v3"} {
		got, err := ask(ctx, client, "GET", c.url(path))
		if found.ok(path, err) {
			found.equal(path, got.code, http.StatusNotFound)
		}
	}
	var groups metav1.APIGroupList
	got, err := ask(ctx, client, "GET", c.url("/apis"), "Accept", "application/json")
	if found.ok("/apis", err) && found.ok("/apis", json.Unmarshal(got.body, &groups)) {
		found.equal("groups", len(groups.Groups), 3)
	}
	var group metav1.APIGroup
	got, err = ask(ctx, client, "GET", c.url("/apis/"+customGroup))
	if found.ok(customGroup, err) && found.ok(customGroup, json.Unmarshal(got.body, &group)) {
		found.equal("versions of custom metrics", len(group.Versions), 2)
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
}

// checkTold expects that the API server tells of ours in its own aggregated discovery, and of none as failed.
func (c *cluster) checkTold(found *findings) {
	_, resources, failed, err := c.kube.DiscoveryClient.GroupsAndMaybeResources()
	if !found.ok("discovery of the API server", err) {
		return
	}
	for _, name := range ours {
		version, group, _ := strings.Cut(name, ".")
		of := schema.GroupVersion{Group: group, Version: version}
		found.ok(name+" as the API server tells it", failed[of])
		if list := resources[of]; list == nil || len(list.APIResources) == 0 {
			found.fail("the API server tells of no resources of %s", name)
		}
	}
}

// checkStraight lets the client that finds out by discovery do so at the adapter itself.
func (c *cluster) checkStraight(found *findings) {
	config := rest.CopyConfig(c.config)
	shown := c.administrator()
	config.Host, config.TLSClientConfig = c.url(""), rest.TLSClientConfig{ServerName: c.serverName()}
	config.TLSClientConfig.CAData, config.TLSClientConfig.CertData, config.TLSClientConfig.KeyData = c.bundle, pemOf(shown), keyOf(shown)
	straight, err := discovery.NewDiscoveryClientForConfig(config)
	if !found.ok("straight", err) {
		return
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(c.kube.Discovery()))
	objects := custom.NewForConfig(config, mapper, custom.NewAvailableAPIsGetter(straight))
	value, err := objects.NamespacedMetrics(c.namespace).GetForObject(scalerKind, gauge, observed, everything)
	if found.ok("straight", err) {
		found.equal("straight", value.Value.MilliValue(), int64(137_500))
	}
}

func (c *cluster) checkKubectl(ctx context.Context, found *findings) {
	for _, words := range [][]string{
		{"api-resources", "--cached=false"},
		{"api-versions"},
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
