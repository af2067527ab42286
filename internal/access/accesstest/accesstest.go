// Package accesstest signs people in to a site under test.
package accesstest

import (
	"net/http"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// As is somebody who has signed in at the address of a site; "" is nobody.
func As(t testing.TB, in *access.Access, base, personID string) *webtest.Visitor {
	t.Helper()
	v := webtest.New(t, base)
	if personID == "" {
		return v
	}
	Enter(v, in, personID)
	return v
}

// Enter lets a visitor sign in as somebody, on the device that the visitor has.
func Enter(v *webtest.Visitor, in *access.Access, personID string) {
	v.T.Helper()
	code, err := in.GiveCode(v.T.Context(), may.Operator(), personID, access.ForDemo)
	if err != nil {
		v.T.Fatal(err)
	}
	v.Post("/in/"+code.Code, http.StatusSeeOther)
}
