// Command load asks a metrics API over HTTP/2 with mutual TLS, as the API server's proxy does for the HPA, and prints
// how often it was answered and how long that took, as one JSON object.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"
)

type settings struct {
	url, authority, certificate, key, user string
	connections, rate                      int
	length                                 time.Duration
}

// figures of a run; times in milliseconds.
type figures struct {
	PerSecond float64 `json:"perSecond"`
	P50       float64 `json:"p50"`
	P99       float64 `json:"p99"`
}

func main() {
	var given settings
	flag.StringVar(&given.url, "url", "", "what to ask")
	flag.StringVar(&given.authority, "ca", "", "file with the authority of the server's certificate")
	flag.StringVar(&given.certificate, "cert", "", "file with the certificate of the proxy")
	flag.StringVar(&given.key, "key", "", "file with its key")
	flag.StringVar(&given.user, "user", "reader", "who the proxy says is asking; with -rate a number is put behind it for each question")
	flag.IntVar(&given.connections, "connections", 1, "connections, each with one question after another")
	flag.IntVar(&given.rate, "rate", 0, "instead: questions in a second on one connection, each by a user who was not seen before")
	flag.DurationVar(&given.length, "length", 5*time.Second, "how long")
	flag.Parse()
	took, err := given.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	printed, err := json.Marshal(figures{float64(len(took)) / given.length.Seconds(), at(0.5), at(0.99)})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(printed))
}

func (s settings) run() ([]time.Duration, error) {
	if s.rate > 0 {
		return s.steady()
	}
	return s.closedLoop()
}

// client has one connection of its own, which is open when it is returned.
func (s settings) client() (*http.Client, error) {
	pair, err := tls.LoadX509KeyPair(s.certificate, s.key)
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(s.authority)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, errors.New("no authority in " + s.authority)
	}
	secrets := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: secrets, ForceAttemptHTTP2: true}}
	_, err = s.ask(client, s.user)
	return client, err
}

func (s settings) ask(client *http.Client, user string) (time.Duration, error) {
	began := time.Now()
	request, err := http.NewRequest("GET", s.url, nil)
	if err != nil {
		return 0, err
	}
	request.Header = http.Header{
		"Accept":         {"application/vnd.kubernetes.protobuf, */*"},
		"X-Remote-User":  {user},
		"X-Remote-Group": {"readers"},
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 {
		return 0, fmt.Errorf("%s %s: %s", answer.Proto, answer.Status, body)
	}
	return time.Since(began), nil
}

// closedLoop asks on every connection for as long as it should, each time when the question before was answered.
func (s settings) closedLoop() ([]time.Duration, error) {
	clients := make([]*http.Client, s.connections)
	for i := range clients {
		client, err := s.client()
		if err != nil {
			return nil, err
		}
		clients[i] = client
	}
	all := &answers{}
	until := time.Now().Add(s.length)
	var running sync.WaitGroup
	for _, client := range clients {
		running.Go(func() {
			for time.Now().Before(until) {
				all.add(s.ask(client, s.user))
			}
		})
	}
	running.Wait()
	return all.took, all.err
}

// steady asks at a rate, whether the questions before were answered or not.
func (s settings) steady() ([]time.Duration, error) {
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	all := &answers{}
	var running sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(s.rate))
	defer tick.Stop()
	run := time.Now().UnixNano()
	for i := range int(s.length.Seconds() * float64(s.rate)) {
		<-tick.C
		running.Go(func() { all.add(s.ask(client, fmt.Sprintf("%s-%d-%d", s.user, run, i))) })
	}
	running.Wait()
	return all.took, all.err
}

// answers of all connections.
type answers struct {
	lock sync.Mutex
	took []time.Duration
	err  error
}

func (a *answers) add(took time.Duration, err error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	if err != nil {
		a.err = errors.Join(a.err, err)
		return
	}
	a.took = append(a.took, took)
}
