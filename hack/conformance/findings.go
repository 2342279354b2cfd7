package main

import (
	"fmt"
	"reflect"
	"sync"
	"time"
)

// findings of one check: what does not hold, and what was measured. Several may add to them at a time.
type findings struct {
	lock     sync.Mutex
	failures []string
	figures  []string
	took     time.Duration
}

func (f *findings) fail(format string, values ...any) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.failures = append(f.failures, fmt.Sprintf(format, values...))
}

func (f *findings) figure(format string, values ...any) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.figures = append(f.figures, fmt.Sprintf(format, values...))
}

// equal notes a failure where two values differ.
func (f *findings) equal(what string, found, wanted any) {
	if !reflect.DeepEqual(found, wanted) {
		f.fail("%s: %v, wanted %v", what, found, wanted)
	}
}

// ok notes a failure for an error, and says whether there was none.
func (f *findings) ok(what string, err error) bool {
	if err != nil {
		f.fail("%s: %v", what, err)
	}
	return err == nil
}

// within notes a failure where something took longer than it may.
func (f *findings) within(what string, took, most time.Duration) {
	if took > most {
		f.fail("%s took %s, wanted at most %s", what, took, most)
	}
}
