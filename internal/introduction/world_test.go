package introduction_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// world is Göteborg with the units solen (led by karin; mona, amina and bo work there) and manen (led by my), and the
// private employer vard with its unit vik (led by vera). kim is the municipality's, olof sees figures only, nadia is
// national and rita of the RSS.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("employer", "vard", "Vård AB", gaptest.Town)
	w.Place("unit", "vik", "Viken", "vard")
	for person, unit := range map[string]string{"karin": "solen", "mona": "solen", "amina": "solen", "bo": "solen", "my": "manen", "kim": "manen", "olof": "manen", "nadia": "manen", "rita": "manen"} {
		w.Employ(person, unit, "underskoterska")
	}
	w.EmployAt("vera", "vard", "vik", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("my", may.Manager, "manen")
	w.Grant("vera", may.Manager, "vik")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("olof", may.Operations, gaptest.Town)
	w.Grant("nadia", may.National, "se")
	w.Grant("rita", may.Region, "rss-GR")
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return checklist.Later(w.Staff.Today(), days) }

// hire employs somebody from a day, known since another.
func (w *world) hire(person, employer, unit, occupation, form, start, known string) {
	w.T.Helper()
	w.EmployAt(person, employer, unit, occupation)
	w.Exec(`UPDATE employment_period SET form = $2, start_date = $3, valid_from = $4 WHERE person_id = $1 AND employer_id = $5`, person, form, start, known, employer)
}

// look works the job that looks for newcomers.
func (w *world) look() {
	w.T.Helper()
	w.must(w.Introductions.OnLooked(w.T.Context(), introduction.Looked{}))
}

// begin lets karin begin somebody's introduction at solen; the person works there.
func (w *world) begin(person, template string) string {
	w.T.Helper()
	id, err := w.Introductions.Begin(w.T.Context(), w.Actor("karin"), introduction.New{PersonID: person, UnitID: "solen", TemplateID: template})
	w.must(err)
	return id
}

// of is somebody's latest introduction; the zero value when there is none.
func (w *world) of(person string) introduction.Introduction {
	w.T.Helper()
	all, err := w.Introductions.Own(w.T.Context(), w.Actor(person))
	w.must(err)
	if len(all) == 0 {
		return introduction.Introduction{}
	}
	return all[0]
}

func (w *world) sight(person, id string) introduction.Sight {
	w.T.Helper()
	s, err := w.Introductions.Sight(w.T.Context(), w.Actor(person), id)
	w.must(err)
	return s
}

// finish ticks everything but one item.
func (w *world) finish(id, but string) {
	w.T.Helper()
	for _, l := range w.sight("karin", id).Standing.Lines() {
		if l.ID != but && !l.Done() {
			w.Exec(`INSERT INTO introduction_tick (introduction_id, item_id, how, by_id, on_day, at) VALUES ($1, $2, 'manager', 'karin', $3, $4)`, id, l.ID, w.Staff.Today(), w.Now())
		}
	}
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) is(err, want error) {
	w.T.Helper()
	if !errors.Is(err, want) {
		w.T.Errorf("%v, want %v", err, want)
	}
}

func (w *world) count(q string, args ...any) int64 {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Number, q, args...)
	w.must(err)
	return n
}

func (w *world) tx(f func(ctx context.Context, tx *db.Tx) error) { w.T.Helper(); w.Tx(f) }

func shippedFiles() fs.FS { return content.Introductions() }
