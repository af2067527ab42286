package introweb_test

import (
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/may"
)

// site is the unit solen, led by karin; mona, bo and the nurse sara work there, amina is new. kim is the
// municipality's, nadia national.
type site struct{ *gaptest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	for person, occupation := range map[string]string{"karin": "enhetschef", "mona": "underskoterska", "bo": "underskoterska", "amina": "underskoterska", "sara": "sjukskoterska", "kim": "enhetschef", "nadia": "enhetschef"} {
		w.Employ(person, "solen", occupation)
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("nadia", may.National, "se")
	return w
}

// begin lets karin begin somebody's introduction.
func (w *site) begin(person, template string) string {
	w.T.Helper()
	id, err := w.Introductions.Begin(w.T.Context(), w.Actor("karin"), introduction.New{PersonID: person, UnitID: "solen", TemplateID: template})
	w.must(err)
	return id
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
