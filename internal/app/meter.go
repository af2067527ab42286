package app

import (
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meter counts what is answered, for Prometheus.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMeter() *meter {
	m := &meter{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "yrkesresan_request_seconds",
		Help:    "Time to answer a request, by pattern and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
	}, []string{"pattern", "status"})}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meter) seen(pattern string, status int, took time.Duration) {
	m.requests.WithLabelValues(pattern, strconv.Itoa(status)).Observe(took.Seconds())
}

// handler gives the figures to who asks from this machine or the private network, not through
// the proxy that faces the world.
func (m *meter) handler() http.Handler {
	answer := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !(peer.Addr().IsLoopback() || peer.Addr().IsPrivate()) || r.Header.Get("X-Forwarded-For") != "" {
			http.NotFound(w, r)
			return
		}
		answer.ServeHTTP(w, r)
	})
}
