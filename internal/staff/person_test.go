package staff_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

const danderyd = "k-0162"

func (w *world) mustAt(employer, text string) staff.ImportResult {
	w.t.Helper()
	r, err := w.im.Run(w.t.Context(), may.Operator(), employer, file(text), anyEnd, nil)
	if err != nil || !r.Committed {
		w.t.Fatalf("%v %+v", err, r)
	}
	return r
}

// who tells which person each employment number has, as letters in the order they appear.
func (w *world) who() string {
	w.t.Helper()
	seen, out := []string{}, []string{}
	for _, row := range w.texts(`SELECT number || ' ' || person_id FROM employment ORDER BY employer_id DESC, LENGTH(number), number`) {
		number, id, _ := strings.Cut(row, " ")
		if !slices.Contains(seen, id) {
			seen = append(seen, id)
		}
		out = append(out, number+string(rune('A'+slices.Index(seen, id))))
	}
	return strings.Join(out, " ")
}

func none(l *line) { l.Pnr = "" }

func same(n int) func(*line) {
	return func(l *line) {
		s := someone(n)
		l.Pnr, l.First, l.Last, l.Email = s.Pnr, s.First, s.Last, s.Email
	}
}

func TestTheIdentityNumberTellsWhoIsWho(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		files    [][]line
		want     string
		errors   []string
		warnings []string
	}{
		"two employments of one person":              {[][]line{{someone(1), someone(2, same(1)), someone(3)}}, "1A 2A 3B", nil, nil},
		"without identity each number is a person":   {[][]line{{someone(1, none), someone(2, same(1), none)}}, "1A 2B", nil, nil},
		"a further employment later":                 {[][]line{{someone(1)}, {someone(1), someone(2, same(1))}}, "1A 2A", nil, nil},
		"an identity that comes later":               {[][]line{{someone(1, none)}, {someone(1)}, {someone(1), someone(2, same(1))}}, "1A 2A", nil, nil},
		"an identity that is left out later":         {[][]line{{someone(1)}, {someone(1, none)}, {someone(1), someone(2, same(1))}}, "1A 2A", nil, nil},
		"two numbers turn out to be one person":      {[][]line{{someone(1, none), someone(2, same(1), none)}, {someone(1), someone(2, same(1))}}, "1A 2A", nil, []string{"3 Personnummer import.attached"}},
		"a coordination number becomes a personal":   {[][]line{{someone(1)}, {someone(1, func(l *line) { l.Pnr = pnr(500) })}}, "1A", nil, []string{"2 Personnummer import.identity_changed"}},
		"a number that has gone to somebody unknown": {[][]line{{someone(1)}, {someone(1, func(l *line) { l.Pnr, l.First, l.Last = pnr(500), "Ny", "Nyberg" })}}, "1A", []string{"2 Personnummer import.number_of_other"}, nil},
		"a number that has gone to somebody known":   {[][]line{{someone(1), someone(2)}, {someone(1, same(2)), someone(2)}}, "1A 2B", []string{"2 Personnummer import.number_of_other"}, nil},
		"by unit and start day without a number": {[][]line{{someone(1, func(l *line) { l.Nr = "" }), someone(1, func(l *line) { l.Nr, l.Unit = "", "Ängen" })},
			{someone(1, func(l *line) { l.Nr = "" }), someone(1, func(l *line) { l.Nr, l.Unit = "", "ängen" })}}, "A A", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			var r staff.ImportResult
			for _, ls := range tc.files {
				r = w.read(of(ls...), staff.ImportOptions{MaxEnded: 100, SkipErrors: true})
			}
			if got := w.who(); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
			if !slices.Equal(keysOf(r.Errors), append([]string{}, tc.errors...)) || !slices.Equal(keysOf(r.Warnings), append([]string{}, tc.warnings...)) {
				t.Errorf("errors %v, warnings %v", keysOf(r.Errors), keysOf(r.Warnings))
			}
			if len(tc.errors) == 0 {
				before := w.dump()
				w.wantCounts(w.must(of(tc.files[len(tc.files)-1]...)), 0, 0, 0, len(tc.files[len(tc.files)-1]))
				wantSame(t, w.dump(), before)
			}
		})
	}
}

func TestAPersonIsOneAcrossEmployers(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(someone(1), someone(2)))
	w.mustAt(danderyd, of(someone(7, same(1), func(l *line) { l.Last = "Nygift" })))
	if got := w.who(); got != "1A 2B 7A" {
		t.Error(got)
	}
	cards := w.texts(`SELECT last_name FROM employee ORDER BY last_name`)
	if !slices.Equal(cards, []string{"Exempelsson", "Exempelsson", "Nygift"}) {
		t.Errorf("what one employer knows is not the other's: %v", cards)
	}
}

func TestTwoPeopleWhoHaveLearntAreNotMadeOne(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(someone(1), someone(2, same(1), none)))
	holder := w.texts(`SELECT person_id FROM employment WHERE number = '2'`)[0]
	w.exec(`INSERT INTO fact (id, person_id, kind, course_id, version, title, at, valid_until, hours, source, actor_id, controller_id, revokes, once_key, detail)
		VALUES ('f', $1, 'completed', 'c', 1, '', $2, '', 0, '', '', '', '', 'f', '')`, holder, w.now)
	r := w.read(of(someone(1), someone(2, same(1))), anyEnd)
	if !slices.Equal(keysOf(r.Errors), []string{"3 Personnummer import.two_persons"}) {
		t.Errorf("%v", keysOf(r.Errors))
	}
}

func TestAnIdentityNumberIsKeptNowhere(t *testing.T) {
	t.Parallel()
	w := open(t)
	chef := someone(1, func(l *line) { l.Chef = pnr(2) })
	alone := someone(3, func(l *line) { l.Nr = "" })
	bad := someone(4, func(l *line) { l.First = "Testa " + pnr(4) })
	r := w.must(of(chef, someone(2), alone, bad))
	log := strings.Join(w.texts(`SELECT result FROM staff_import`), "\n")
	all := w.dump() + log
	for i := 1; i <= 4; i++ {
		if p := pnr(i); strings.Contains(all, p) || strings.Contains(all, p[2:]) || strings.Contains(all, p[:8]+"-"+p[8:]) {
			t.Errorf("number %d is kept", i)
		}
	}
	if len(r.Warnings) != 1 {
		t.Errorf("%v", keysOf(r.Warnings))
	}
}

// managers are "name → unit", of grants that hold, in order.
func (w *world) managers() []string {
	w.t.Helper()
	return w.texts(`
		SELECT e.first_name || ' → ' || n.name
		FROM role_grant g
		JOIN employee e ON e.person_id = g.person_id AND e.employer_id = $1
		JOIN node_place n ON n.node_id = g.node_id AND n.valid_until = '9999-12-31'
		WHERE g.role = 'manager' AND g.valid_until = '9999-12-31'
		ORDER BY n.name, e.first_name`, solna)
}

func chef(who string) func(*line) { return func(l *line) { l.Chef = who } }

func TestTheChefColumnMakesManagers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows     []line
		want     []string
		warnings []string
	}{
		"by number":                     {[]line{someone(1, chef("2")), someone(2, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"by identity":                   {[]line{someone(1, chef(pnr(2))), someone(2, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"by e-mail":                     {[]line{someone(1, chef("T2@exempel.example")), someone(2, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"by name":                       {[]line{someone(1, chef("testa2 exempelsson")), someone(2, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"by name turned round":          {[]line{someone(1, chef("Exempelsson, Testa2")), someone(2, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"by a name of one person twice": {[]line{someone(1, chef("Testa2 Exempelsson")), someone(2, at("Kontoret", "")), someone(3, same(2), at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"nobody of that name":           {[]line{someone(1, chef("Åsa Påhitt"))}, nil, []string{"2 Chef import.manager_missing"}},
		"two of that name": {[]line{someone(1, chef("Bo Ek")), someone(2, func(l *line) { l.First, l.Last = "Bo", "Ek" }), someone(3, func(l *line) { l.First, l.Last = "Bo", "Ek" })},
			nil, []string{"2 Chef import.manager_ambiguous"}},
		"the manager's own manager is none of the unit's": {[]line{someone(1, chef("2")), someone(2, chef("3")), someone(3, at("Kontoret", ""))}, []string{"Testa2 → Solgläntan"}, nil},
		"two managers of a unit":                          {[]line{someone(1, chef("3")), someone(2, chef("4")), someone(3, at("A", "")), someone(4, at("A", ""))}, []string{"Testa3 → Solgläntan", "Testa4 → Solgläntan"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			r := w.must(of(tc.rows...))
			if got := w.managers(); !slices.Equal(got, tc.want) {
				t.Errorf("%q, want %q", got, tc.want)
			}
			if !slices.Equal(keysOf(r.Warnings), append([]string{}, tc.warnings...)) {
				t.Errorf("%v", keysOf(r.Warnings))
			}
			if a, g := w.texts(`SELECT person_id FROM account`), w.texts(`SELECT DISTINCT person_id FROM role_grant`); len(a) != len(g) {
				t.Errorf("%d accounts for %d managers", len(a), len(g))
			}
			w.wantCounts(w.must(of(tc.rows...)), 0, 0, 0, len(tc.rows))
		})
	}
}

func TestANewChefTakesOverFromTheDayOfImport(t *testing.T) {
	t.Parallel()
	w := open(t)
	bosses := []line{someone(8, at("Kontoret", "")), someone(9, at("Kontoret", ""))}
	w.must(of(append(bosses, someone(1, chef("8")), someone(2, chef("8")))...))
	unit := w.texts(`SELECT node_id FROM role_grant`)[0]
	w.exec(`INSERT INTO role_grant (id, person_id, role, node_id, valid_from, valid_until, made_by, ended_by) VALUES ('byhand', $1, 'manager', $2, '2026-01-01', '9999-12-31', 'somebody', '')`,
		w.texts(`SELECT person_id FROM employment WHERE number = '2'`)[0], unit)
	w.day("2026-04-01")
	w.must(of(append(bosses, someone(1, chef("8")), someone(2, chef("9")))...))
	if got := w.managers(); !slices.Equal(got, []string{"Testa2 → Solgläntan", "Testa8 → Solgläntan", "Testa9 → Solgläntan"}) {
		t.Errorf("while a row still names the old one: %q", got)
	}
	w.must(of(append(bosses, someone(1, chef("9")), someone(2, chef("9")))...))
	if got := w.managers(); !slices.Equal(got, []string{"Testa2 → Solgläntan", "Testa9 → Solgläntan"}) {
		t.Errorf("%q", got)
	}
	if got := w.texts(`SELECT valid_until FROM role_grant WHERE ended_by <> ''`); !slices.Equal(got, []string{"2026-04-01"}) {
		t.Errorf("ended on %q", got)
	}
	w.must(of(append(bosses, someone(1, chef("9")), someone(2, chef("Åsa Påhitt")))...))
	if got := w.managers(); len(got) != 2 {
		t.Errorf("a name nobody has ends a grant: %q", got)
	}
	w.must(strings.ReplaceAll(of(append(bosses, someone(1), someone(2))...), ";Chef;", ";Annat;"))
	if got := w.managers(); len(got) != 2 {
		t.Errorf("a file without the column ends grants: %q", got)
	}
}
