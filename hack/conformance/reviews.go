package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
)

const (
	// forgetsAfter is how long a denial is remembered, and a look.
	forgetsAfter = 11 * time.Second
	// longestAnswer tells an answer by the adapter's own deadline of 1.9 s from one that hangs, on a machine that is
	// busy with other tests as well; the slowest is printed.
	longestAnswer = 6 * time.Second
)

// checkReviews asks the adapter apart, whose API server can be taken away, in the names of people of one group.
func (c *cluster) checkReviews(ctx context.Context, found *findings) {
	group := "reviewed-of-" + c.namespace
	everybody := rbacv1.Subject{Kind: "Group", APIGroup: rbacv1.GroupName, Name: group}
	if !found.ok("grant", c.grant(ctx, "reviewed", everybody, mayList(observed))) {
		return
	}
	granted, denied := c.external(observed), c.external("pricecast_live_replicas")
	// Once as somebody, so that what follows is remembered or is not.
	c.expect(ctx, found, "a right that was granted", "regular", group, granted, 200)
	c.checkSharedReviews(ctx, found, func() (answer, error) {
		got, _, err := c.apart.as(ctx, "regular", group, denied)
		return got, err
	})
	began := time.Now()
	c.apart.relay.cut()
	c.expect(ctx, found, "without API server, a right that is remembered", "regular", group, granted, 200)
	c.expect(ctx, found, "without API server, a denial that is remembered", "regular", group, denied, 403)
	c.expect(ctx, found, "without API server, a stranger", "stranger", group, granted, 500)
	c.apart.relay.hold()
	c.expect(ctx, found, "with an API server that hangs, another stranger", "another", group, granted, 500, 504)
	c.apart.relay.resume()
	if found.ok("grant", c.grant(ctx, "reviewed-later", everybody, mayList("pricecast_live_replicas"))) {
		c.checkForgetting(ctx, found, group, denied, began)
	}
}

func mayList(metric string) []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{{APIGroups: []string{externalGroup}, Resources: []string{metric}, Verbs: []string{"list"}}}
}

// expect asks the adapter apart and wants one of these codes, in time.
func (c *cluster) expect(ctx context.Context, found *findings, what, user, group, path string, codes ...int) {
	got, took, err := c.apart.as(ctx, user, group, path)
	if !found.ok(what, err) {
		return
	}
	found.within(what, took, longestAnswer)
	for _, code := range codes {
		if got.code == code {
			return
		}
	}
	found.fail("%s: %d, wanted %v: %s", what, got.code, codes, got.body)
}

// checkSharedReviews counts reviews that end in a denial: nobody else is denied anything there.
func (c *cluster) checkSharedReviews(ctx context.Context, found *findings, askOnce func() (answer, error)) {
	before, err := c.reviewsDenied(ctx)
	if !found.ok("metrics", err) {
		return
	}
	var asked sync.WaitGroup
	for range 50 {
		asked.Go(func() {
			got, err := askOnce()
			if err != nil || got.code != http.StatusForbidden {
				found.fail("one of many: %d %v", got.code, err)
			}
		})
	}
	asked.Wait()
	after, err := c.reviewsDenied(ctx)
	if found.ok("metrics", err) {
		found.equal("reviews for 50 questions at a time", after-before, 1)
	}
}

// checkForgetting expects that a denial is forgotten soon once the right is there.
func (c *cluster) checkForgetting(ctx context.Context, found *findings, group, path string, denied time.Time) {
	for granted := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		got, _, err := c.apart.as(ctx, "regular", group, path)
		if err == nil && got.code == http.StatusOK {
			found.figure("a denial was forgotten %.1f s after it was given", time.Since(denied).Seconds())
			return
		}
		if time.Since(granted) > forgetsAfter {
			found.fail("still denied %s after the right was granted: %d %v", time.Since(granted), got.code, err)
			return
		}
	}
}

var denials = regexp.MustCompile(`(?m)^pricecast_adapter_authorizations_total\{outcome="Denied"\} (\d+)`)

func (c *cluster) reviewsDenied(ctx context.Context) (int, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", "http://"+c.apart.address+":9090/metrics", nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	if matched := denials.FindSubmatch(text); matched != nil {
		return strconv.Atoi(string(matched[1]))
	}
	return 0, nil
}
