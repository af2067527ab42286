package gapweb_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// full is a unit of 60 people of whom 26 requirements are asked; chef leads it.
func full(t testing.TB) world {
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
	return w
}

// A whole matrix of 60 people and 26 requirements is small enough for a phone: 12 KB as it is sent.
func TestAWholeMatrixIsSmall(t *testing.T) {
	t.Parallel()
	w := full(t)
	chef := w.As("chef")
	page := chef.Raw("/min-grupp/kompetens?visa=allt", 200)
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
		chef.Raw("/min-grupp/kompetens?visa=allt", 200)
	}
	t.Logf("%d bytes, %v a page with reading and checking it", sent.Len(), time.Since(began)/10)
}

// BenchmarkTheMatrix is a matrix of 60 people and 26 requirements, as it is asked for again and again, and when
// something has changed each time.
func BenchmarkTheMatrix(b *testing.B) {
	w := full(b)
	site, err := w.Site()
	if err != nil {
		b.Fatal(err)
	}
	chef := w.As("chef")
	at, err := url.Parse(w.Base)
	if err != nil {
		b.Fatal(err)
	}
	ask := func(b *testing.B) {
		r := httptest.NewRequest(http.MethodGet, w.Base+"/min-grupp/kompetens?visa=allt", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		for _, c := range chef.Client.Jar.Cookies(at) {
			r.AddCookie(c)
		}
		to := httptest.NewRecorder()
		if site.Handler.ServeHTTP(to, r); to.Code != http.StatusOK {
			b.Fatal(to.Code)
		}
	}
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			ask(b)
		}
	})
	n := 0
	b.Run("changed", func(b *testing.B) {
		for b.Loop() {
			n++
			w.Assess(fmt.Sprintf("p%02d", n%59), fmt.Sprintf("r%02d", n%26), "master", "2026-02-10")
			ask(b)
		}
	})
}
