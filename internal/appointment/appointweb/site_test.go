package appointweb_test

import (
	"testing"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// site is Göteborg, where karin leads Solen and Månen and kim is the municipality, and Ale, where maja leads Eken and ali
// works. Bengt has an education as stödpedagog.
type site struct{ *gaptest.World }

const other = "k-1440"

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("unit", "eken", "Eken", other)
	for _, p := range []string{"karin", "kim", "amina", "bengt"} {
		w.Employ(p, "solen", "underskoterska")
	}
	w.Merit("bengt", frame.ByEducation, "yh-stodpedagog", "2020-01-01")
	w.EmployAt("maja", other, "eken", "enhetschef")
	w.EmployAt("ali", other, "eken", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("karin", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("maja", may.Manager, "eken")
	return w
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *site) switchOn(kinds ...org.FunctionKind) {
	w.T.Helper()
	for _, k := range kinds {
		w.must(w.Tree.Choose(w.T.Context(), w.Actor("kim"), gaptest.Town, k, true, w.Staff.Today()))
	}
}

func (w *site) number(person string) string {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT number FROM employment WHERE person_id = $1`, person)
	w.must(err)
	return n
}
