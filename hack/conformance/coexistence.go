package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// operatorLooks is how long the operator gets to touch an APIService that it should leave alone; it watches them.
const operatorLooks = 3 * time.Second

// theirs are APIServices as KEDA and as prometheus-adapter make them.
func (c *cluster) theirs() map[string]string {
	authority := base64.StdEncoding.EncodeToString(c.apart.foreign.authority.pem())
	trusting := fmt.Sprintf(`{"spec":{"caBundle":%q,"service":{"name":%q,"namespace":%q}}}`, authority, kedaService, c.namespace)
	blind := fmt.Sprintf(`{"spec":{"caBundle":null,"insecureSkipTLSVerify":true,"service":{"name":%q,"namespace":%q}}}`, prometheusService, c.namespace)
	return map[string]string{
		"v1beta1.external.metrics.k8s.io": trusting,
		"v1beta1.custom.metrics.k8s.io":   blind,
		"v1beta2.custom.metrics.k8s.io":   blind,
	}
}

// checkCoexistence hands every metrics group to somebody else for a moment: they answer, and the operator leaves what
// is theirs alone.
func checkCoexistence(ctx context.Context, c *cluster, found *findings) {
	for _, name := range ours {
		service, err := c.apiService(ctx, name)
		if !found.ok(name, err) {
			continue
		}
		found.equal(name+" is verified", len(service.Spec.CABundle) > 0 && !service.Spec.InsecureSkipTLSVerify, true)
		found.equal(name+" is ours", service.leadsTo(adapterName), true)
	}
	given := c.theirs()
	for name, patch := range given {
		found.ok("hand over", c.patchService(ctx, name, patch))
	}
	time.Sleep(operatorLooks)
	c.checkTheirs(ctx, found)
	back := fmt.Sprintf(`{"spec":{"caBundle":null,"insecureSkipTLSVerify":null,"service":{"name":%q,"namespace":%q}}}`, adapterName, c.system)
	for name := range given {
		found.ok("take back", c.patchService(ctx, name, back))
	}
	for name := range given {
		c.checkTakenBack(ctx, found, name)
	}
}

func (c *cluster) patchService(ctx context.Context, name, patch string) error {
	return c.kube.RESTClient().Patch(types.MergePatchType).AbsPath(services + name).Body([]byte(patch)).Do(ctx).Error()
}

// checkTheirs expects that what others own is as they made it, and that their answers come through.
func (c *cluster) checkTheirs(ctx context.Context, found *findings) {
	for name := range c.theirs() {
		service, err := c.apiService(ctx, name)
		if !found.ok(name, err) {
			continue
		}
		isKedas := strings.Contains(name, externalGroup)
		owner, authority := prometheusService, ""
		if isKedas {
			owner, authority = kedaService, string(c.apart.foreign.authority.pem())
		}
		found.equal(name+" leads to its owner", service.leadsTo(owner), true)
		found.equal(name+" trusts whom its owner says", string(service.Spec.CABundle), authority)
		found.equal(name+" is verified as its owner says", service.Spec.InsecureSkipTLSVerify, !isKedas)
		found.equal(name+" is available", service.available(), true)
	}
	for _, path := range []string{
		c.external(theirMetric) + "?labelSelector=" + kedaLabel + "%3D" + known,
		c.custom("v1beta2", "pods/*/"+theirMetric),
		c.custom("v1beta1", "pods/*/"+theirMetric),
	} {
		body, err := c.raw(ctx, path)
		if found.ok("asking others", err) && !strings.Contains(string(body), theirValue) {
			found.fail("asking others: %s", body)
		}
	}
}

func (c *cluster) checkTakenBack(ctx context.Context, found *findings, name string) {
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		service, err := c.apiService(ctx, name)
		if err == nil && service.available() && string(service.Spec.CABundle) == string(c.bundle) {
			found.figure("%s is served again %.1f s after it was ours", name, time.Since(began).Seconds())
			return
		}
		if time.Since(began) > 10*time.Second {
			found.fail("%s was not taken back: %v %v", name, service.Status.Conditions, err)
			return
		}
	}
}

// checkRouted asks the adapter apart, behind which somebody answers in KEDA's place.
func (c *cluster) checkRouted(ctx context.Context, found *findings) {
	if !found.ok("router mode", c.apart.ready(ctx)) {
		return
	}
	group := "routed-of-" + c.namespace
	everybody := rbacv1.Subject{Kind: "Group", APIGroup: rbacv1.GroupName, Name: group}
	if !found.ok("grant", c.grant(ctx, "routed", everybody, mayList("s0-"+theirMetric))) {
		return
	}
	lookup := func(scaledObject string) string {
		return c.external("s0-"+theirMetric) + "?labelSelector=" + kedaLabel + "%3D" + scaledObject
	}
	got, _, err := c.apart.as(ctx, "hpa", group, lookup(known))
	if found.ok("a lookup of KEDA's", err) {
		found.equal("a lookup of KEDA's", got.code, http.StatusOK)
		found.equal("value of KEDA's", strings.Contains(string(got.body), theirValue), true)
	}
	c.checkPassedOn(ctx, found, c.apart.foreign.questions())
	c.expect(ctx, found, "a lookup of KEDA's without the right", "nobody", "strangers", lookup(known), http.StatusForbidden)
	found.equal("questions passed on without a right", len(c.apart.foreign.questions()), 0)
	c.expect(ctx, found, "a lookup of ours, in router mode", "nobody", "system:masters", c.external(observed), http.StatusOK)
	found.equal("lookups of ours that were passed on", len(c.apart.foreign.questions()), 0)
	c.expect(ctx, found, "an item without a value", "hpa", group, lookup(unnamed), http.StatusServiceUnavailable)
	c.expect(ctx, found, "KEDA that hangs", "hpa", group, lookup(slow), http.StatusServiceUnavailable)
	c.checkUpstreamVerified(ctx, found, func(code int) { c.expect(ctx, found, "after it", "hpa", group, lookup(known), code) })
}

// checkPassedOn expects the adapter's own identity, and nothing of the caller's.
func (c *cluster) checkPassedOn(ctx context.Context, found *findings, asked []http.Header) {
	if len(asked) != 1 {
		found.fail("%d questions were passed on, wanted 1", len(asked))
		return
	}
	for name := range asked[0] {
		if strings.HasPrefix(name, "X-Remote-") || strings.HasPrefix(name, "Impersonate-") {
			found.fail("%s of the caller was passed on", name)
		}
	}
	token, _ := strings.CutPrefix(asked[0].Get("Authorization"), "Bearer ")
	review := &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token}}
	known, err := c.kube.AuthenticationV1().TokenReviews().Create(ctx, review, metav1.CreateOptions{})
	if found.ok("token", err) {
		found.equal("in whose name KEDA is asked", known.Status.User.Username, "system:serviceaccount:"+c.system+":"+adapterName)
	}
}

// checkUpstreamVerified shows the adapter a certificate of nobody whom it trusts, and then the good one again.
func (c *cluster) checkUpstreamVerified(ctx context.Context, found *findings, lookup func(code int)) {
	impostor, err := newAuthority("somebody else's authority", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	if !found.ok("impostor", err) || !found.ok("impostor", c.apart.foreign.showCertificateOf(impostor, c.namespace)) {
		return
	}
	c.apart.foreign.closeConnections()
	c.apart.foreign.questions()
	lookup(http.StatusServiceUnavailable)
	found.equal("questions that an impostor heard", len(c.apart.foreign.questions()), 0)
	if found.ok("the good one", c.apart.foreign.showCertificateOf(c.apart.foreign.authority, c.namespace)) {
		c.apart.foreign.closeConnections()
		lookup(http.StatusOK)
	}
}
