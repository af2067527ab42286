package app_test

import (
	"strings"
	"testing"

	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/db"
)

// A manager's digest counts what is to do, in words that exist, names nobody, and is no viewing.
func TestAManagersDigestCountsAndNamesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.crowd(t, 12)
	w.require(t)
	d := group.Digests{Groups: w.app.Groups}
	leaders, err := d.Leaders(t.Context(), "", 100)
	if err != nil || strings.Join(leaders, " ") != "deputy-1480 deputy-2480 manager-1480 manager-2480" {
		t.Fatal(leaders, err)
	}
	if rest, err := d.Leaders(t.Context(), "deputy-2480", 1); err != nil || strings.Join(rest, " ") != "manager-1480" {
		t.Error(rest, err)
	}
	lines, err := d.ToDo(t.Context(), "manager-1480")
	if err != nil || len(lines) == 0 {
		t.Fatal(lines, err)
	}
	texts := catalogue(t)
	for _, l := range lines {
		if said := texts.T(l.Key, "item", l.Args["item"], "n", l.Args["n"]); !texts.Has(l.Key) || strings.Contains(said, "Testa") || l.Args["n"] == "" || l.Args["n"] == "0" {
			t.Errorf("%+v: %s", l, said)
		}
	}
	if n, err := db.One(t.Context(), w.app.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE what = 'journey.group'`); err != nil || n != 0 {
		t.Errorf("%d viewings are logged that were none, %v", n, err)
	}
	for _, kind := range group.Kinds() {
		if !texts.Has("group.digest." + string(kind)) {
			t.Errorf("no text for %s in a digest", kind)
		}
	}
	none, err := d.ToDo(t.Context(), "learner-1480")
	if err != nil || len(none) != 0 {
		t.Error("somebody who leads nobody has to do:", none, err)
	}
}
