package journey

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
)

// Absence says why a person has no journey, so that the page can say what to do about it.
type Absence struct {
	Why     AbsenceKind
	From    plan.Date // coming: the first day of work
	Journey string    // off: the title of a journey that would fit
}

// AbsenceKind is why there is no journey.
type AbsenceKind string

// The kinds, the first that holds.
const (
	NoWork     AbsenceKind = "no_work"     // no employment now
	Coming     AbsenceKind = "coming"      // the employment has not begun
	NoArea     AbsenceKind = "no_area"     // nobody has said what area the work is in
	Off        AbsenceKind = "off"         // a journey fits, and the municipality has not switched it on
	NothingFit AbsenceKind = "nothing_fit" // no journey is for the work
)

// Absence tells the signed-in person why there is no journey on a day.
func (js *Journeys) Absence(ctx context.Context, a may.Actor, on string) (Absence, error) {
	if !a.Known() {
		return Absence{}, may.ErrSignIn
	}
	k, err := js.known(ctx, a.PersonID, on)
	if err != nil {
		return Absence{}, err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return Absence{}, err
	}
	in := plan.Input{Today: plan.Date(on)}
	var nodes []string
	in.Person, nodes = k.person(ref, js.Staff.Place, on)
	if absent, found := noWork(in.Person.Employments, in.Today); found {
		return absent, nil
	}
	if err := newShelf(js).fill(ctx, &in, nodes, on); err != nil {
		return Absence{}, err
	}
	in.On = everywhere(in.Journeys, nodes)
	if fit := plan.Resolve(in); len(fit) > 0 {
		return Absence{Why: Off, Journey: fit[0].Title}, nil
	}
	if !slices.ContainsFunc(in.Person.Employments, func(e plan.Employment) bool { return e.Area != "" && active(e, in.Today) }) {
		return Absence{Why: NoArea}, nil
	}
	return Absence{Why: NothingFit}, nil
}

func noWork(all []plan.Employment, today plan.Date) (Absence, bool) {
	absent := Absence{Why: NoWork}
	for _, e := range all {
		switch {
		case active(e, today):
			return Absence{}, false
		case e.Start > today && (absent.From == "" || e.Start < absent.From):
			absent = Absence{Why: Coming, From: e.Start}
		}
	}
	return absent, true
}

func active(e plan.Employment, on plan.Date) bool {
	return e.Start <= on && (e.End == "" || e.End >= on)
}

// everywhere is every journey switched on at every municipality among the nodes.
func everywhere(journeys []plan.Journey, nodes []string) []plan.Switch {
	var out []plan.Switch
	for i := range journeys {
		for _, n := range nodes {
			if strings.HasPrefix(n, "k-") {
				out = append(out, plan.Switch{Journey: journeys[i].ID, NodeID: n})
			}
		}
	}
	return out
}
