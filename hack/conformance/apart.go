package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// apart is an adapter beside the one of the cluster that decides about nothing: it passes KEDA's lookups on, and what
// it asks the API server goes through a relay of ours. No APIService leads to it; it is asked as the API server would.
type apart struct {
	cluster *cluster
	relay   *relay
	foreign *foreign
	// client is the API server's way in.
	client  *http.Client
	address string
}

const (
	apartName = "conformance-apart"
	// emptyNamespace never has a scaler.
	emptyNamespace = "kube-node-lease"
)

func openApart(ctx context.Context, c *cluster) (*apart, error) {
	made := &apart{cluster: c, client: c.direct(certificate(c.proxies, "front-proxy-client", forClients))}
	server, err := url.Parse(c.config.Host)
	if err != nil {
		return nil, err
	}
	if made.relay, err = newRelay(c.host, server.Host); err != nil {
		return nil, err
	}
	if made.foreign, err = openForeign(ctx, c); err != nil {
		return nil, err
	}
	return made, made.start(ctx)
}

// close takes away what lies outside of the scene's namespace.
func (a *apart) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a.relay.close()
	if err := a.remove(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "conformance: the adapter apart was left behind:", err)
	}
}

// remove deletes pod and Secret, and is content where there are none.
func (a *apart) remove(ctx context.Context) error {
	core := a.cluster.kube.CoreV1()
	pod := core.Pods(a.cluster.system).Delete(ctx, apartName, metav1.DeleteOptions{GracePeriodSeconds: new(int64)})
	secret := core.Secrets(a.cluster.system).Delete(ctx, apartName, metav1.DeleteOptions{})
	return errors.Join(unlessGone(pod), unlessGone(secret))
}

func unlessGone(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// start makes the pod anew: one that an aborted run has left trusts somebody who is gone.
func (a *apart) start(ctx context.Context) error {
	if err := a.remove(ctx); err != nil {
		return err
	}
	c := a.cluster
	deployment, err := c.kube.AppsV1().Deployments(c.system).Get(ctx, adapterName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	authority := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: apartName},
		Data:       map[string][]byte{"ca.crt": a.foreign.authority.pem()},
	}
	if _, err := c.kube.CoreV1().Secrets(c.system).Create(ctx, authority, metav1.CreateOptions{}); err != nil {
		return err
	}
	_, err = c.kube.CoreV1().Pods(c.system).Create(ctx, a.pod(deployment.Spec.Template.Spec), metav1.CreateOptions{})
	return err
}

// pod is the adapter's own, but for where it keeps things, whom it asks and what leads to it.
func (a *apart) pod(like corev1.PodSpec) *corev1.Pod {
	secret := func(name, secret string) corev1.Volume {
		return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: secret}}}
	}
	store := corev1.Volume{Name: "store", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
	container := like.Containers[0]
	environment := []corev1.EnvVar{
		{Name: "SERVING_CERT_FILE", Value: "/etc/pricecast/tls/tls.crt"},
		{Name: "SERVING_KEY_FILE", Value: "/etc/pricecast/tls/tls.key"},
		{Name: "KEDA_METRICS_URL", Value: "https://" + kedaService + "." + a.cluster.namespace + ".svc"},
		{Name: "KEDA_METRICS_CA_FILE", Value: "/etc/pricecast/keda-metrics/ca.crt"},
		{Name: "STORE_FOLDER", Value: "/var/lib/pricecast"},
		{Name: "WATCH_NAMESPACES", Value: emptyNamespace},
		{Name: "KUBERNETES_SERVICE_HOST", Value: a.cluster.host},
		{Name: "KUBERNETES_SERVICE_PORT", Value: strconv.Itoa(a.relay.port())},
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: apartName},
		Spec: corev1.PodSpec{
			ServiceAccountName:           like.ServiceAccountName,
			AutomountServiceAccountToken: like.AutomountServiceAccountToken,
			SecurityContext:              like.SecurityContext,
			Volumes:                      []corev1.Volume{secret("tls", adapterName+"-tls"), secret("keda-metrics", apartName), store},
			Containers: []corev1.Container{{
				Name: container.Name, Image: container.Image, ImagePullPolicy: container.ImagePullPolicy,
				SecurityContext: container.SecurityContext,
				Env:             environment,
				VolumeMounts: []corev1.VolumeMount{
					{Name: "tls", MountPath: "/etc/pricecast/tls"},
					{Name: "keda-metrics", MountPath: "/etc/pricecast/keda-metrics"},
					{Name: "store", MountPath: "/var/lib/pricecast"},
				},
			}},
		},
	}
}

func (a *apart) url(path string) string {
	return "https://" + net.JoinHostPort(a.address, "6443") + path
}

// ready waits until it is.
func (a *apart) ready(ctx context.Context) error {
	c := a.cluster
	client := c.direct(nil)
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		pod, err := c.kube.CoreV1().Pods(c.system).Get(ctx, apartName, metav1.GetOptions{})
		if err == nil && pod.Status.PodIP != "" {
			a.address = pod.Status.PodIP
			var code int
			if code, err = knock(ctx, client, a.url("/readyz")); code == http.StatusOK {
				return nil
			}
		}
		if time.Since(began) > 40*time.Second {
			return fmt.Errorf("the adapter apart is not ready: %v", err)
		}
	}
}

// as asks it in the place of the API server, in somebody's name.
func (a *apart) as(ctx context.Context, user, group, path string) (answer, time.Duration, error) {
	began := time.Now()
	got, err := ask(ctx, a.client, "GET", a.url(path), "X-Remote-User", user, "X-Remote-Group", group)
	return got, time.Since(began), err
}
