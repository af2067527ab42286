package plan

import (
	"fmt"
	"testing"
)

// BenchmarkResolve resolves a journey of 60 items with 12 tracks for a person with two employments, five layers of eight
// operations each and 30 facts. Target: below 100 µs per person on one core.
func BenchmarkResolve(b *testing.B) {
	in := world()
	j := &in.Journeys[0]
	for t := range 12 {
		j.Tracks = append(j.Tracks, Track{ID: fmt.Sprint("t", t), Audience: &Audience{
			Occupations: []string{"a", "b", "underskoterska"}, Areas: []string{"aldreomsorg"},
		}})
	}
	for n := range 54 {
		it := course(fmt.Sprint("kurs-", n), Recommended, &Audience{Tracks: []string{fmt.Sprint("t", n%12), "usk"}})
		if n%3 == 0 {
			it.Due = &Due{90, FromStart}
		}
		j.Blocks[n%2].Items = append(j.Blocks[n%2].Items, it)
	}
	in.second(func(e *Employment) {
		e.Occupation, e.Leave = "underskoterska", []Interval{{"2026-10-10", "2026-10-20"}}
	})
	for _, node := range []string{"rss", "k", "omr", "e", "e2"} {
		var ops []Op
		for n := range 8 {
			ops = append(ops, Op{Kind: []OpKind{Require, Recommend, Move, Add}[n%4], Item: fmt.Sprint("kurs-", n*5), Due: &Due{60, FromStart}})
		}
		in.layer(node, ops...)
	}
	for n := range 30 {
		in.fact(Completed, fmt.Sprint("kurs-", n*2), "2026-10-01", "2028-10-01")
	}
	items := 0
	eachItem(Resolve(in), func(*Personal, *PersonalItem) { items++ })
	if items < 60 {
		b.Fatalf("only %d items", items)
	}
	b.ReportAllocs()
	for b.Loop() {
		Resolve(in)
	}
}
