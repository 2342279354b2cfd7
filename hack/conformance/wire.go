package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	custom "k8s.io/metrics/pkg/client/custom_metrics"
	external "k8s.io/metrics/pkg/client/external_metrics"
)

var (
	scalerKind     = schema.GroupKind{Group: "pricecast.dev", Kind: "PredictiveScaler"}
	deploymentKind = schema.GroupKind{Group: "apps", Kind: "Deployment"}
	podKind        = schema.GroupKind{Kind: "Pod"}
	namespaceKind  = schema.GroupKind{Kind: "Namespace"}
	everything     = labels.Everything()
)

func ofScaler(name string) labels.Selector { return labels.SelectorFromSet(labels.Set{"scaler": name}) }

// customClient finds out by discovery which version there is, as the HPA controller does.
func customClient(config *rest.Config) (custom.CustomMetricsClient, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client))
	return custom.NewForConfig(config, mapper, custom.NewAvailableAPIsGetter(client)), nil
}

func checkWire(ctx context.Context, c *cluster, found *findings) {
	for who, config := range map[string]*rest.Config{"HPA": c.asHPA(), "others": c.asOthers()} {
		series, err := external.NewForConfig(config)
		if !found.ok(who, err) {
			continue
		}
		list, err := series.NamespacedMetrics(c.namespace).List(observed, ofScaler(gauge))
		if found.ok(who+": external", err) {
			found.equal(who+": external items", len(list.Items), 1)
		}
		objects, err := customClient(config)
		if !found.ok(who, err) {
			continue
		}
		value, err := objects.NamespacedMetrics(c.namespace).GetForObject(scalerKind, gauge, observed, everything)
		if found.ok(who+": custom, by discovery", err) {
			found.equal(who+": custom", value.Value.MilliValue(), int64(137_500))
		}
	}
	checkControllers(ctx, c, found)
}

// failures that an HPA tells people of, by the name of the HPA: the reason, and what it says.
var told = map[string][2]string{
	"absent":           {"FailedGetObjectMetric", "the server could not find the metric " + desired + " for " + scalers + " nobody"},
	"absent-namespace": {"FailedGetObjectMetric", "the server could not find the metric " + desired + " for metrics"},
	"absent-pods":      {"FailedGetPodsMetric", "no metrics returned from custom metrics API"},
	"absent-external":  {"FailedGetExternalMetric", "the server could not find the external metric nothing-like-it"},
	"no-series":        {"FailedGetExternalMetric", "no metrics returned from external metrics API"},
	"two-scalers":      {"FailedGetObjectMetric", "2 scalers have this target; select one by metricLabelSelector scaler=NAME"},
	"vast":             {"FailedGetObjectMetric", "the value is no quantity"},
}

// saying fits a condition that tells people why there is no number.
func saying(reason, message string) func(autoscalingv2.HorizontalPodAutoscalerCondition) bool {
	return func(one autoscalingv2.HorizontalPodAutoscalerCondition) bool {
		return one.Status == corev1.ConditionFalse && one.Reason == reason && strings.Contains(one.Message, message)
	}
}

// checkControllers waits until the controller itself has read every kind of metric.
func checkControllers(ctx context.Context, c *cluster, found *findings) {
	for _, name := range []string{"pods", "object", "namespace", "external", "capitals"} {
		_, err := c.hpa(ctx, name, 30*time.Second, func(active autoscalingv2.HorizontalPodAutoscalerCondition) bool {
			return active.Status == corev1.ConditionTrue
		})
		found.ok("HPA "+name, err)
	}
	for name, row := range told {
		_, err := c.hpa(ctx, name, 30*time.Second, saying(row[0], row[1]))
		found.ok("HPA "+name, err)
	}
}

// hpa waits until the condition ScalingActive of an HPA fits.
func (c *cluster) hpa(
	ctx context.Context, name string, patience time.Duration,
	fits func(autoscalingv2.HorizontalPodAutoscalerCondition) bool,
) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	deadline := time.Now().Add(patience)
	var seen autoscalingv2.HorizontalPodAutoscalerCondition
	for {
		hpa, err := c.kube.AutoscalingV2().HorizontalPodAutoscalers(c.namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		for _, condition := range hpa.Status.Conditions {
			if condition.Type != autoscalingv2.ScalingActive {
				continue
			}
			if seen = condition; fits(condition) {
				return hpa, nil
			}
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("ScalingActive is %s, %s: %s", seen.Status, seen.Reason, seen.Message)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func checkNamesAndSelectors(ctx context.Context, c *cluster, found *findings) {
	series, err := external.NewForConfig(c.asHPA())
	if !found.ok("client", err) {
		return
	}
	list, err := series.NamespacedMetrics(c.namespace).List(strings.ToUpper(observed), ofScaler(gauge))
	if found.ok("a name in capitals", err) {
		found.equal("items of a name in capitals", len(list.Items), 1)
	}
	objects, err := customClient(c.asHPA())
	if !found.ok("client", err) {
		return
	}
	selector, err := labels.Parse("app in (gauge,other),!absent,app!=x")
	if !found.ok("selector", err) {
		return
	}
	pods, err := objects.NamespacedMetrics(c.namespace).GetForObjects(podKind, selector, podMetric, everything)
	if found.ok("all pods by a selector", err) {
		found.equal("pods", len(pods.Items), 2)
	}
	checkGrammar(ctx, c, found)
}

// checkGrammar compares what is read as a selector with what labels.Parse reads, on selectors made of pieces.
func checkGrammar(ctx context.Context, c *cluster, found *findings) {
	pieces := []string{"a", "app", "=", "==", "!=", "!", ",", "(", ")", " in ", " notin ", ">", "<", "1", " ", "x.y/z", "gauge", "-", "é"}
	chance := rand.New(rand.NewSource(1))
	client := c.direct(c.administrator())
	read := 0
	for range 400 {
		text := ""
		for range 1 + chance.Intn(6) {
			text += pieces[chance.Intn(len(pieces))]
		}
		wanted := 200
		if _, err := labels.Parse(text); err != nil {
			wanted = 400
		} else {
			read++
		}
		path := c.custom("v1beta2", "pods/%2A/"+podMetric) + "?labelSelector=" + url.QueryEscape(text)
		got, err := ask(ctx, client, "GET", c.url(path))
		if found.ok("selector", err) && got.code != wanted {
			found.fail("selector %q: %d, wanted %d: %s", text, got.code, wanted, got.status().Message)
		}
	}
	found.figure("400 selectors, of which %d can be read", read)
}

func checkBodies(ctx context.Context, c *cluster, found *findings) {
	about := `{"kind":"PredictiveScaler","namespace":"` + c.namespace + `","name":"gauge","apiVersion":"pricecast.dev/v1alpha1"}`
	list := func(kind, version, item string) string {
		return `{"kind":"` + kind + `","apiVersion":"` + version + `","metadata":{},"items":[` + item + `]}`
	}
	selected := "?metricLabelSelector=scaler%3Dgauge"
	rows := map[string][2]string{
		"custom v1beta1": {
			c.custom("v1beta1", scalers+"/gauge/"+observed),
			list("MetricValueList", "custom.metrics.k8s.io/v1beta1", `{"describedObject":`+about+`,"metricName":"`+observed+`","timestamp":"T","value":"137500m","selector":null}`),
		},
		"custom v1beta2": {
			c.custom("v1beta2", scalers+"/gauge/"+observed) + selected,
			list("MetricValueList", "custom.metrics.k8s.io/v1beta2", `{"describedObject":`+about+`,"metric":{"name":"`+observed+`","selector":{"matchLabels":{"scaler":"gauge"}}},"timestamp":"T","value":"137500m"}`),
		},
		"external": {
			c.external(observed) + "?labelSelector=scaler%3Dgauge",
			list("ExternalMetricValueList", "external.metrics.k8s.io/v1beta1", `{"metricName":"`+observed+`","metricLabels":{"scaler":"gauge"},"timestamp":"T","value":"137500m"}`),
		},
	}
	for name, row := range rows {
		body, err := c.raw(ctx, row[0])
		if found.ok(name, err) {
			found.equal(name, withoutTime(body), row[1])
		}
	}
}

// withoutTime puts T in the place of the one time stamp of a body, if that is RFC 3339 in whole seconds.
func withoutTime(body []byte) string {
	const before = `"timestamp":"`
	_, rest, _ := bytes.Cut(body, []byte(before))
	stamp, _, _ := bytes.Cut(rest, []byte(`"`))
	if _, err := time.Parse("2006-01-02T15:04:05Z", string(stamp)); err != nil {
		return string(body)
	}
	return strings.Replace(string(body), string(stamp), "T", 1)
}

func checkOneObject(ctx context.Context, c *cluster, found *findings) {
	objects, err := customClient(c.asHPA())
	if !found.ok("client", err) {
		return
	}
	here := objects.NamespacedMetrics(c.namespace)
	_, err = here.GetForObject(scalerKind, gauge, desired, everything)
	found.ok("the scaler", err)
	_, err = here.GetForObject(deploymentKind, gauge, desired, everything)
	found.ok("its target", err)
	_, err = objects.RootScopedMetrics().GetForObject(namespaceKind, c.namespace, costScore, everything)
	found.ok("the namespace", err)
	for what, ask := range map[string]func() error{
		"a scaler that there is not": func() error {
			_, err := here.GetForObject(scalerKind, "nobody", desired, everything)
			return err
		},
		"a metric that there is not": func() error {
			_, err := here.GetForObject(scalerKind, gauge, "requests", everything)
			return err
		},
		"a selector that fits nothing": func() error {
			_, err := here.GetForObject(scalerKind, gauge, desired, ofScaler("nobody"))
			return err
		},
	} {
		if err := ask(); !apierrors.IsNotFound(err) {
			found.fail("%s: %v, wanted NotFound", what, err)
		}
	}
	if _, err = here.GetForObject(deploymentKind, hardly, desired, everything); !apierrors.IsConflict(err) {
		found.fail("a target of two scalers: %v, wanted Conflict", err)
	}
	_, err = here.GetForObject(deploymentKind, hardly, desired, ofScaler(hardly))
	found.ok("a target of two scalers, one of them selected", err)
}

// quantity is a number and what the adapter makes of it; null for what it refuses to serve.
type quantity struct {
	Number string  `json:"number"`
	Text   *string `json:"text"`
}

func checkQuantities(ctx context.Context, c *cluster, found *findings) {
	var rows []quantity
	if !found.ok("quantities", json.Unmarshal(readFile(c.quantities), &rows)) {
		return
	}
	refused := 0
	for _, row := range rows {
		value, err := strconv.ParseFloat(row.Number, 64)
		if !found.ok(row.Number, err) {
			continue
		}
		if row.Text == nil {
			// What an HPA would read as garbage, or as a wish for fewer than none.
			found.equal(row.Number+" is refused", math.IsNaN(value) || value < 0 || value > 9.2e15, true)
			refused++
			continue
		}
		parsed, err := resource.ParseQuantity(*row.Text)
		if !found.ok(*row.Text, err) {
			continue
		}
		found.equal("canonical", parsed.String(), *row.Text)
		off := float64(parsed.MilliValue())/1000 - value
		if off < -0.0005-value*1e-12 || off > 0.001+value*1e-12 {
			found.fail("%v became %s, which the HPA reads as %d thousandths", value, *row.Text, parsed.MilliValue())
		}
		if value > 0 && parsed.MilliValue() <= 0 {
			found.fail("%v became nothing: %s", value, *row.Text)
		}
	}
	found.figure("%d numbers, of which %d are refused", len(rows), refused)
	c.checkOddLoads(ctx, found)
}

// refuses expects that the adapter serves none of these now, and says why.
func (c *cluster) refuses(ctx context.Context, found *findings, why string, paths ...string) {
	client := c.direct(c.administrator())
	for _, path := range paths {
		got, err := ask(ctx, client, "GET", c.url(path))
		// A scaler that was made with the others may be decided about a moment later than they.
		for began := time.Now(); err == nil && got.code == http.StatusNotFound && time.Since(began) < 10*time.Second; {
			time.Sleep(200 * time.Millisecond)
			got, err = ask(ctx, client, "GET", c.url(path))
		}
		if !found.ok(path, err) {
			continue
		}
		if got.code != http.StatusServiceUnavailable || !strings.Contains(got.status().Message, why) {
			found.fail("%s: %d %s", path, got.code, got.body)
		}
	}
}

// checkOddLoads asks for loads as pods have served them: nothing, hardly anything, and more than a quantity holds.
func (c *cluster) checkOddLoads(ctx context.Context, found *findings) {
	for name, text := range map[string]string{nothing: `"value":"0"`, hardly: `"value":"1m"`} {
		for _, path := range []string{c.custom("v1beta2", scalers+"/"+name+"/"+observed), c.external(observed) + "?labelSelector=scaler%3D" + name} {
			body, err := c.raw(ctx, path)
			if found.ok(name, err) && !bytes.Contains(body, []byte(text)) {
				found.fail("%s: %s", name, body)
			}
		}
	}
	c.refuses(ctx, found, "the value is no quantity",
		c.custom("v1beta2", scalers+"/"+vast+"/"+observed),
		c.external(observed)+"?labelSelector=scaler%3D"+vast)
}

func checkSeries(ctx context.Context, c *cluster, found *findings) {
	series, err := external.NewForConfig(c.asHPA())
	if !found.ok("client", err) {
		return
	}
	for _, metric := range []string{desired, observed, costScore, "pricecast_live_replicas"} {
		list, err := series.NamespacedMetrics(c.namespace).List(metric, ofScaler(gauge))
		if found.ok(metric, err) {
			found.equal("series of "+metric+" of one scaler", len(list.Items), 1)
		}
	}
	pods := func() (map[string]bool, error) {
		objects, err := customClient(c.asHPA())
		if err != nil {
			return nil, err
		}
		list, err := objects.NamespacedMetrics(c.namespace).GetForObjects(podKind, everything, podMetric, ofScaler(gauge))
		if err != nil {
			return nil, err
		}
		names := map[string]bool{}
		for _, item := range list.Items {
			names[item.DescribedObject.Name] = true
		}
		return names, nil
	}
	before, err := pods()
	if !found.ok("pods", err) {
		return
	}
	for name := range before {
		if !found.ok("delete a pod", c.kube.CoreV1().Pods(c.namespace).Delete(ctx, name, metav1.DeleteOptions{})) {
			return
		}
		deleted := time.Now()
		for {
			after, err := pods()
			if err == nil && !after[name] {
				found.figure("gone %d ms after its deletion", time.Since(deleted).Milliseconds())
				return
			}
			if time.Since(deleted) > 2*time.Second {
				found.fail("pod %s is served %s after it was deleted (%v)", name, time.Since(deleted), err)
				return
			}
		}
	}
	found.fail("no pod is served")
}
