package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
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
	if !found.ok("HPA fading", err) || !found.ok("silence the source", c.silence(ctx)) {
		return
	}
	silenced := time.Now()
	path := c.custom("v1beta2", scalers+"/"+fading+"/"+desired)
	for {
		_, err = c.raw(ctx, path)
		if err != nil || time.Since(silenced) > staleAfter+5*time.Second {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	found.figure("refused %.1f s after the last sample", time.Since(silenced).Seconds())
	if err == nil {
		found.fail("a stale number was served %s after the source fell silent", time.Since(silenced))
		return
	}
	reason := func(one autoscalingv2.HorizontalPodAutoscalerCondition) bool {
		return one.Reason == "FailedGetObjectMetric" && strings.Contains(one.Message, "no "+desired+" for "+scalers+" "+fading)
	}
	after, err := c.hpa(ctx, fading, 20*time.Second, reason)
	if found.ok("HPA fading", err) {
		found.equal("replicas", after.Status.DesiredReplicas, before.Status.DesiredReplicas)
	}
	c.kedaRefuses(ctx, found)
}

// silence tells the pod of the fading Deployment to serve no metrics any more.
func (c *cluster) silence(ctx context.Context) error {
	pods, err := c.kube.CoreV1().Pods(c.namespace).List(ctx, metav1.ListOptions{LabelSelector: "app=" + fading})
	if err != nil {
		return err
	}
	for _, pod := range pods.Items {
		request, err := http.NewRequestWithContext(ctx, "GET", fmt.Sprintf("http://%s:8080/off", pod.Status.PodIP), nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		response.Body.Close()
	}
	return nil
}
