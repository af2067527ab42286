package assessweb_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/xuri/excelize/v2"
)

// comesBack fetches the sheet, changes a cell in it and gives it back as a file.
func (w *world) comesBack(t *testing.T, karin *visitor) {
	t.Helper()
	r, err := karin.client.Get(w.base + "/min-grupp/bedomning/ark?enhet=solen")
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
	says(t, w.upload(t, karin, "bok.xlsx", out.Bytes(), http.StatusOK), "En bedömning kommer att sparas", "P03 Exempel")
	says(t, w.upload(t, karin, "bok.xlsx", []byte("PK\x03\x04trasig"), http.StatusUnprocessableEntity), "Filen går inte att läsa")
}

func (w *world) upload(t *testing.T, v *visitor, name string, file []byte, status int) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range map[string]string{"enhet": "solen", "gor": "titta", "rader": ""} {
		if err := form.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("fil", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(part, bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	form.Close()
	r, err := v.client.Post(w.base+"/min-grupp/bedomning/klistra", form.FormDataContentType(), &body)
	_, text := v.end(r, err, "upload", status)
	return text
}
