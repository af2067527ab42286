package position_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/position"
	"yrkesresan/internal/profile/layer"
)

func book() *frame.Book {
	return frame.NewBook([]*frame.Frame{{ID: "f", Name: "F", Changes: []frame.Change{{From: "gammal", To: "kurs"}}, Areas: []frame.Area{{ID: "a", Name: "A", Requirements: []frame.Requirement{
		{ID: "kurs", Name: "Kurs", Evidence: []frame.Evidence{{By: frame.ByCourse, Ref: "k", Level: "do"}}},
		{ID: "leg", Name: "Legitimation", Formal: true, Evidence: []frame.Evidence{{By: frame.ByLicence, Ref: "sjukskoterska"}, {By: frame.ByCourse, Ref: "k"}}},
		{ID: "utb", Name: "Utbildning", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation, Ref: "vo"}}},
		{ID: "tom", Name: "Ingen har sagt vad som räknas"},
	}}}}})
}

func asked(all ...layer.Asked) *position.Place { return position.NewPlace(all, book()) }

func demand(id, requirement string, change func(*layer.Asked)) layer.Asked {
	a := layer.Asked{Demand: layer.Demand{ID: id, Requirement: "f/" + requirement, Measure: layer.Each}, NodeID: "n-" + id, NodeName: "N " + id}
	if change != nil {
		change(&a)
	}
	return a
}

var nurse = position.Work{Occupation: "sjukskoterska", Area: "aldreomsorg", Level: layer.Base}

func marks(all []position.Position) map[string]count.Mark {
	out := map[string]count.Mark{}
	for _, p := range all {
		out[p.Key] = p.Mark
	}
	return out
}

func TestOfDemandsOnTheSameTheHighestTargetCountsOnce(t *testing.T) {
	low := demand("a", "kurs", func(a *layer.Asked) { a.Target, a.Weight = "know", layer.Critical })
	high := demand("b", "kurs", func(a *layer.Asked) { a.Target = "do" })
	lower := demand("c", "kurs", func(a *layer.Asked) { a.Target = "understand" })
	all := asked(low, high, lower).Of(nurse, held.Person{}, book().Now, "2026-11-22")
	if len(all) != 1 || all[0].Rank != 3 || len(all[0].Asks) != 3 || all[0].Asks[0].ID != "b" || all[0].Weight() != layer.Critical {
		t.Fatalf("%+v", all)
	}
	done := held.Person{Done: []held.Done{{FactID: "x", Course: "k", On: "2026-01-01"}}}
	if got := asked(low, high, lower).Of(nurse, done, book().Now, "2026-11-22")[0]; got.Mark != count.Has {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsFormalIsFilledByFormalEvidenceOnlyAndALicenceIsRecruited(t *testing.T) {
	done := held.Person{Done: []held.Done{{FactID: "x", Course: "k", On: "2026-01-01"}}}
	all := asked(demand("a", "leg", nil), demand("b", "utb", nil)).Of(nurse, done, book().Now, "2026-11-22")
	if got := marks(all); got["f/leg"] != count.Hire || got["f/utb"] != count.Learn {
		t.Errorf("%v", got)
	}
	licensed := held.Person{Merits: []held.Merit{{ID: "m", By: frame.ByLicence, Ref: "sjukskoterska", Checked: true}, {ID: "u", By: frame.ByEducation, Ref: "vo"}}}
	all = asked(demand("a", "leg", nil), demand("b", "utb", nil)).Of(nurse, licensed, book().Now, "2026-11-22")
	if got := marks(all); got["f/leg"] != count.Has || got["f/utb"] != count.Learn { // nobody has checked the education
		t.Errorf("%v", got)
	}
}

func TestADemandSaysWhatCountsInPlaceOfTheFramework(t *testing.T) {
	own := demand("a", "kurs", func(a *layer.Asked) { a.Evidence, a.Target = []layer.By{{By: "course", Ref: "annan"}}, "do" })
	done := held.Person{Done: []held.Done{{FactID: "x", Course: "k", On: "2026-01-01"}}}
	if got := asked(own).Of(nurse, done, book().Now, "2026-11-22")[0]; got.Mark != count.Learn {
		t.Errorf("%+v", got)
	}
	short := demand("b", "kurs", func(a *layer.Asked) { a.Months, a.Target = 3, "do" })
	if got := asked(short).Of(nurse, done, book().Now, "2026-11-22")[0]; got.Mark != count.Learn || len(got.Holding.Faded) != 1 {
		t.Errorf("%+v", got)
	}
	judged := held.Person{Assessed: []held.Assessed{{ID: "j", Requirement: "f/tom", Level: "master", By: held.Manager, On: "2026-01-01"}}}
	if got := asked(demand("c", "tom", nil)).Of(nurse, judged, book().Now, "2026-11-22")[0]; got.Mark != count.Has {
		t.Errorf("where nobody has said what counts, a manager's assessment does: %+v", got)
	}
}

func TestANumberConcernsAllInTheAreaAndIsForSome(t *testing.T) {
	n := demand("a", "kurs", func(a *layer.Asked) {
		a.Measure, a.Count, a.At, a.Who = layer.Count, 1, "unit", layer.Who{Occupations: []string{"underskoterska"}, Areas: []string{"aldreomsorg"}}
	})
	share := demand("b", "kurs", func(a *layer.Asked) {
		a.Measure, a.Percent, a.Who = layer.Share, 50, layer.Who{Occupations: []string{"underskoterska"}}
	})
	if got := marks(asked(n, share).Of(nurse, held.Person{}, book().Now, "2026-11-22")); len(got) != 1 || got["a@f/kurs"] != count.Out {
		t.Errorf("%v", got)
	}
	elsewhere := nurse
	elsewhere.Area = "lss"
	if got := asked(n).Of(elsewhere, held.Person{}, book().Now, "2026-11-22"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestWhatIsAnnouncedAndWhatIsGoneAreCountedNowhere(t *testing.T) {
	coming := demand("a", "kurs", func(a *layer.Asked) { a.Announced = true })
	p := asked(coming, demand("b", "finns-inte", nil), demand("c", "gammal", nil))
	all := p.Of(nurse, held.Person{}, book().Now, "2026-11-22")
	if len(all) != 1 || all[0].Key != "f/kurs" || all[0].Asks[0].ID != "c" { // asked for where the new version has it
		t.Errorf("%+v", all)
	}
	if got := p.Coming(nurse, held.Person{}, book().Now, "2026-11-22"); len(got) != 1 || !slices.ContainsFunc(got[0].Asks, func(a position.Ask) bool { return a.ID == "a" }) {
		t.Errorf("%+v", got)
	}
}
