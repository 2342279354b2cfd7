package main

import (
	"fmt"
	"reflect"
)

// findings of one check: what does not hold, and what was measured.
type findings struct {
	failures []string
	figures  []string
}

func (f *findings) fail(format string, values ...any) {
	f.failures = append(f.failures, fmt.Sprintf(format, values...))
}

func (f *findings) figure(format string, values ...any) {
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
