package gapweb_test

import (
	"errors"
	"fmt"
	"testing"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

const number = "Ring 19811218-9876"

// Whoever may change what is asked, and not see names, cannot ask about one person at a time what the person holds.
func TestAPreviewTellsNobodysCompetence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	solen, err := w.Tree.Find(t.Context(), "solen", w.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	asked := []layer.Asked{{Demand: layer.Demand{ID: "x", Requirement: gaptest.Key("demens"), Target: "do", Measure: layer.Each}}}
	seen, err := w.Gaps.Touched(t.Context(), w.Actor("maj"), solen, asked)
	if err != nil || seen.Holding == 0 || seen.Unsaid {
		t.Errorf("%+v %v", seen, err)
	}
	told, err := w.Gaps.Touched(t.Context(), w.Actor("olle"), solen, asked)
	if err != nil || told.Positions != seen.Positions || told.Holding != 0 || !told.Unsaid {
		t.Errorf("%+v %v", told, err)
	}
}

// Rule 42: in no text about needs, hires and what is done together.
func TestNoIdentityNumberIsKeptWithTheGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	maj, all := w.Actor("maj"), may.Operator()
	hire := gap.Hire{UnitID: "solen", Occupation: "underskoterska", Number: 1, From: "2099-01-01", Note: number}
	_, err := w.Gaps.PlanHire(t.Context(), maj, hire)
	refused(t, err, gap.ErrIdentity)
	hire.Note, hire.Area = "", "ingenstans"
	_, err = w.Gaps.PlanHire(t.Context(), maj, hire)
	refused(t, err, gap.ErrArea)
	hire.Area = "aldreomsorg"
	_, err = w.Gaps.PlanHire(t.Context(), maj, hire)
	refused(t, err, nil)
	town, err := w.Tree.Find(t.Context(), gaptest.Town, w.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []gap.Work{{Title: number}, {Title: "Kurs", Goal: number}, {Title: "Kurs", When: number}, {Title: "Kurs", Where: number}, {Title: "Kurs", Outcome: number}} {
		work.RSSID, work.Requirement = town.Parent, gaptest.Key("demens")
		_, err := w.Gaps.Propose(t.Context(), all, work)
		refused(t, err, gap.ErrIdentity)
	}
	id, err := w.Gaps.Propose(t.Context(), all, gap.Work{RSSID: town.Parent, Requirement: gaptest.Key("demens"), Title: "Kurs"})
	refused(t, err, nil)
	refused(t, w.Gaps.Answer(t.Context(), maj, gap.Answer{WorkID: id, MunicipalityID: gaptest.Town, Reply: gap.Yes, Note: number}), gap.ErrIdentity)
	refused(t, w.Gaps.Choose(t.Context(), maj, gap.Choice{MunicipalityID: gaptest.Town, Requirement: gaptest.Key("demens"), Reply: gap.Own, Note: number}), gap.ErrIdentity)
}

func refused(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

// Rule 7: a contact code stands for who is protected, and no title beside it.
func TestAFileTellsNobodyWhoIsProtected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	w.Exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-77' WHERE person_id = 'amina'`)
	w.Exec(`UPDATE employment_period SET title = 'Ovanlig titel' WHERE person_id = 'amina'`)
	file := w.As("maj").Raw("/min-grupp/kompetens/fil?enhet=solen&format=csv", 200)
	w.Says(file, "K-77")
	w.Silent(file, "Amina", "Ovanlig titel")
}

// Nobody fills the queue with other days: the same is reckoned once, and a few at a time.
func TestReckoningsAreAFewAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maj := w.Actor("maj")
	ask := func(day int) (string, error) {
		return w.Gaps.AskFor(t.Context(), maj, gap.Question{NodeID: gaptest.Town, On: fmt.Sprintf("2025-01-%02d", day)})
	}
	first, err := ask(1)
	refused(t, err, nil)
	for day := 2; day <= 3; day++ {
		_, err := ask(day)
		refused(t, err, nil)
	}
	again, err := ask(1)
	refused(t, err, nil)
	if again != first {
		t.Errorf("%s is reckoned twice, as %s", first, again)
	}
	_, err = ask(4)
	refused(t, err, gap.ErrBusy)
	w.Exec(`UPDATE task SET state = 'done', result = '{}', changed_at = '2020-01-01 00:00:00'`)
	_, err = ask(4)
	refused(t, err, nil)
	if _, _, _, err := w.Gaps.AskedFor(t.Context(), maj, first); err == nil {
		t.Error("what came out long ago is kept")
	}
}
