package gapweb_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// A whole matrix of 60 people and 26 requirements is small enough for a phone: 12 KB as it is sent.
func TestAWholeMatrixIsSmall(t *testing.T) {
	t.Parallel()
	w := world{gaptest.New(t)}
	f := &frame.Frame{ID: gaptest.FrameID, Name: "26 områden"}
	var demands []layer.Demand
	for i := range 26 {
		id := fmt.Sprintf("r%02d", i)
		f.Areas = append(f.Areas, frame.Area{ID: id, Name: "Område " + id, Requirements: []frame.Requirement{{ID: id, Name: "Kompetens " + id, Evidence: []frame.Evidence{{By: frame.ByAssessment}}}}})
		demands = append(demands, layer.Demand{ID: id, Requirement: gaptest.Key(id), Measure: layer.Each, Target: "do"})
	}
	w.Publish(f)
	w.Place("unit", "stor", "Stora enheten", gaptest.Town)
	w.Employ("chef", "stor", "underskoterska")
	w.Grant("chef", may.Manager, "stor")
	for i := range 59 {
		person := fmt.Sprintf("p%02d", i)
		w.Employ(person, "stor", "underskoterska")
		for k := range 26 {
			if (i*7+k*3)%5 < 3 {
				w.Assess(person, fmt.Sprintf("r%02d", k), []string{"know", "do", "master"}[(i+k)%3], "2026-01-10")
			}
		}
	}
	w.Ask("stor", "2025-01-01", demands...)
	chef := w.as("chef")
	page := chef.get("/min-grupp/kompetens?visa=allt", 200)
	var sent bytes.Buffer
	z := gzip.NewWriter(&sent)
	if _, err := z.Write([]byte(page)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if sent.Len() > 12<<10 {
		t.Errorf("%d bytes are sent", sent.Len())
	}
	began := time.Now()
	for range 10 {
		chef.get("/min-grupp/kompetens?visa=allt", 200)
	}
	t.Logf("%d bytes, %v a page with reading and checking it", sent.Len(), time.Since(began)/10)
}
