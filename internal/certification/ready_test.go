package certification_test

import (
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
)

// ready is how many units the figures say can be certified, and how many the list gives.
func ready(w *certificationtest.World) [2]int {
	w.T.Helper()
	figures, err := w.Certification.Figures(w.T.Context(), w.Mona, certification.Filter{})
	w.Must(err)
	_, n, err := w.Certification.List(w.T.Context(), w.Mona, certification.Filter{Ready: true})
	w.Must(err)
	return [2]int{figures.Ready, n}
}

// A unit that is ready waits for who certifies it, who is told once in each round, also while it is still certified by the
// round before.
func TestAUnitThatIsReadyIsToldOf(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	w.Hire("amina")
	w.Join(certificationtest.Scheme())
	check := func(what string, waits, notes int) {
		t.Helper()
		w.Day()
		if got := ready(w); got != [2]int{waits, waits} {
			t.Errorf("%s: %v can be certified, want %d", what, got, waits)
		}
		if n := told(w, "ulla", "ready"); n != int64(notes) {
			t.Errorf("%s: told %d times, want %d", what, n, notes)
		}
	}
	check("nothing is done", 0, 0)
	facts := w.Learn("amina")
	check("everything is done", 1, 1)
	w.Later(1)
	w.Changed("amina")
	check("the day after", 1, 1)
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
	check("certified", 0, 1)
	w.Go("2028-08-01")
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	check("a new round", 0, 1)
	w.Learn("amina")
	check("everything is done anew", 1, 2)
	if k := w.Kept(); k.State != rule.Renewal || !k.Ready || k.Round != 2 {
		t.Errorf("%+v", k)
	}
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
	check("certified anew", 0, 2)
	if len(facts) != 1 || told(w, "maria", "ready")+told(w, "mona", "ready") != 0 {
		t.Error("others are told who do not certify")
	}
}

// Who is told follows from who certifies; never who leads the unit, and nobody where the rule does it.
func TestWhoIsToldThatAUnitIsReady(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]string{rule.ByLeader: "ulla", rule.ByMunicipality: "mona", rule.ByRSS: "rita", rule.ByRule: ""} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			w := certificationtest.New(t)
			w.Employ("rita", "kontoret", "samordnare")
			w.Grant("rita", may.Programme, "rss-GR")
			w.Grant("maria", may.Municipality, gaptest.Town)
			w.Hire("amina")
			s := certificationtest.Scheme()
			s.By = by
			w.Join(s)
			w.Learn("amina")
			w.Day()
			for _, person := range []string{"ulla", "mona", "rita", "maria", "amina"} {
				if n := told(w, person, "ready"); (n == 1) != (person == want) {
					t.Errorf("%s is told %d times", person, n)
				}
			}
		})
	}
}
