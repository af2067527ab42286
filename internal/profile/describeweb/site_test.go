package describeweb_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
)

// world is Göteborg with the unit solen, where amina works and which karin leads; chief keeps what the
// municipality decides.
type world struct {
	*app.App
	t    testing.TB
	base string
}

const (
	town = "k-1480"
	role = "/uppdrag/k-1480/underskoterska/expert"
)

func newWorld(t testing.TB) *world {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	w := &world{a, t, server.URL}
	err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		ctx := t.Context()
		if _, err := a.Tree.Add(ctx, tx, org.Node{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, "2020-01-01", "test"); err != nil {
			return err
		}
		for _, person := range []string{"karin", "amina", "chief", "second"} {
			if err := employ(ctx, tx, person); err != nil {
				return err
			}
		}
		for person, node := range map[string]string{"karin": "solen", "chief": town, "second": town} {
			r := may.Municipality
			if node == "solen" {
				r = may.Manager
			}
			if err := a.Access.Grant(ctx, tx, person, r, node, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func employ(ctx context.Context, tx *db.Tx, person string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('k-1480', $1, $1, 'Exempel', $1, '', '', FALSE, '')`, []any{person}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, 'k-1480', $1, 'nr-' || $1, $1, 'test')`, []any{person}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, 'solen', '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *world) as(person string) *webtest.Visitor {
	w.t.Helper()
	return accesstest.As(w.t, w.Access, w.base, person)
}

// hidden reads the hidden fields of a page's forms.
func hidden(body string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestARoleIsWrittenPublishedAndReadByThoseInIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chief, amina := w.as("chief"), w.as("amina")
	webtest.Says(w.t, amina.Raw("/uppdrag/mitt", http.StatusOK), "Undersköterska, bas", "inte beskrivit rollen än", `href="/min-kompetens"`)
	webtest.Says(w.t, chief.Raw("/kommun", http.StatusOK), `href="/uppdrag"`)
	webtest.Says(w.t, chief.Raw("/uppdrag", http.StatusOK), "Rollbeskrivningar", role, "Inte beskriven")
	webtest.Says(w.t, chief.Raw(role, http.StatusOK), "Rollen är inte beskriven")
	body := chief.Raw(role+"/andra", http.StatusOK)
	webtest.Says(w.t, body, "Vem finns rollen till för?", "Formella krav för yrket är redan länkade", "Undersköterskeutbildning")
	form := with(hidden(body), "mission", "Du handleder kollegor.", "krav-nu", "formell-kompetens/underskoterskeutbildning")
	chief.Form(role+"/andra", form, http.StatusSeeOther)
	webtest.Says(w.t, chief.Raw(role, http.StatusOK), "Det finns ett utkast")
	webtest.Says(w.t, chief.Raw("/uppdrag", http.StatusOK), "Utkast")

	second := w.as("second")
	stale := hidden(second.Raw(role+"/andra", http.StatusOK))
	form = hidden(chief.Raw(role+"/andra", http.StatusOK))
	chief.Form(role+"/andra", with(form, "mission", "Du handleder kollegor och elever."), http.StatusSeeOther)
	_, body = second.Form(role+"/andra", with(stale, "mission", "Något annat."), http.StatusConflict)
	webtest.Says(w.t, body, "Någon annan har sparat utkastet", "Du handleder kollegor och elever.", "Något annat.")

	form = hidden(chief.Raw(role+"/andra", http.StatusOK))
	_, body = chief.Form(role+"/publicera", with(form, "mission", strings.Repeat("x", 8001)), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv högst 8 000 tecken.")
	_, body = chief.Form(role+"/publicera", with(form, "mission", "Du handleder.", "fran", "2020-01-01"), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj i dag eller en dag som kommer.", "Du handleder.")
	to, _ := chief.Form(role+"/publicera", with(hidden(body), "mission", "Du handleder kollegor.", "krav-nu", "formell-kompetens/underskoterskeutbildning"), http.StatusSeeOther)
	webtest.Says(w.t, chief.Raw(to, http.StatusOK), "Beskrivningen är publicerad.", "Du handleder kollegor.", "Undersköterskeutbildning", "Version 1.")
	webtest.Says(w.t, w.as("karin").Raw("/uppdrag/solen/underskoterska/expert", http.StatusOK), "Du handleder kollegor.")
	if pdf := chief.Raw(role+"/pdf", http.StatusOK); !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("%.20q", pdf)
	}
	w.as("karin").Raw("/uppdrag/solen/underskoterska/expert/andra", http.StatusUnprocessableEntity)
	if err := w.Profiles.SetRoleLevel(t.Context(), may.Operator(), "e-amina", layer.Expert, ""); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, amina.Raw("/uppdrag/mitt", http.StatusOK), "Undersköterska, expert", "Du handleder kollegor.")
	amina.Raw(role, http.StatusForbidden)
	form = hidden(chief.Raw(role+"/andra", http.StatusOK))
	chief.Form(role+"/andra", with(form, "mission", "Utkast."), http.StatusSeeOther)
	chief.Form(role+"/slang", hidden(chief.Raw(role+"/andra", http.StatusOK)), http.StatusSeeOther)
	webtest.Says(w.t, chief.Raw(role, http.StatusOK), "Du handleder kollegor.")
	chief.Raw("/uppdrag/k-1480/finns-inte/expert", http.StatusNotFound)
}

func TestACareerPathIsMadeAndSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chief, amina := w.as("chief"), w.as("amina")
	webtest.Says(w.t, amina.Raw("/karriar", http.StatusOK), "Ingen väg är beskriven")
	webtest.Says(w.t, chief.Raw("/uppdrag", http.StatusOK), `href="/karriar/k-1480"`)
	form := with(hidden(chief.Raw("/karriar/k-1480/andra", http.StatusOK)), "namn", "Omsorg", "yrke-1", "underskoterska", "steg-1", "base")
	_, body := chief.Form("/karriar/k-1480/andra", form, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "En väg har minst två steg", `value="Omsorg"`)
	form = with(form, "yrke-2", "underskoterska", "steg-2", "expert", "om-2", "Handleder nya.")
	chief.Form("/karriar/k-1480/andra", form, http.StatusSeeOther)
	d := layer.Demand{ID: "x", Requirement: "formell-kompetens/underskoterskeutbildning", Who: layer.Who{Level: layer.Expert}, Measure: layer.Each, Weight: layer.Important}
	if err := w.Profiles.Save(t.Context(), may.Operator(), town, []layer.Op{{Demand: d}}, "", "", ""); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, amina.Raw("/karriar", http.StatusOK), "Du är här", "Nästa steg", "Det här behöver du som undersköterska, expert", "Undersköterskeutbildning", "Inte än", "Du har 0 av 1.", "Handleder nya.")
	listed := chief.Raw("/karriar/k-1480", http.StatusOK)
	at := regexp.MustCompile(`/karriar/k-1480/andra\?id=[^"]+`).FindString(listed)
	mine := hidden(chief.Raw(at, http.StatusOK))
	other := with(mine, "namn", "Vård", "yrke-1", "underskoterska", "steg-1", "base", "yrke-2", "stodpedagog", "steg-2", "base")
	chief.Form("/karriar/k-1480/andra", other, http.StatusSeeOther)
	_, body = chief.Form("/karriar/k-1480/andra", with(other, "namn", "Min"), http.StatusConflict)
	webtest.Says(w.t, body, "Så här ser vägen ut nu", "Vård", `value="Min"`)
	chief.Form("/karriar/k-1480/andra", with(hidden(body), "namn", "Min", "yrke-1", "underskoterska", "steg-1", "base", "yrke-2", "stodpedagog", "steg-2", "base"), http.StatusSeeOther)
	chief.Form("/karriar/k-1480/avsluta", mine, http.StatusSeeOther) // seen before: not ended
	webtest.Says(w.t, amina.Raw("/karriar", http.StatusOK), "Min")
	chief.Form("/karriar/k-1480/avsluta", hidden(chief.Raw(at, http.StatusOK)), http.StatusSeeOther)
	webtest.Says(w.t, amina.Raw("/karriar", http.StatusOK), "Ingen väg är beskriven")
}

func TestRolesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	chief, amina := w.as("chief"), w.as("amina")
	p := b.Page(t, browsertest.Phone)
	chief.Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + role + "/andra")
	p.Type("Uppdrag", "Du handleder kollegor och följer hur den enskilde mår.\n\nDu är den som andra frågar.")
	p.Type("Kompetens framåt", "Fler bor hemma med stora behov.")
	p.Click("Publicera beskrivningen")
	p.Sees("Beskrivningen är publicerad.", "Du är den som andra frågar.")
	form := with(hidden(chief.Raw("/karriar/k-1480/andra", http.StatusOK)), "namn", "Vägar i omsorgen", "yrke-1", "underskoterska", "steg-1", "base", "yrke-2", "underskoterska", "steg-2", "expert", "yrke-3", "specialistunderskoterska", "steg-3", "base")
	chief.Form("/karriar/k-1480/andra", form, http.StatusSeeOther)
	d := layer.Demand{ID: "x", Requirement: "formell-kompetens/underskoterskeutbildning", Measure: layer.Each, Weight: layer.Important}
	if err := w.Profiles.Save(t.Context(), may.Operator(), town, []layer.Op{{Demand: d}}, "", "", ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Profiles.SetRoleLevel(t.Context(), may.Operator(), "e-chief", layer.Expert, ""); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{"lista": {chief, "/uppdrag"}, "las": {chief, role}, "skriv": {chief, role + "/andra"}, "mitt": {chief, "/uppdrag/mitt"}, "mitt-tomt": {amina, "/uppdrag/mitt"},
		"vagar": {amina, "/karriar"}, "kommunens-vagar": {chief, "/karriar/k-1480"}, "en-vag": {chief, "/karriar/k-1480/andra"}} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.base + at.path)
			if p.Status() != http.StatusOK {
				t.Errorf("%s: %d", p.Path(), p.Status())
			}
			for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
					p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
				}
			}
			p.As(browsertest.Phone)
			p.NoOverflow(t)
			p.Targets(t)
			p.TabWalk(t)
		})
	}
}
