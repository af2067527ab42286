package assessweb_test

import (
	"bytes"
	"net/http"
	"net/url"
	"testing"
	"yrkesresan/internal/platform/webtest"

	"github.com/xuri/excelize/v2"
)

// comesBack fetches the sheet, changes a cell in it and gives it back as a file.
func (w *world) comesBack(t *testing.T, karin *webtest.Visitor) {
	t.Helper()
	r, err := karin.Client.Get(w.base + "/min-grupp/bedomning/ark?enhet=solen")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	book, err := excelize.OpenReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	all, err := book.GetRows(sheet)
	if err != nil || len(all) != 4 || all[0][2] != "Bemöta med respekt" || all[1][0] != "nr-anna" || all[1][2] != "Gör" {
		t.Fatal(all, err)
	}
	if err := book.SetCellStr(sheet, "C4", "2 Förstår"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	webtest.Says(t, upload(karin, "bok.xlsx", out.Bytes(), http.StatusOK), "En bedömning kommer att sparas", "P03 Exempel")
	webtest.Says(t, upload(karin, "bok.xlsx", []byte("PK\x03\x04trasig"), http.StatusUnprocessableEntity), "Filen går inte att läsa")
}

// upload sends a filled book, to look at what would be saved.
func upload(v *webtest.Visitor, name string, file []byte, status int) string {
	v.T.Helper()
	_, body := v.Upload("/min-grupp/bedomning/klistra", url.Values{"enhet": {"solen"}, "gor": {"titta"}, "rader": {""}}, webtest.File{Field: "fil", Name: name, Content: file}, status)
	return body
}
