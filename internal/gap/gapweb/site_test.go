package gapweb_test

import (
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// world is Göteborg: the operation norr with the units solen (karin leads) and manen, and a private employer
// with a unit of its own. olle leads norr without names; maj is the municipality.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) world {
	w := world{gaptest.New(t)}
	w.Publish(gaptest.Frame())
	w.Place("operation", "norr", "Äldreomsorg norr", gaptest.Town)
	w.Place("unit", "solen", "Solen", "norr")
	w.Place("unit", "manen", "Månen", "norr")
	w.Place("employer", "privat", "Omsorg AB", gaptest.Town)
	w.Place("unit", "villan", "Villan", "privat")
	for person, unit := range map[string]string{"karin": "solen", "amina": "solen", "bengt": "solen", "clara": "solen", "david": "manen", "olle": "manen", "maj": "manen"} {
		w.Employ(person, unit, "underskoterska")
	}
	w.EmployAt("petra", "privat", "villan", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("olle", may.Operations, "norr")
	w.Grant("maj", may.Municipality, gaptest.Town)
	return w
}

// asking lets the places ask for something, and some hold it.
func (w world) asking() {
	w.Ask(gaptest.Town, "2025-01-01",
		layer.Demand{ID: "d", Requirement: gaptest.Key("demens"), Target: "do", Measure: layer.Each, Weight: layer.Important},
		layer.Demand{ID: "u", Requirement: gaptest.Key("utbildning"), Measure: layer.Each, Weight: layer.Critical},
		layer.Demand{ID: "s", Requirement: gaptest.Key("sjukskoterska"), Measure: layer.Count, Count: 1, At: "municipality"})
	w.Ask("solen", "2025-01-01",
		layer.Demand{ID: "f", Requirement: gaptest.Key("forflyttning"), Target: "do", Measure: layer.Each},
		layer.Demand{ID: "h", Requirement: gaptest.Key("handledning"), Target: "master", Measure: layer.Count, Count: 2, At: "unit", From: "2025-01-01"},
		layer.Demand{ID: "n", Requirement: gaptest.Key("forflyttning"), Target: "master", Measure: layer.Each, From: "2099-03-01"})
	w.Assess("amina", "demens", "do", "2026-01-10")
	w.Assess("bengt", "demens", "know", "2026-01-10")
	w.Assess("clara", "demens", "master", "2020-01-10") // long ago: it has faded
	w.Assess("amina", "handledning", "master", "2026-02-01")
	w.Merit("amina", frame.ByEducation, "vard-och-omsorg", "2015-06-10")
	w.Complete("bengt", "forflyttning", "Förflyttning", time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC))
	w.Settle()
}
