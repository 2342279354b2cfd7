// Command conformance holds the adapter of a cluster against the clients that people have: the metric clients of
// Kubernetes, as the HPA and as others use them, kubectl, and gRPC with the messages of KEDA. It needs the scene that
// hack/src/conformance/scene.ts lays out, prints one JSON line for each check and exits 0 whatever it found; any other
// code says that it could not look.
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
	{12, "probes that do not read their answers do no harm", checkProbes},
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
	flag.StringVar(&options.quantities, "quantities", "", "JSON file of numbers and the texts that the adapter makes of them")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	found, err := connect(ctx, options)
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
	if err := found.settle(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "conformance: the scene has no numbers:", err)
		os.Exit(1)
	}
	// The stale forecast takes as long as all others together, and touches nothing of theirs.
	var lines sync.Mutex
	var all sync.WaitGroup
	report := func(one check) {
		began := time.Now()
		result := findings{}
		one.run(ctx, found, &result)
		lines.Lock()
		defer lines.Unlock()
		print(one, result, time.Since(began))
	}
	all.Go(func() { report(checks[5]) })
	for index, one := range checks {
		if index != 5 {
			report(one)
		}
	}
	all.Wait()
}

func print(one check, result findings, took time.Duration) {
	line, err := json.Marshal(map[string]any{
		"check":    one.number,
		"name":     one.name,
		"failures": append([]string{}, result.failures...),
		"figures":  append([]string{}, result.figures...),
		"seconds":  took.Seconds(),
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}
