package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// staleAfter is two intervals of five seconds, and the second that a look takes.
const staleAfter = 11 * time.Second

func checkStale(ctx context.Context, c *cluster, found *findings) {
	active := func(one autoscalingv2.HorizontalPodAutoscalerCondition) bool {
		return one.Status == corev1.ConditionTrue
	}
	before, err := c.hpa(ctx, fading, 30*time.Second, active)
	for _, other := range []string{ebbing, "fading-external"} {
		_, err := c.hpa(ctx, other, 30*time.Second, active)
		found.ok("HPA "+other, err)
	}
	// One that has just taken a scaler over would have no sample yet, and refuse early.
	<-c.steady
	if !found.ok("HPA fading", err) || !found.ok("numbers", c.settle(ctx)) || !found.ok("silence the source", c.silence(ctx)) {
		return
	}
	silenced := time.Now()
	client := c.direct(c.administrator())
	path := c.custom("v1beta2", scalers+"/"+fading+"/"+desired)
	for {
		// Not by the API server, to which somebody else may answer at this moment.
		got, err := ask(ctx, client, "GET", c.url(path))
		if !found.ok("while it grows stale", err) || got.code != http.StatusOK {
			found.equal("once it is stale", got.code, http.StatusServiceUnavailable)
			break
		}
		if time.Since(silenced) > staleAfter {
			found.fail("a stale number was served %s after the source fell silent", time.Since(silenced))
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	found.figure("refused %.1f s after the source fell silent", time.Since(silenced).Seconds())
	after, err := c.hpa(ctx, fading, 20*time.Second, saying("FailedGetObjectMetric", "no "+desired+" for "+scalers+" "+fading+": The newest sample of the demand is too old"))
	if found.ok("HPA fading", err) {
		found.equal("replicas", after.Status.DesiredReplicas, before.Status.DesiredReplicas)
	}
	_, err = c.hpa(ctx, ebbing, 20*time.Second, saying("FailedGetPodsMetric", "no "+podMetric+" for pods "+ebbing))
	found.ok("HPA of the pods", err)
	_, err = c.hpa(ctx, "fading-external", 20*time.Second, saying("FailedGetExternalMetric", "no "+observed+" of scaler "+fading))
	found.ok("HPA of the series", err)
	c.refuses(ctx, found, "no pricecast_",
		c.custom("v1beta1", scalers+"/"+fading+"/"+observed),
		c.custom("v1beta2", "deployments.apps/"+fading+"/"+desired),
		c.external(desired)+"?labelSelector=scaler%3D"+fading,
		// A sum that lacks a part would scale in.
		c.external(desired)+"?labelSelector=scaler+in+%28gauge%2C"+fading+"%29")
	c.kedaRefuses(ctx, found)
}

// silence tells the pods whose load is to grow old to serve no metrics any more.
func (c *cluster) silence(ctx context.Context) error {
	return errors.Join(c.tellPods(ctx, fading, "/off"), c.tellPods(ctx, ebbing, "/off"))
}

// tellPods asks every pod of a Deployment for a path.
func (c *cluster) tellPods(ctx context.Context, name, path string) error {
	pods, err := c.kube.CoreV1().Pods(c.namespace).List(ctx, metav1.ListOptions{LabelSelector: "app=" + name})
	if err != nil {
		return err
	}
	for _, pod := range pods.Items {
		if _, err := knock(ctx, http.DefaultClient, fmt.Sprintf("http://%s:8080%s", pod.Status.PodIP, path)); err != nil {
			return err
		}
	}
	return nil
}
