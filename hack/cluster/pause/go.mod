module pricecast.dev/hack/pause

go 1.21
