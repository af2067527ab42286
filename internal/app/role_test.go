package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui/uitest"
)

// named gives somebody a name that a search finds.
func (w *world) named(t *testing.T, person, first, last, key string) {
	t.Helper()
	if _, err := w.app.DB.Exec(t.Context(), `UPDATE employee SET first_name = $2, last_name = $3, sort_name = $4 WHERE person_id = $1`, person, first, last, key); err != nil {
		t.Fatal(err)
	}
}

func (w *world) inDays(n int) string { return lang.ISO(w.app.Now().AddDate(0, 0, n)) }

// A manager hands over tasks and names a deputy, without script; the person reads it in the own
// pages, and when it is ended the page behind it is closed again.
func TestAManagerHandsOverATaskWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.named(t, "learner-1480", "Rania", "Saleh", "")
	if status, _ := w.body(t, w.browser(t, "learner-1480"), "/min-grupp?enhet=unit-1480"); status != http.StatusForbidden {
		t.Fatalf("a learner sees the group: %d", status)
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	w.enter(t, p, "manager-1480")
	p.Open(w.base + "/min-grupp")
	p.Click("Vem gör vad")
	p.Sees("Vem gör vad: Hemtjänst 1480", "Testa deputy-1480: Ersättare för chef", "Chefer")
	w.inspect(t, p, "ansvar")
	p.As(browsertest.Phone.NoScript())
	p.Click("Lämna över uppgifter")
	p.Type("Namn eller anställningsnummer", "finns inte")
	p.Click("Hitta personen")
	p.Sees("Ingen hittades")
	p.Type("Namn eller anställningsnummer", "rania")
	p.Click("Hitta personen")
	p.Sees("Rania Saleh", "Undersköterska, Hemtjänst 1480", "Ser vad var och en i enheten har klart och vad som saknas.")
	w.inspect(t, p, "ansvar-ge")
	p.As(browsertest.Phone.NoScript())
	p.Click("Ge rollen")
	p.Sees("Välj minst en roll.")
	if p.Status() != http.StatusUnprocessableEntity || !strings.HasPrefix(p.Title(), "Fel: ") {
		t.Errorf("no role chosen: %d %q", p.Status(), p.Title())
	}
	p.Click("Följa upp")
	p.Click("Lägga till kurser")
	p.Type("Varför?", "Samordnar schemat i vår")
	p.Click("Ge rollen")
	p.Sees("Klart. Personen får ett meddelande om det.", "Rania Saleh: Följa upp", "Rania Saleh: Lägga till kurser")
	p.Click("Historik")
	p.Sees("gav Rania Saleh rollen Följa upp", "Varför: Samordnar schemat i vår")

	learner := w.browser(t, "learner-1480")
	if status, _ := w.body(t, learner, "/min-grupp?enhet=unit-1480"); status != http.StatusOK {
		t.Errorf("the one who follows up does not see the group: %d", status)
	}
	_, own := w.body(t, learner, "/installningar/roller")
	uitest.Page(t, own)
	for _, s := range []string{"Följa upp, Hemtjänst 1480", "tills vidare", "Gavs av Testa manager-1480"} {
		if !strings.Contains(own, s) {
			t.Errorf("one's own roles do not say %q", s)
		}
	}
	note, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT args FROM note WHERE person_id = 'learner-1480' AND key = 'role.told.given' ORDER BY id LIMIT 1`)
	if err != nil || !strings.Contains(note, "Hemtjänst 1480") {
		t.Errorf("the inbox says %q, %v", note, err)
	}

	for _, task := range []string{"Följa upp", "Lägga till kurser"} {
		p.Open(w.base + "/min-grupp/ansvar")
		p.Click("Rania Saleh: " + task)
		if task == "Följa upp" {
			w.inspect(t, p, "ansvar-uppdrag")
			p.As(browsertest.Phone.NoScript())
		}
		p.Click("Avsluta rollen")
		p.Sees("Rollen är avslutad.")
	}
	if status, _ := w.body(t, learner, "/min-grupp?enhet=unit-1480"); status != http.StatusForbidden {
		t.Errorf("after the end the group is seen: %d", status)
	}
}

// A municipality names a chief of operations and a deputy with dates, with the keyboard only.
func TestAMunicipalityGivesRolesWithTheKeyboard(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.named(t, "learner-1480", "Rania", "Saleh", "")
	p := b.Page(t, browsertest.Desktop)
	w.enter(t, p, "municipality-1480")
	p.Open(w.base + "/roller")
	p.Sees("Roller i Göteborg", "Testa manager-1480: Chef", "Platser i Göteborg")
	w.inspect(t, p, "roller")
	p.As(browsertest.Desktop)
	p.Open(w.base + "/roller/unit-1480")
	p.Click("Ge en roll här")
	p.Type("Namn eller anställningsnummer", "Rania")
	p.Submit()
	p.Sees("Vad ska personen få göra?")
	p.Click("Ersättare för chef")
	p.Type("Sista dagen", "")
	p.Click("Ge rollen")
	p.Sees("Välj en sista dag.")
	p.Eval(`document.getElementById('till').value = '`+w.inDays(30)+`'`, nil)
	p.Click("Ge rollen")
	p.Sees("Klart.", "Rania Saleh: Ersättare för chef")
	p.Click("Rania Saleh: Ersättare för chef")
	w.inspect(t, p, "roller-uppdrag")
	p.As(browsertest.Desktop)
	p.Eval(`document.getElementById('till-langre').value = '`+w.inDays(20)+`'`, nil)
	p.Click("Förläng rollen")
	p.Sees("Välj en dag efter den sista dagen som gäller nu.")
	p.Eval(`document.getElementById('till-langre').value = '`+w.inDays(60)+`'`, nil)
	p.Click("Förläng rollen")
	p.Sees("Rollen är förlängd.")
	for path, name := range map[string]string{"/roller/person/learner-1480": "roller-person", "/roller/konton": "roller-konton", "/roller/konton?visa=aldrig": "roller-konton-aldrig",
		"/roller/ge?plats=k-1480": "roller-ge", "/installningar/roller": "mina-roller"} {
		p.Open(w.base + path)
		w.inspect(t, p, name)
	}
}

// What each of those above the employers sees of roles: no names of who works there.
func TestRolesAreSeenByWhoGivesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		person, path string
		status       int
		says         []string
		not          []string
	}{
		{"national-1480", "/roller", 200, []string{"Roller i Sverige", "Testa municipality-1480", "Testa region-1480", "Testa producer-1480", "Platser i Sverige"}, []string{"Testa manager-1480", "Testa mentor-1480"}},
		{"national-1480", "/roller/k-1480", 200, []string{"Testa municipality-1480", "Ge en roll här"}, []string{"Testa hr-1480", "Testa municipality-2480"}},
		{"national-1480", "/roller/unit-1480", 403, nil, nil},
		{"region-1480", "/roller", 200, []string{"Testa region-1480", "Testa trainer-1480"}, []string{"Testa municipality-1480", "Testa manager-1480"}},
		{"region-1480", "/roller/k-1480", 403, nil, nil},
		{"region-1480", "/roller/person/learner-1480", 403, nil, nil},
		{"municipality-1480", "/roller", 200, []string{"Testa manager-1480", "Testa hr-1480"}, []string{"2480", "Testa region-1480"}},
		{"municipality-1480", "/roller?roll=hr", 200, []string{"Testa hr-1480: HR"}, []string{"Testa manager-1480: Chef"}},
		{"municipality-1480", "/roller/konton", 200, []string{"Konton i Göteborg", "Har aldrig loggat in."}, []string{"2480"}},
		{"hr-1480", "/roller/konton", 200, []string{"Konton i Göteborg"}, nil},
		{"hr-1480", "/roller", 403, nil, nil},
		{"manager-1480", "/roller/konton", 403, nil, nil},
		{"manager-1480", "/min-grupp/ansvar?enhet=unit-2480", 403, nil, nil},
		{"manager-1480", "/min-grupp/ansvar/ge?plats=k-1480", 403, nil, nil},
		{"deputy-1480", "/min-grupp/ansvar", 403, nil, nil},
		{"mentor-1480", "/installningar/roller", 200, []string{"Handledare, Hemtjänst 1480", "den som sköter tjänsten"}, nil},
	} {
		status, body := w.body(t, w.browser(t, c.person), c.path)
		if status != c.status {
			t.Errorf("%s %s: %d", c.person, c.path, status)
		}
		for _, s := range c.says {
			if !strings.Contains(body, s) {
				t.Errorf("%s %s does not say %q", c.person, c.path, s)
			}
		}
		for _, s := range c.not {
			if strings.Contains(body, s) {
				t.Errorf("%s %s says %q", c.person, c.path, s)
			}
		}
	}
}

// In the demo leading is shared in every way there is.
func TestTheDemoSharesLeading(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "")
	ctx := t.Context()
	holds := func(key string, days int) (out []string) {
		t.Helper()
		on := lang.ISO(a.Now().AddDate(0, 0, days))
		grants, err := access.Grants(ctx, a.DB, demoPerson(t, a, key).PersonID, on)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range grants {
			out = append(out, string(g.Role)+g.Subject)
		}
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		key  string
		days int
		want []string
	}{
		{"hr", 0, []string{"hr", "task_codes", "task_leave"}}, {"all-done", 0, []string{"task_enrol", "task_follow"}}, {"shared", 0, []string{"manager"}},
		{"leader", 24, []string{"leader"}}, {"leader", 25, []string{"deputy", "leader"}}, {"leader", 47, []string{"leader"}},
		{"producer", 0, []string{"producerbarn-och-unga"}}, {"operations", 0, []string{"manager", "operations"}},
	} {
		if got := holds(c.key, c.days); !slices.Equal(got, c.want) {
			t.Errorf("%s in %d days: %v, want %v", c.key, c.days, got, c.want)
		}
	}
	base, _ := serveDemo(t, a)
	v := newVisit(t, base)
	v.post(t, "/demo/in/manager")
	status, _, body := v.get(t, "/min-grupp/ansvar")
	for _, s := range []string{"Helena Öberg: Notera ledighet", "Lena Bergström: Lägga till kurser", "Jonas Ek: Ersättare för chef", "Börjar senare", "Karin Lindqvist gav Jonas Ek rollen", "Varför: Jag är ledig över jul."} {
		if status != http.StatusOK || !strings.Contains(body, s) {
			t.Errorf("%d: the manager's page does not say %q", status, s)
		}
	}
}
