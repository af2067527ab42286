package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// policy lets pages use our own files only. There is no inline script and no inline style.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"

// Guard sets the headers of every answer and refuses requests that another site made. Browsers
// that are too old to say where a request comes from are believed when they name the host or one
// of origins, where people reach the program: a proxy may call it by another name.
func Guard(next http.Handler, origins ...string) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	for _, o := range origins {
		if u, err := url.Parse(o); err == nil && u.Host != "" {
			// What is left of an address is an origin, which is all that can be refused here.
			_ = sameSite.AddTrustedOrigin(u.Scheme + "://" + u.Host)
		}
	}
	checked := sameSite.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
		h.Set("Cache-Control", "private, no-store")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if Secure(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		checked.ServeHTTP(w, r)
	})
}

// Secure tells whether the person's connection is encrypted, to us or to the proxy before us.
func Secure(r *http.Request) bool {
	peer, _ := parseAddress(r.RemoteAddr)
	return r.TLS != nil || nearby(peer) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// LocalPath lets a return address through only when it stays on this site.
func LocalPath(address, otherwise string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.Contains(u.Path, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return otherwise
	}
	return address
}

func urlQuery(s string) string { return url.QueryEscape(s) }

// ClientAddress is where a request comes from: the peer, or what the proxy on this machine or
// private network says. Of IPv6 it is the network: one household has more addresses than can be
// counted.
func ClientAddress(r *http.Request) string {
	peer, ok := parseAddress(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	if nearby(peer) {
		// The last hop is what our own proxy saw, also where it adds a line of its own; all before
		// it may be invented.
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last, ok := parseAddress(strings.TrimSpace(hops[len(hops)-1])); ok {
			peer = last
		}
	}
	if peer.Is6() {
		if network, err := peer.Prefix(64); err == nil {
			return network.String()
		}
	}
	return peer.String()
}

// nearby tells whether a peer may be our own proxy.
func nearby(peer netip.Addr) bool { return peer.IsLoopback() || peer.IsPrivate() }

// parseAddress reads an address with or without a port.
func parseAddress(s string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err == nil
}
