// Command pause holds the namespaces of a pod: it waits for the signal that
// ends the pod and does nothing else. Ignoring SIGCHLD makes the kernel
// collect the children that are left to it where a pod shares its process ids.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGCHLD)
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	<-end
}
