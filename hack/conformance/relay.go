package main

import (
	"net"
	"sync"
)

// relay passes TCP connections on to an address until it is cut or held.
type relay struct {
	listener net.Listener
	target   string
	lock     sync.Mutex
	changed  *sync.Cond
	open     map[net.Conn]bool
	isCut    bool
	isHeld   bool
}

func newRelay(host, target string) (*relay, error) {
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		return nil, err
	}
	made := &relay{listener: listener, target: target, open: map[net.Conn]bool{}}
	made.changed = sync.NewCond(&made.lock)
	go made.accept()
	return made, nil
}

func (r *relay) port() int { return r.listener.Addr().(*net.TCPAddr).Port }

func (r *relay) accept() {
	for {
		near, err := r.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", r.target)
		if err != nil || !r.keep(near, far) {
			near.Close()
			continue
		}
		go r.pass(near, far)
		go r.pass(far, near)
	}
}

// keep says whether connections may be, and remembers those that are.
func (r *relay) keep(both ...net.Conn) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, one := range both {
		if r.isCut {
			one.Close()
		} else {
			r.open[one] = true
		}
	}
	return !r.isCut
}

func (r *relay) pass(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	buffer := make([]byte, 32*1024)
	for {
		count, err := from.Read(buffer)
		if err != nil {
			return
		}
		r.wait()
		if _, err := to.Write(buffer[:count]); err != nil {
			return
		}
	}
}

func (r *relay) wait() {
	r.lock.Lock()
	defer r.lock.Unlock()
	for r.isHeld {
		r.changed.Wait()
	}
}

// cut ends every connection, and every one that is tried.
func (r *relay) cut() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.isCut = true
	for one := range r.open {
		one.Close()
	}
	clear(r.open)
}

// hold lets connections be and passes nothing on.
func (r *relay) hold() { r.set(false, true) }

// resume passes everything on again.
func (r *relay) resume() { r.set(false, false) }

func (r *relay) set(isCut, isHeld bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.isCut, r.isHeld = isCut, isHeld
	r.changed.Broadcast()
}

func (r *relay) close() {
	r.listener.Close()
	r.set(false, false)
	r.cut()
}
