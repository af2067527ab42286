package libraryweb_test

import (
	"net/http"
	"testing"

	"yrkesresan/internal/library/librarytest"
	"yrkesresan/internal/platform/webtest"
)

type site struct{ *librarytest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	return &site{librarytest.New(t)}
}

// upload sends a file with pairs of name and value. It gives where one comes, or what the page says.
func upload(v *webtest.Visitor, path string, status int, name string, content []byte, pairs ...string) string {
	v.T.Helper()
	to, body := v.Upload(path, webtest.Pairs(pairs...), webtest.File{Field: "fil", Name: name, Content: content}, status)
	if status == http.StatusSeeOther {
		return to
	}
	return body
}
