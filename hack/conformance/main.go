// Command conformance holds the adapter of a cluster against the clients that people have: the metric clients of
// Kubernetes, as the HPA and as others use them, kubectl, and gRPC with the messages of KEDA. It needs the scene that
// hack/src/conformance/scene.ts lays out and an adapter of two replicas, prints one JSON line for each check and exits
// 0 whatever it found; any other code says that it could not look.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"
)

// check is one of the fifteen acceptance checks.
type check struct {
	number int
	name   string
	run    func(context.Context, *cluster, *findings)
}

var checks = []check{
	{1, "the HPA's client reads us by protobuf, and every answer says what it is", checkWire},
	{2, "names in capitals and selectors as Go writes them arrive", checkNamesAndSelectors},
	{3, "bodies of all versions are spelled as the published types", checkBodies},
	{4, "a question about one object gets one item or a Status", checkOneObject},
	{5, "quantities are canonical and mean what they were made from", checkQuantities},
	{6, "a stale forecast is an error that users can read, and replicas stay", checkStale},
	{7, "one series for each forecast, and pods that go are gone at once", checkSeries},
	{8, "nobody gets in by headers or by a certificate of another purpose", checkSpoofing},
	{9, "rights are asked for exactly and once, and a denial says which one is missing", checkRights},
	{10, "the aggregator gets in without groups", checkAggregator},
	{11, "discovery is aggregated, tagged, never empty and clean for kubectl", checkDiscovery},
	{12, "metric APIs stay Available while replicas, certificates and pods are replaced", checkAvailable},
	{13, "no answer asks the HPA to wait, and none hangs", checkPatience},
	{14, "KEDA's client gets numbers or an error, over mutual TLS alone", checkKeda},
	{15, "APIServices of others are left alone, and ours are verified", checkCoexistence},
}

func main() {
	var options options
	flag.StringVar(&options.kubeconfig, "kubeconfig", "", "kubeconfig of an administrator")
	flag.StringVar(&options.kubectl, "kubectl", "", "kubectl of the cluster's version")
	flag.StringVar(&options.pki, "pki", "", "folder with ca and front-proxy-ca, certificate and key")
	flag.StringVar(&options.namespace, "namespace", "", "namespace of the scene")
	flag.StringVar(&options.system, "system", "pricecast-system", "namespace of the adapter")
	flag.StringVar(&options.host, "host", "10.88.0.1", "address of this machine that pods reach, and of the API server")
	flag.StringVar(&options.quantities, "quantities", "", "JSON file of numbers and the texts that the adapter makes of them")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	found, err := connect(ctx, options)
	if err == nil {
		defer found.apart.close()
		err = found.settle(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance: nothing to look at:", err)
		os.Exit(1)
	}
	for _, one := range newCourse(ctx, found).results() {
		print(one.check, one.findings)
	}
}

// course runs the checks: what waits for the HPA controller or for the adapter apart, beside what asks.
type course struct {
	ctx     context.Context
	cluster *cluster
	found   map[int]*findings
}

func newCourse(ctx context.Context, cluster *cluster) *course {
	found := map[int]*findings{}
	for _, one := range checks {
		found[one.number] = &findings{}
	}
	return &course{ctx, cluster, found}
}

type result struct {
	check    check
	findings *findings
}

// results of all checks, by their numbers.
func (c *course) results() []result {
	cluster, ctx := c.cluster, c.ctx
	var read, beside sync.WaitGroup
	read.Go(func() { c.run(1) })
	beside.Go(func() { c.run(6) })
	beside.Go(func() {
		cluster.checkRouted(ctx, c.found[15])
		cluster.checkReviews(ctx, c.found[9])
	})
	// The replicas that the others ask are those that stay.
	c.run(12)
	close(cluster.steady)
	beside.Go(func() { cluster.checkPush(ctx, c.found[14]) })
	for _, number := range []int{8, 9, 2, 3, 4, 5, 10, 11, 14, 13} {
		c.run(number)
	}
	read.Wait()
	cluster.availability.judge(c.found[12])
	// It deletes a pod, and until there is another the load is less than the others expect.
	c.run(7)
	// Others own the metric APIs for a moment, in which HPAs have no numbers; what grows stale does so meanwhile.
	c.run(15)
	beside.Wait()
	cluster.checkAllAnswers(c.found[1], c.found[13])
	all := make([]result, 0, len(checks))
	for _, one := range checks {
		all = append(all, result{one, c.found[one.number]})
	}
	return all
}

func (c *course) run(number int) {
	began := time.Now()
	found := c.found[number]
	checks[number-1].run(c.ctx, c.cluster, found)
	found.took = time.Since(began)
}

func print(one check, found *findings) {
	line, err := json.Marshal(map[string]any{
		"check":    one.number,
		"name":     one.name,
		"failures": append([]string{}, found.failures...),
		"figures":  append([]string{}, found.figures...),
		"seconds":  found.took.Seconds(),
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}
