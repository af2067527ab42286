package staff_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// unit finds a place of Solna by name today.
func (w *world) unit(name string) org.Node {
	w.t.Helper()
	m, err := w.im.Tree.Find(w.t.Context(), solna, w.im.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	under, err := org.Under(w.t.Context(), w.db, m.Path, w.im.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	i := slices.IndexFunc(under, func(n org.Node) bool { return n.Name == name })
	if i < 0 {
		w.t.Fatalf("no %s", name)
	}
	return under[i]
}

// decide changes the tree as the operator.
func (w *world) decide(kind org.ChangeKind, node, from string, more func(*org.Change)) {
	w.t.Helper()
	c := org.NewChange(kind, node, from)
	c.EmployerID = solna
	if more != nil {
		more(&c)
	}
	if _, err := w.im.Tree.Decide(w.t.Context(), may.Operator(), c, "", w.im.Staff.Today(), time.Now()); err != nil {
		w.t.Fatalf("%s %s: %v", kind, node, err)
	}
}

// follow lets staff and roles follow the tree, as app does.
func (w *world) follow() *access.Access {
	roles := access.New(access.Access{DB: w.db, Staff: w.im.Staff, Keys: w.im.Keys, Now: func() time.Time { return w.now }, NewID: newID})
	w.im.Tree.Followers = []org.Follower{w.im, roles}
	return roles
}

// TestTheSameFileAfterTheTreeIsChangedChangesNothing renames, moves and merges in the page; the HR system
// goes on sending the old words every night, with codes and without.
func TestTheSameFileAfterTheTreeIsChangedChangesNothing(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]func(int) string{"with codes": func(n int) string { return fmt.Sprint(4700 + n) }, "without": func(int) string { return "" }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.follow()
			text := lines("Anst.nr;Förnamn;Efternamn;Befattning;Förvaltning;Område;Enhet;Ansvar;Arbetslag;Anställningsform;Fr.o.m.",
				"1;Testa;Ett;Undersköterska;Omsorg;Norr;Eken;"+code(1)+";Natt;Tillsvidare;2024-01-01",
				"2;Testa;Två;Undersköterska;Omsorg;Norr;Almen;"+code(2)+";;Tillsvidare;2024-01-01",
				"3;Testa;Tre;Undersköterska;Omsorg;Söder;Linden;"+code(3)+";;Tillsvidare;2024-01-01",
				"4;Testa;Fyra;Undersköterska;Omsorg;Söder;Asken;"+code(4)+";;Tillsvidare;2024-01-01")
			w.must(text)
			eken, almen, linden, asken, norr, south := w.unit("Eken"), w.unit("Almen"), w.unit("Linden"), w.unit("Asken"), w.unit("Norr"), w.unit("Söder")
			w.decide(org.Rename, eken.ID, "2026-03-02", func(c *org.Change) { c.Name, c.Code = "Stora Eken", eken.Code })
			w.decide(org.Move, linden.ID, "2026-03-02", func(c *org.Change) { c.Into = norr.ID })
			w.decide(org.Merge, almen.ID, "2026-04-01", func(c *org.Change) { c.Into = eken.ID })
			w.decide(org.Merge, norr.ID, "2026-05-01", func(c *org.Change) { c.Into = south.ID })
			before := w.must(text)
			w.wantCounts(before, 0, 0, 0, 4)
			w.day("2026-04-02")
			if err := w.im.Tree.Due(t.Context(), "2026-04-02"); err != nil {
				t.Fatal(err)
			}
			for n, want := range map[string]string{"1": eken.ID, "2": eken.ID, "3": linden.ID, "4": asken.ID} {
				w.wantAt(n, "2026-04-02", want)
			}
			w.wantAt("2", "2026-03-31", almen.ID) // history stays
			w.wantAt("2", "2026-04-01", eken.ID)
			w.day("2026-05-02")
			if err := w.im.Tree.Due(t.Context(), "2026-05-02"); err != nil {
				t.Fatal(err)
			}
			tree := w.tree()
			r := w.must(text)
			w.wantCounts(r, 0, 0, 0, 4)
			if len(r.CreatedNodes) > 0 || len(r.Warnings) > 1 || // that the file has no addresses
				!slices.Equal(tree, w.tree()) {
				t.Errorf("the file made %v, said %v; %v, then %v", r.CreatedNodes, r.Warnings, tree, w.tree())
			}
			want := []string{"Omsorg (o Förvaltning)", ". Söder (o Område)"}
			if !slices.Equal(tree[:2], want) || len(tree) != 6 {
				t.Errorf("%v", tree)
			}
			new5 := text + "5;Testa;Fem;Undersköterska;Omsorg;Norr;Almen;" + code(2) + ";;Tillsvidare;2026-05-02\n"
			if r := w.must(new5); r.New != 1 || len(r.CreatedNodes) > 0 {
				t.Errorf("%+v", r)
			}
			w.wantAt("5", "2026-05-02", eken.ID)
		})
	}
}

// wantAt says where the person with a number works on a day.
func (w *world) wantAt(number, on, unit string) {
	w.t.Helper()
	person, err := w.im.Staff.ByNumber(w.t.Context(), solna, number)
	if err != nil {
		w.t.Fatal(err)
	}
	es, err := w.im.Staff.Employments(w.t.Context(), person, on)
	if err != nil || len(es) != 1 || es[0].UnitID != unit {
		w.t.Errorf("%s on %s: %+v, %v; want %s", number, on, es, err, unit)
	}
}

func TestAMergeTakesPeopleAlongAndRolesWhenSaid(t *testing.T) {
	t.Parallel()
	for _, roles := range []bool{true, false} {
		w := open(t)
		acc := w.follow()
		w.must(lines("Anst.nr;Förnamn;Efternamn;Befattning;Enhet;Anställningsform;Fr.o.m.",
			"1;Testa;Ett;Undersköterska;Eken;Tillsvidare;2024-01-01", "2;Testa;Två;Undersköterska;Almen;Tillsvidare;2024-01-01", "3;Testa;Tre;Undersköterska;Linden;Tillsvidare;2024-01-01"))
		eken, almen := w.unit("Eken"), w.unit("Almen")
		chief, err := w.im.Staff.ByNumber(t.Context(), solna, "2")
		if err != nil {
			t.Fatal(err)
		}
		pool, err := w.im.Staff.ByNumber(t.Context(), solna, "3")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.db.Tx(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until)
				SELECT 's', id, person_id, $2, '2026-01-01', '9999-12-31' FROM employment WHERE person_id = $1`, pool, almen.ID); err != nil {
				return err
			}
			return acc.Grant(t.Context(), tx, chief, may.Manager, almen.ID, "2026-01-01", db.NoEnd, "test")
		}); err != nil {
			t.Fatal(err)
		}
		end := org.NewChange(org.End, almen.ID, "2026-03-02")
		end.EmployerID = solna
		if _, err := w.im.Tree.Decide(t.Context(), may.Operator(), end, "", "2026-03-02", time.Now()); fault.Of(err) != org.ErrStanding {
			t.Errorf("a unit with people ended: %v", err)
		}
		w.decide(org.Merge, almen.ID, "2026-03-10", func(c *org.Change) { c.Into, c.Roles = eken.ID, roles })
		w.day("2026-03-10")
		if err := w.im.Tree.Due(t.Context(), "2026-03-10"); err != nil {
			t.Fatal(err)
		}
		served, err := w.im.Staff.Served(t.Context(), pool, "2026-03-10")
		if err != nil || len(served) != 1 || served[0].UnitID != eken.ID {
			t.Errorf("serves %+v, %v", served, err)
		}
		holders, err := acc.Holders(t.Context(), may.Manager, eken.ID, "2026-03-10")
		if err != nil || (len(holders) == 1) != roles {
			t.Errorf("roles %v: managers %+v, %v", roles, holders, err)
		}
		grants, err := access.Grants(t.Context(), w.db, chief, "2026-03-10")
		if err != nil {
			t.Fatal(err)
		}
		chiefActor := may.Actor{PersonID: chief, Grants: grants}
		group := &staff.Staff{DB: w.db, Audit: &audit.Log{DB: w.db, Now: w.im.Staff.Now, NewID: newID}, Now: w.im.Staff.Now, NewID: newID, Place: w.im.Staff.Place}
		members, err := group.At(t.Context(), chiefActor, eken.ID, 10, 0)
		if (err == nil) != roles || roles && len(members) != 2 {
			t.Errorf("roles %v: the chief sees %d, %v", roles, len(members), err)
		}
		if _, err := w.im.Undo(t.Context(), may.Operator(), solna); fault.Of(err) != staff.ErrReshaped {
			t.Errorf("an import before a merge was undone: %v", err)
		}
	}
}
