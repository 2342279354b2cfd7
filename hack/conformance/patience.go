package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
)

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
	c.checkStrangers(ctx, found)
}

// checkAllAnswers judges every answer that was given directly in all checks, those without an API server and those
// with a KEDA that hangs among them.
func (c *cluster) checkAllAnswers(typed, patient *findings) {
	typed.equal("answers without a Content-Type", len(allAnswers.untyped), 0)
	patient.equal("answers with Retry-After", len(allAnswers.retried), 0)
	took := slices.Sorted(slices.Values(allAnswers.took))
	slowest := took[len(took)-1]
	patient.figure("%d direct answers: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms", len(took),
		milliseconds(took[len(took)/2]), milliseconds(took[len(took)*99/100]), milliseconds(slowest))
	patient.within("the slowest answer", slowest, longestAnswer)
}

// Lookups of strangers: each needs a review by the API server.
const (
	strangersPerSecond = 20
	strangerSeconds    = 2
	strangerPatience   = 500 * time.Millisecond
)

// checkStrangers asks both groups at a steady rate, each time as somebody who was not seen before. One spell may fall
// on a moment in which the machine is busy with something else; three may not.
func (c *cluster) checkStrangers(ctx context.Context, found *findings) {
	group := "readers-of-" + c.namespace
	everything := []rbacv1.PolicyRule{{APIGroups: []string{customGroup, externalGroup}, Resources: []string{"*"}, Verbs: []string{"get", "list"}}}
	err := c.grant(ctx, "strangers", rbacv1.Subject{Kind: "Group", APIGroup: rbacv1.GroupName, Name: group}, everything)
	if !found.ok("grant", err) {
		return
	}
	var p99 time.Duration
	for spell := range 3 {
		if p99 = c.askAsStrangers(ctx, found, group, spell); p99 <= strangerPatience {
			return
		}
	}
	found.within("the slowest of a hundred lookups of strangers", p99, strangerPatience)
}

// askAsStrangers answers the time within which 99 of 100 got theirs.
func (c *cluster) askAsStrangers(ctx context.Context, found *findings, group string, spell int) time.Duration {
	client := c.direct(certificate(c.proxies, "front-proxy-client", forClients))
	paths := []string{c.custom("v1beta2", scalers+"/gauge/"+desired), c.external(observed) + "?labelSelector=scaler%3Dgauge"}
	count, perSecond := strangersPerSecond*strangerSeconds*len(paths), strangersPerSecond*len(paths)
	took := askAtRate(count, perSecond, func(index int) {
		got, err := ask(ctx, client, "GET", c.url(paths[index%len(paths)]),
			"X-Remote-User", fmt.Sprintf("stranger-%d-%d", spell, index), "X-Remote-Group", group)
		if err != nil || got.code != http.StatusOK {
			found.fail("a stranger with the right: %d %v %s", got.code, err, got.body)
		}
	})
	p99 := took[len(took)*99/100]
	found.figure("%d lookups of strangers: p50 %.1f ms, p99 %.1f ms", len(took), milliseconds(took[len(took)/2]), milliseconds(p99))
	return p99
}

// askAtRate asks so many questions at a steady rate, whether or not earlier ones are answered, and answers how long each
// took, the shortest first.
func askAtRate(count, perSecond int, ask func(index int)) []time.Duration {
	took := make([]time.Duration, count)
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	var asked sync.WaitGroup
	for index := range took {
		<-tick.C
		asked.Go(func() {
			began := time.Now()
			ask(index)
			took[index] = time.Since(began)
		})
	}
	asked.Wait()
	slices.Sort(took)
	return took
}

func milliseconds(took time.Duration) float64 { return float64(took.Microseconds()) / 1000 }
