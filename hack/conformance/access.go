package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var (
	forClients = x509.ExtKeyUsageClientAuth
	forServers = x509.ExtKeyUsageServerAuth
	masters    = []string{"X-Remote-User", "admin", "X-Remote-Group", "system:masters"}
)

// certificate signs one, or ends the program: the authorities are files of ours.
func certificate(by authority, name string, usage x509.ExtKeyUsage, groups ...string) *tls.Certificate {
	signed, err := by.sign(pkix.Name{CommonName: name, Organization: groups}, usage)
	if err != nil {
		panic(err)
	}
	return signed
}

// administrator may see everything.
func (c *cluster) administrator() *tls.Certificate {
	return certificate(c.clients, "conformance", forClients, "system:masters")
}

func checkSpoofing(ctx context.Context, c *cluster, found *findings) {
	proxy := certificate(c.proxies, "front-proxy-client", forClients)
	asMaster := func(more ...string) []string { return append(append([]string{}, masters...), more...) }
	rows := []struct {
		what    string
		shown   *tls.Certificate
		headers []string
		code    int
	}{
		{"headers without a certificate", nil, masters, 403},
		{"a proxy of another name", certificate(c.proxies, "somebody", forClients), masters, 401},
		{"a client that is called like the proxy", certificate(c.clients, "front-proxy-client", forClients), masters, 403},
		{"a proxy that names nobody", proxy, nil, 401},
		{"a proxy, and a token beside it", proxy, asMaster("Authorization", "Bearer nonsense"), 200},
		{"an invalid token", nil, []string{"Authorization", "Bearer nonsense"}, 401},
		{"impersonation past the API server", c.administrator(), []string{"Impersonate-User", "admin"}, 403},
		{"a server's certificate of the proxies' authority", certificate(c.proxies, "front-proxy-client", forServers), masters, 401},
		{"a group with a comma in its name", proxy, []string{"X-Remote-User", "x", "X-Remote-Group", "a,system:masters", "X-Remote-Group", "b"}, 403},
	}
	url := c.url(c.custom("v1beta2", scalers+"/gauge/"+desired))
	for _, row := range rows {
		got, err := ask(ctx, c.direct(row.shown), "GET", url, row.headers...)
		if found.ok(row.what, err) {
			found.equal(row.what, got.code, row.code)
			found.equal(row.what+": kind", got.code == 200 || got.status().Kind == "Status", true)
		}
	}
}

func checkAggregator(ctx context.Context, c *cluster, found *findings) {
	client := c.direct(certificate(c.proxies, "front-proxy-client", forClients))
	for _, user := range []string{"system:kube-aggregator", "system:aggregator"} {
		for path, code := range map[string]int{
			"/apis":                                 200,
			"/apis/external.metrics.k8s.io/v1beta1": 200,
			"/openapi/v2":                           404,
			"/openapi/v3":                           404,
		} {
			got, err := ask(ctx, client, "GET", c.url(path), "X-Remote-User", user)
			if found.ok(user, err) {
				found.equal(user+" "+path, got.code, code)
			}
		}
	}
}

const (
	reader        = "reader"
	customGroup   = "custom.metrics.k8s.io"
	externalGroup = "external.metrics.k8s.io"
)

func checkRights(ctx context.Context, c *cluster, found *findings) {
	token, err := c.makeReader(ctx)
	if !found.ok("a reader", err) {
		return
	}
	client := c.direct(nil)
	bearer := []string{"Authorization", "Bearer " + token}
	user := "system:serviceaccount:" + c.namespace + ":" + reader
	forbidden := func(subject, verb, resource, group string) string {
		return fmt.Sprintf(`%s is forbidden: User "%s" cannot %s resource "%s" in API group "%s" in the namespace "%s"`,
			subject, user, verb, resource, group, c.namespace)
	}
	rows := []struct {
		what, path string
		denied     string
	}{
		{"the metric that was granted", c.custom("v1beta2", scalers+"/gauge/"+desired), ""},
		{"another of the same object", c.custom("v1beta2", scalers+"/gauge/"+observed),
			forbidden(scalers+"."+customGroup+` "gauge"`, "get", scalers+"/"+observed, customGroup)},
		{"the same of another object", c.custom("v1beta2", scalers+"/fading/"+desired),
			forbidden(scalers+"."+customGroup+` "fading"`, "get", scalers+"/"+desired, customGroup)},
		{"all pods", c.custom("v1beta2", "pods/%2A/"+podMetric),
			forbidden("pods."+customGroup+` "*"`, "get", "pods/"+podMetric, customGroup)},
		{"the namespace", c.custom("v1beta2", "metrics/"+costScore),
			forbidden("metrics."+customGroup+` "`+costScore+`"`, "get", "metrics", customGroup)},
		{"the external metric that was granted", c.external(observed) + "?labelSelector=scaler%3Dgauge", ""},
		{"another external metric", c.external(costScore),
			forbidden(costScore+"."+externalGroup, "list", costScore, externalGroup)},
	}
	for _, row := range rows {
		got, err := ask(ctx, client, "GET", c.url(row.path), bearer...)
		if !found.ok(row.what, err) {
			continue
		}
		if row.denied == "" {
			found.equal(row.what, got.code, 200)
			continue
		}
		found.equal(row.what, got.code, 403)
		found.equal(row.what, got.status().Message, row.denied)
	}
}

// grant makes a role in the namespace of the scene and binds it.
func (c *cluster) grant(ctx context.Context, name string, subject rbacv1.Subject, rules []rbacv1.PolicyRule) error {
	meta := metav1.ObjectMeta{Name: name, Namespace: c.namespace}
	role := &rbacv1.Role{ObjectMeta: meta, Rules: rules}
	if _, err := c.kube.RbacV1().Roles(c.namespace).Create(ctx, role, metav1.CreateOptions{}); err != nil {
		return err
	}
	binding := &rbacv1.RoleBinding{
		ObjectMeta: meta,
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name},
		Subjects:   []rbacv1.Subject{subject},
	}
	_, err := c.kube.RbacV1().RoleBindings(c.namespace).Create(ctx, binding, metav1.CreateOptions{})
	return err
}

// makeReader makes an account with two rights and returns a token of it.
func (c *cluster) makeReader(ctx context.Context) (string, error) {
	meta := metav1.ObjectMeta{Name: reader, Namespace: c.namespace}
	accounts := c.kube.CoreV1().ServiceAccounts(c.namespace)
	if _, err := accounts.Create(ctx, &corev1.ServiceAccount{ObjectMeta: meta}, metav1.CreateOptions{}); err != nil {
		return "", err
	}
	err := c.grant(ctx, reader, rbacv1.Subject{Kind: "ServiceAccount", Name: reader, Namespace: c.namespace}, []rbacv1.PolicyRule{
		{APIGroups: []string{customGroup}, Resources: []string{scalers + "/" + desired}, ResourceNames: []string{gauge}, Verbs: []string{"get"}},
		{APIGroups: []string{externalGroup}, Resources: []string{observed}, Verbs: []string{"list"}},
	})
	if err != nil {
		return "", err
	}
	issued, err := accounts.CreateToken(ctx, reader, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return issued.Status.Token, nil
}
