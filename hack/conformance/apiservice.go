package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
)

var ours = []string{
	"v1beta2.custom.metrics.k8s.io",
	"v1beta1.custom.metrics.k8s.io",
	"v1beta1.external.metrics.k8s.io",
	"v1alpha1.explain.pricecast.dev",
}

const services = "/apis/apiregistration.k8s.io/v1/apiservices/"

// apiService is the part of an APIService that says whose it is and how it stands.
type apiService struct {
	Metadata struct{ Name string }
	Spec     struct {
		CABundle              []byte
		InsecureSkipTLSVerify bool
		Service               *struct{ Name, Namespace string }
	}
	Status struct {
		Conditions []struct{ Type, Status, Reason, Message string }
	}
}

func (s apiService) available() bool {
	return slices.ContainsFunc(s.Status.Conditions, func(one struct{ Type, Status, Reason, Message string }) bool {
		return one.Type == "Available" && one.Status == "True"
	})
}

func (s apiService) leadsTo(name string) bool {
	return s.Spec.Service != nil && s.Spec.Service.Name == name
}

func (c *cluster) apiService(ctx context.Context, name string) (apiService, error) {
	var service apiService
	body, err := c.raw(ctx, services+name)
	if err != nil {
		return service, err
	}
	return service, json.Unmarshal(body, &service)
}

// availability is what the API server said of our APIServices, for as long as they lead to us.
type availability struct {
	lock   sync.Mutex
	told   int
	lapses []string
}

// watchAvailability hears of every change, so that none is too short to be seen.
func (c *cluster) watchAvailability(ctx context.Context) (*availability, error) {
	// Not the client of discovery: its requests end after half a minute.
	stream, err := c.kube.CoreV1().RESTClient().Get().AbsPath(services).Param("watch", "true").Stream(ctx)
	if err != nil {
		return nil, err
	}
	made := &availability{}
	go made.follow(ctx, stream)
	return made, nil
}

func (a *availability) follow(ctx context.Context, stream io.ReadCloser) {
	defer stream.Close()
	decoder := json.NewDecoder(stream)
	for {
		var event struct {
			Type   string
			Object apiService
		}
		if err := decoder.Decode(&event); err != nil {
			if ctx.Err() == nil {
				a.note(fmt.Sprintf("the watch ended: %v", err))
			}
			return
		}
		if slices.Contains(ours, event.Object.Metadata.Name) && event.Object.leadsTo(adapterName) {
			a.take(event.Type, event.Object)
		}
	}
}

func (a *availability) take(kind string, service apiService) {
	a.lock.Lock()
	a.told++
	a.lock.Unlock()
	if kind == "DELETED" || !service.available() {
		a.note(fmt.Sprintf("%s %s: %v", kind, service.Metadata.Name, service.Status.Conditions))
	}
}

func (a *availability) note(lapse string) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.lapses = append(a.lapses, lapse)
}

// judge says what was heard up to now.
func (a *availability) judge(found *findings) {
	a.lock.Lock()
	defer a.lock.Unlock()
	for _, lapse := range a.lapses {
		found.fail("not Available: %s", lapse)
	}
	found.figure("%d changes of metric APIs heard of, %d away from Available", a.told, len(a.lapses))
}
