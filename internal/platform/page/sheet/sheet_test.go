package sheet_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
)

func TestARefusedFormKeepsWhatWasTypedAndLeadsToTheField(t *testing.T) {
	t.Parallel()
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	frame := &page.Frame{Product: "Yrkesresan", Texts: texts, Now: time.Now}
	show := func(sent url.Values, wrong map[string]string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader(sent.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if err := r.ParseForm(); err != nil {
			t.Fatal(err)
		}
		s := &sheet.Sheet{Title: "Planera", Wrong: wrong}
		s.Form(r, "namn", "Från början", "val", "b").Input(sheet.Field{Name: "namn", Label: "Namn"}).Input(sheet.Field{Name: "text", Label: "Text", Rows: 3}).
			Choose(sheet.Field{Name: "val", Label: "Val"}, false, []ui.Choice{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}).
			Tick(sheet.Field{Name: "ja", Label: "Ja"}).End(sheet.Send{Action: "/x", Button: "Spara"})
		w := httptest.NewRecorder()
		if err := s.Show(w, r, frame); err != nil {
			t.Fatal(err)
		}
		uitest.Page(t, w.Body.String())
		return w.Code, w.Body.String()
	}
	sees := func(body string, all ...string) {
		t.Helper()
		for _, x := range all {
			if !strings.Contains(body, x) {
				t.Errorf("no %s", x)
			}
		}
	}
	code, body := show(nil, nil)
	if code != http.StatusOK {
		t.Errorf("status %d", code)
	}
	sees(body, `value="Från början"`, `value="b" checked`)

	code, body = show(url.Values{"namn": {"Mitt"}, "text": {"Rad ett"}, "val": {"a"}, "ja": {"1"}}, map[string]string{"namn": "Skriv ett annat namn.", "": "Någon annan har ändrat.", "borta": "Finns inte här."})
	if code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", code)
	}
	sees(body, `value="Mitt"`, "Rad ett", `value="a" checked`, `href="#namn"`, "Någon annan har ändrat.", "Finns inte här.")
	if strings.Contains(body, `href="#borta"`) {
		t.Error("a problem leads to a field that is not there")
	}
}

func TestOnlyFaultsOfOnesOwnRoomAreToldAtTheForm(t *testing.T) {
	t.Parallel()
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	c := texts
	for name, tc := range map[string]struct {
		err  error
		told bool
	}{
		"of the room":      {fault.New(fault.Invalid, "ui.status.done").On("namn"), true},
		"of another":       {fault.New(fault.Invalid, "page.nav.help").On("namn"), false},
		"nothing to mend":  {fault.New(fault.Missing, "ui.status.done"), false},
		"no fault of ours": {http.ErrBodyNotAllowed, false},
	} {
		wrong, err := sheet.Refused(c, tc.err, "ui.")
		if (wrong["namn"] != "") != tc.told || (err == nil) != tc.told {
			t.Errorf("%s: %v, %v", name, wrong, err)
		}
	}
}
