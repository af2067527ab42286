package staff_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// tree is the municipality's tree as "name (kind label code)", indented by depth, in name order.
func (w *world) tree() []string {
	w.t.Helper()
	m, err := w.im.Tree.Find(w.t.Context(), solna, w.im.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	var walk func(id, indent string)
	walk = func(id, indent string) {
		children, err := w.im.Tree.Children(w.t.Context(), id, w.im.Staff.Today(), 1000, 0)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, c := range children {
			out = append(out, indent+c.Name+" ("+strings.TrimSpace(c.Kind[:1]+" "+c.Label+c.Code)+")")
			walk(c.ID, indent+". ")
		}
	}
	walk(m.ID, "")
	return out
}

func at(unit, ansvar string) func(*line) {
	return func(l *line) { l.Unit, l.Ansvar = unit, ansvar }
}

func under(admin, area string) func(*line) {
	return func(l *line) { l.Admin, l.Area = admin, area }
}

func TestPlacesNamedInTheFileAreMadeAndFoundAgain(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		first, second []line
		want          []string
		made          int // by the second file
	}{
		"levels, unit and team, in the municipality's own words": {
			first:  []line{someone(1, under("Omsorg", "Norr"), func(l *line) { l.Team = "Lag 1" })},
			second: []line{someone(1, under("OMSORG", "norr"), func(l *line) { l.Unit, l.Team = "SOLGLÄNTAN", "lag 1" })},
			want:   []string{"Omsorg (o Förvaltning)", ". Norr (o Område)", ". . Solgläntan (u)", ". . . Lag 1 (t)"},
		},
		"a level that is the municipality itself is none": {
			first:  []line{someone(1, under("Solna stad", "Omsorg")), someone(2, under("SOLNA", "Omsorg"))},
			second: []line{someone(1, under("", "Omsorg"))},
			want:   []string{"Omsorg (o Område)", ". Solgläntan (u)"},
		},
		"no levels at all, then a unit anywhere": {
			first:  []line{someone(1, under("Omsorg", ""))},
			second: []line{someone(1, under("", ""))},
			want:   []string{"Omsorg (o Förvaltning)", ". Solgläntan (u)"},
		},
		"the same name under another operation is another unit": {
			first:  []line{someone(1, under("Omsorg", "Norr"))},
			second: []line{someone(1, under("Omsorg", "Syd"))},
			want:   []string{"Omsorg (o Förvaltning)", ". Norr (o Område)", ". . Solgläntan (u)", ". Syd (o Område)", ". . Solgläntan (u)"},
			made:   2,
		},
		"the same name and Ansvar under another operation has moved": {
			first:  []line{someone(1, under("Omsorg", "Norr"), at("Solgläntan", "5311"), func(l *line) { l.Team = "Lag 1" })},
			second: []line{someone(1, under("Omsorg", "Syd"), at("Solgläntan", "5311"), func(l *line) { l.Team = "Lag 1" })},
			want:   []string{"Omsorg (o Förvaltning)", ". Norr (o Område)", ". Syd (o Område)", ". . Solgläntan (u 5311)", ". . . Lag 1 (t)"},
			made:   1,
		},
		"Ansvar is a code and finds a unit whose name is another": {
			first:  []line{someone(1, at("Solgläntan", "5311"))},
			second: []line{someone(1, at("Solgläntans vårdboende", "5311"))},
			want:   []string{"Omsorgsförvaltningen (o Förvaltning)", ". Solgläntan (u 5311)"},
		},
		"Ansvar alone finds the unit that another row names": {
			first:  []line{someone(1, at("", "5311")), someone(2, at("Solgläntan", "5311"))},
			second: []line{someone(1, at("", "5311"))},
			want:   []string{"Omsorgsförvaltningen (o Förvaltning)", ". Solgläntan (u 5311)"},
		},
		"workplaces that share an Ansvar stay apart": {
			first:  []line{someone(1, at("Dag", "5311")), someone(2, at("Natt", "5311"))},
			second: []line{someone(1, at("Dag", "5311")), someone(2, at("Natt", "5311")), someone(3, at("Helg", "5311"))},
			want:   []string{"Omsorgsförvaltningen (o Förvaltning)", ". Dag (u 5311)", ". Helg (u 5311)", ". Natt (u 5311)"},
			made:   1,
		},
		"units of one name with codes of their own stay apart": {
			first:  []line{someone(1, at("Natt", "1")), someone(2, at("Natt", "2"))},
			second: []line{someone(1, at("Natt", "1")), someone(2, at("Natt", "2"))},
			want:   []string{"Omsorgsförvaltningen (o Förvaltning)", ". Natt (u 1)", ". Natt (u 2)"},
		},
		"a file with fewer levels moves nothing": {
			first:  []line{someone(1, under("Omsorg", "Norr"), at("Solgläntan", "5311")), someone(2, under("Omsorg", "Norr"), at("Ängen", ""))},
			second: []line{someone(1, under("Omsorg", ""), at("Solgläntan", "5311")), someone(2, under("Omsorg", ""), at("Ängen", ""))},
			want:   []string{"Omsorg (o Förvaltning)", ". Norr (o Område)", ". . Solgläntan (u 5311)", ". . Ängen (u)"},
		},
		"a code that comes in a later row belongs to the unit": {
			first:  []line{someone(1, at("Solgläntan", "")), someone(2, at("Solgläntan", "5311"))},
			second: []line{someone(1, at("Nytt namn", "5311")), someone(2, at("Nytt namn", "5311"))},
			want:   []string{"Omsorgsförvaltningen (o Förvaltning)", ". Solgläntan (u 5311)"},
		},
		"whoever has no Ansvar stands in the unit of the row's own level, also where a later row makes it": {
			first: []line{someone(4, under("Stöd", ""), at("Ängen", ""))},
			second: []line{someone(1, under("Stöd", "Syd"), at("Björken", "2")), someone(2, under("Stöd", ""), at("Björken", "")),
				someone(3, under("Stöd", ""), at("Björken", "1"))},
			want: []string{"Stöd (o Förvaltning)", ". Björken (u 1)", ". Syd (o Område)", ". . Björken (u 2)", ". Ängen (u)"},
			made: 3,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.must(of(tc.first...))
			w.day("2026-03-09")
			r := w.must(of(tc.second...))
			if got := w.tree(); !slices.Equal(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
			if len(r.CreatedNodes) != tc.made {
				t.Errorf("made %+v", r.CreatedNodes)
			}
			again := w.must(of(tc.second...))
			w.wantCounts(again, 0, 0, 0, len(tc.second))
			if len(again.CreatedNodes) > 0 {
				t.Errorf("a second time made %+v", again.CreatedNodes)
			}
		})
	}
}

func TestAnUnknownAnsvarWithoutANameIsAnError(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.read(of(someone(1, at("", "9999"))), careful)
	if !slices.Equal(keysOf(r.Errors), []string{"2 Ansvar import.ansvar_unknown"}) || len(r.CreatedNodes) != 0 {
		t.Errorf("%v %v", keysOf(r.Errors), r.CreatedNodes)
	}
}

func TestAMovedUnitKeepsItsHistory(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(someone(1, under("Omsorg", "Norr"), at("Solgläntan", "5311"))))
	w.day("2026-04-01")
	w.must(of(someone(1, under("Omsorg", "Syd"), at("Solgläntan", "5311"))))
	unit := w.texts(`SELECT id FROM node WHERE code = '5311'`)[0]
	before, err := org.Find(t.Context(), w.db, unit, "2026-03-31")
	if err != nil {
		t.Fatal(err)
	}
	after, err := org.Find(t.Context(), w.db, unit, "2026-04-01")
	if err != nil {
		t.Fatal(err)
	}
	name := func(n org.Node) string { return w.texts(`SELECT name FROM node_place WHERE node_id = $1`, n.Parent)[0] }
	if name(before) != "Norr" || name(after) != "Syd" {
		t.Errorf("%s → %s", name(before), name(after))
	}
	w.undo()
	if now, err := org.Find(t.Context(), w.db, unit, "2026-04-01"); err != nil || name(now) != "Norr" {
		t.Errorf("after undoing: %v %v", now, err)
	}
}

func TestTheTreeOfAPrivateEmployerIsItsOwn(t *testing.T) {
	t.Parallel()
	w := open(t)
	m, err := w.im.Tree.Find(t.Context(), solna, w.im.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	err = w.db.Tx(t.Context(), func(tx *db.Tx) error {
		return w.im.Tree.AddAll(t.Context(), tx, []org.Node{
			{ID: "private", Kind: string(org.Employer), Name: "Vårdbolaget", Parent: m.ID, Path: m.Path + "/private"},
			{ID: "theirs", Kind: string(org.Unit), Name: "Solgläntan", Code: "5311", Parent: "private", Path: m.Path + "/private/theirs"},
		}, "2026-01-01", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	r := w.must(of(someone(1, under("", ""), at("Solgläntan", "5311"))))
	if len(r.CreatedNodes) != 1 {
		t.Errorf("made %+v", r.CreatedNodes)
	}
}

func TestTitlesBecomeOccupationsAndAreas(t *testing.T) {
	t.Parallel()
	w := open(t)
	row := func(n int, title, aid, unit string) line {
		return someone(n, under("Omsorg", ""), at(unit, ""), func(l *line) { l.Title, l.AID = title, aid })
	}
	r := w.must(of(
		row(1, "UNDERSKÖTERSKA.", "", "Ängens hemtjänst"),
		row(2, "Husmor", "207010", "Björken"),
		row(3, "Leg sjuksköterska", "", "Björken"),
		row(4, "Stödassistent", "", "Gruppbostad Eken"),
		row(5, "Boendestödjare", "", "Björken"),
		row(6, "Socialsekreterare", "", "Björken"),
		row(7, "Socialsekreterare", "", "Barn och unga mottag"),
		row(8, "Trollkarl", "", "Björken"),
		row(9, "Vårdare lss", "", "Björken"),
		row(10, "", "351034", "Björken")))
	got := w.texts(`SELECT k.number || ' ' || p.occupation || ' ' || p.area FROM employment_period p JOIN employment k ON k.id = p.employment_id ORDER BY LENGTH(k.number), k.number`)
	want := []string{"1 underskoterska aldreomsorg", "2 underskoterska aldreomsorg", "3 sjukskoterska halso-och-sjukvard", "4 stodassistent funktionshinder",
		"5 boendestodjare socialpsykiatri", "6 socialsekreterare ", "7 socialsekreterare barn-och-unga", "8  ", "9 stodassistent funktionshinder", "10 boendestodjare socialpsykiatri"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.Equal(keysOf(r.Warnings), []string{"9 Befattning import.title_unmapped"}) {
		t.Errorf("%v", keysOf(r.Warnings))
	}
}

func TestCardsAreKeptTidy(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(someone(1, func(l *line) { l.Email, l.Mobile = "Testa@EXEMPEL.example", "070-12 34 567" }),
		someone(2, func(l *line) { l.Mobile = "0046 70 123 45 67" }), someone(3, func(l *line) { l.Mobile = "701234567" }),
		someone(4, func(l *line) { l.Mobile = "+46 (0)70-1234567" }), someone(5, func(l *line) { l.Mobile = "växeln" })))
	got := w.texts(`SELECT mobile FROM employee ORDER BY first_name`)
	if !slices.Equal(got, []string{"+46701234567", "+46701234567", "+46701234567", "+46701234567", ""}) {
		t.Errorf("%q", got)
	}
	if mail := w.texts(`SELECT email FROM employee WHERE first_name = 'Testa1'`); mail[0] != "testa@exempel.example" {
		t.Error(mail)
	}
	w.exec(`UPDATE employee SET protected = TRUE, contact_code = 'K7' WHERE first_name = 'Testa1'`)
	w.wantCounts(w.must(of(append([]line{someone(1, func(l *line) { l.Last = "Nygift" })}, many(2, 4)...)...)), 0, 2, 0, 3)
	if got := w.texts(`SELECT contact_code FROM employee WHERE protected AND last_name = 'Nygift'`); !slices.Equal(got, []string{"K7"}) {
		t.Errorf("protection is lost: %q", got)
	}
}
