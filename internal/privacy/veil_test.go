package privacy

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
)

// What an employer's handler gets of a protected identity tells neither name nor place, in no column
// and in no file.
func TestACopyOfAProtectedIdentityTellsNoName(t *testing.T) {
	t.Parallel()
	copied := func(protected any) *Copy {
		return &Copy{Sheets: []db.Sheet{
			{Name: "employee", Columns: []string{"first_name", "protected", "contact_code"}, Rows: [][]any{{"Skyddsbritt", protected, "K-1"}}},
			{Name: "employment", Columns: []string{"unit", "title"}, Rows: [][]any{{"Skyddsbritts enhet", "Skyddsbritts titel"}}},
			{Name: "role_log", Columns: []string{"note"}, Rows: [][]any{{"Skyddsbritt tar över"}}},
			{Name: "data_request", Columns: []string{"wish", "answer"}, Rows: [][]any{{"Skyddsbritt", "Hej Skyddsbritt"}}},
			{Name: "external_report", Columns: []string{"id", "file_name"}, Rows: [][]any{{"r1", "Skyddsbritt.pdf"}}},
		}, Uploads: []blob.Upload{{Sheet: "external_report", ID: "r1", Name: "Skyddsbritt.pdf", Hash: "x"}}}
	}
	for _, yes := range []any{true, int64(1)} {
		c := copied(yes)
		c.veil()
		var out bytes.Buffer
		if err := writeJSON(&out, *c); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "Skyddsbritt") || len(c.Uploads) > 0 || !strings.Contains(out.String(), "K-1") {
			t.Errorf("%v: %s, %d files", yes, out.String(), len(c.Uploads))
		}
	}
	c := copied(false)
	c.Made = time.Now()
	c.veil()
	if len(c.Uploads) != 1 || c.Sheets[0].Rows[0][0] != "Skyddsbritt" {
		t.Error("somebody who is not protected is veiled")
	}
}
