package gaptest

import (
	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/platform/webtest"
)

// As signs somebody in; "" is nobody.
func (w *World) As(person string) *webtest.Visitor {
	w.T.Helper()
	return accesstest.As(w.T, w.Access, w.Base, person)
}

// Says fails the test where a page does not say something.
func (w *World) Says(body string, all ...string) {
	w.T.Helper()
	webtest.Says(w.T, body, all...)
}

// Silent fails the test where a page says something.
func (w *World) Silent(body string, all ...string) {
	w.T.Helper()
	webtest.Silent(w.T, body, all...)
}
