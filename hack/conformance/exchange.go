package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// answer of the adapter itself.
type answer struct {
	code   int
	header http.Header
	body   []byte
}

// status is the part of metav1.Status that people read.
type status struct {
	Kind    string
	Reason  string
	Message string
	Code    int
}

func (a answer) status() status {
	var found status
	if json.Unmarshal(a.body, &found) != nil {
		return status{}
	}
	return found
}

// ledger of every direct answer: checks 1 and 13 are about all of them.
type ledger struct {
	lock      sync.Mutex
	untyped   []string
	retried   []string
	took      []time.Duration
	exchanges int
}

var allAnswers ledger

func (l *ledger) note(path string, header http.Header, took time.Duration, code int) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.exchanges++
	l.took = append(l.took, took)
	if header.Get("Content-Type") == "" && code != http.StatusNotModified {
		l.untyped = append(l.untyped, path)
	}
	if header.Get("Retry-After") != "" {
		l.retried = append(l.retried, path)
	}
}

// ask sends one request to the adapter itself. Headers are pairs of name and value, for a name may come twice.
func ask(ctx context.Context, client *http.Client, method, url string, headers ...string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return answer{}, err
	}
	for index := 0; index+1 < len(headers); index += 2 {
		request.Header.Add(headers[index], headers[index+1])
	}
	began := time.Now()
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	allAnswers.note(strings.SplitN(url, "6443", 2)[1], response.Header, time.Since(began), response.StatusCode)
	return answer{response.StatusCode, response.Header, body}, err
}

// knock asks without taking note, for those that may not be there yet; it answers the status.
func knock(ctx context.Context, client *http.Client, url string, headers ...string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return 0, err
	}
	for index := 0; index+1 < len(headers); index += 2 {
		request.Header.Add(headers[index], headers[index+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}
