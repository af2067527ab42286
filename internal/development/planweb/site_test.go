package planweb_test

import (
	"context"
	"net/url"
	"strconv"
	"testing"
	"time"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/report"
)

// world is Göteborg with the operation omr and the unit solen there, which karin leads; amina and bengt work
// at solen, kim leads the municipality, olle plans at omr without names. Each is to hold Demensvård and the
// formal education.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	for _, person := range []string{"amina", "bengt", "karin", "kim", "olle"} {
		w.Employ(person, "solen", "underskoterska")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("olle", may.Operations, "omr")
	w.Publish(gaptest.Frame())
	w.Ask(gaptest.Town, "2025-01-01", layer.Demand{Requirement: gaptest.Key("demens"), Target: "do", Measure: layer.Each}, layer.Demand{Requirement: gaptest.Key("utbildning"), Measure: layer.Each},
		layer.Demand{Requirement: gaptest.Key("sjukskoterska"), Measure: layer.Count, Count: 1, At: "unit"})
	w.reckon()
	return w
}

// reckon lets what is asked and held reach the figures.
func (w *world) reckon() {
	w.T.Helper()
	if err := w.Figures.OnPassed(w.T.Context(), report.Passed{}); err != nil {
		w.T.Fatal(err)
	}
}

func amina() development.Whose { return development.Person("amina", gaptest.Town) }

// work works the queue until stopped.
func (w *world) work() (stop func()) {
	w.T.Helper()
	if err := w.Jobs.Start(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
	return func() {
		ctx, done := context.WithTimeout(context.WithoutCancel(w.T.Context()), 20*time.Second)
		defer done()
		if err := w.Jobs.Stop(ctx); err != nil {
			w.T.Error(err)
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func amina0() development.Whose { return amina() }

// send uploads a sheet of a kind of plans.
func send(v *webtest.Visitor, kind string, sheet []byte, status int) (to, body string) {
	v.T.Helper()
	return v.Upload("/min-grupp/plan/ark", url.Values{"enhet": {"solen"}, "for": {kind}}, webtest.File{Field: "fil", Name: "plan.xlsx", Content: sheet}, status)
}
