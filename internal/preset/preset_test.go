package preset_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset"
	"yrkesresan/internal/preset/recipe"
	"yrkesresan/internal/uptake"
	reflection "yrkesresan/internal/uptake/rule"
)

// world is Göteborg with an operation of two units: mona is the municipality's, maria leads Solen.
type world struct {
	*gaptest.World
	mona may.Actor
}

func newWorld(t *testing.T) *world {
	w := &world{World: gaptest.New(t)}
	w.Place("operation", "stod", "Stöd", gaptest.Town)
	w.Place("unit", "solen", "Solen", "stod")
	w.Place("unit", "manen", "Månen", "stod")
	w.Employ("mona", "manen", "enhetschef")
	w.Grant("mona", may.Municipality, gaptest.Town)
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Employ("anna", "solen", "stodassistent")
	w.mona = w.Actor("mona")
	return w
}

func (w *world) load(id, node string) preset.Load {
	w.T.Helper()
	x, err := w.Presets.Load(w.T.Context(), w.mona, id, node)
	if err != nil {
		w.T.Fatal(err)
	}
	return x
}

// kinds are the kinds of the steps with an outcome, each once.
func kinds(steps []preset.Step, outcome preset.Outcome) (out []string) {
	for _, s := range steps {
		if k := string(s.Kind); s.Outcome == outcome && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func key(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	return ""
}

// Every shipped preset is taken in at every kind of place that it says, makes something, and makes nothing when it is taken
// in again.
func TestEveryPresetIsTakenInOnce(t *testing.T) {
	w := newWorld(t)
	all, err := w.Presets.All(may.Operator())
	if err != nil || len(all) < 6 {
		t.Fatal(len(all), err)
	}
	at := map[recipe.Place]string{recipe.Nation: org.Sweden, recipe.RSS: "rss-GR", recipe.Municipality: gaptest.Town, recipe.Operation: "stod", recipe.Unit: "solen"}
	for _, x := range all {
		for _, place := range x.Places {
			node := at[place]
			if node == "" {
				continue
			}
			plan, err := w.Presets.Preview(t.Context(), may.Operator(), x.ID, node)
			if err != nil {
				t.Fatalf("%s at %s: %v", x.ID, place, err)
			}
			first, err := w.Presets.Load(t.Context(), may.Operator(), x.ID, node)
			if err != nil {
				t.Fatalf("%s at %s: %v", x.ID, place, err)
			}
			made := 0
			for _, s := range first.Steps {
				if s.Outcome == preset.New || s.Title == "" && s.Kind != recipe.Function {
					t.Errorf("%s at %s: %+v", x.ID, place, s)
				}
				if s.Outcome == preset.Made {
					made++
				}
			}
			if made != plan.New() {
				t.Errorf("%s at %s: %d made, %d promised", x.ID, place, made, plan.New())
			}
			before := w.rows()
			again, err := w.Presets.Load(t.Context(), may.Operator(), x.ID, node)
			if err != nil || again.ID != "" || len(kinds(again.Steps, preset.Made)) > 0 || w.rows() != before {
				t.Errorf("%s at %s again: %q %v %v, rows %v then %v", x.ID, place, again.ID, kinds(again.Steps, preset.Made), err, before, w.rows())
			}
		}
	}
}

// rows counts what presets make, in the tables of the rooms that keep it.
func (w *world) rows() (out [8]int64) {
	for i, table := range []string{"uptake_rule", "team_task", "scheme", "unit_programme", "toolbox", "assignment", "layer", "preset_load"} {
		n, err := db.One(w.T.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM `+table)
		if err != nil {
			w.T.Fatal(err)
		}
		out[i] = n
	}
	return out
}

func TestAPresetMakesWhatItSaysAtAUnit(t *testing.T) {
	w := newWorld(t)
	x := w.load("evikomp", "solen")
	if got := kinds(x.Steps, preset.Made); !slices.Equal(got, []string{"managers", "reflect", "together"}) {
		t.Errorf("made %v", got)
	}
	if d, err := w.Uptake.Asked(t.Context(), "anna", "film-att-mota-oro"); err != nil || d.Reflect != reflection.Group || d.UseWeeks != 6 {
		t.Errorf("asked %+v, %v", d, err)
	}
	tasks, err := w.Uptake.OwnTasks(t.Context(), w.Actor("anna"), true)
	if err != nil || len(tasks) != 2 {
		t.Errorf("anna's tasks %v, %v", tasks, err)
	}
	e, err := w.Journeys.EnrolmentsAt(t.Context(), gaptest.Town, []string{"maria", "anna"})
	if err != nil || len(e["maria"]) == 0 || !slices.ContainsFunc(courses(e["maria"]), func(id string) bool { return id == "att-leda-larande" }) || slices.Contains(courses(e["anna"]), "att-leda-larande") {
		t.Errorf("courses %v, %v", e, err)
	}
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'maria' AND key = 'preset.told.loaded'`); err != nil || n != 1 {
		t.Errorf("maria was told %d times, %v", n, err)
	}
	all, more, err := w.Presets.History(t.Context(), w.mona, "", 10, 0)
	if err != nil || more || len(all) != 1 || !all[0].Whole || all[0].MadeBy != "mona" || all[0].By == "" || all[0].Place.Name != "Solen" {
		t.Errorf("history %+v %v %v", all, more, err)
	}
	one, err := w.Presets.Loaded(t.Context(), w.mona, x.ID)
	if err != nil || len(one.Steps) != len(x.Steps)-2 { // guides are made by nobody
		t.Errorf("%d steps of %d, %v", len(one.Steps), len(x.Steps), err)
	}
}

func courses(all []journey.Enrolment) (out []string) {
	for _, e := range all {
		out = append(out, e.CourseID)
	}
	return out
}

// What a place has decided itself stays, and the load says so.
func TestAPlaceKeepsWhatItHasDecided(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if err := w.Uptake.Decide(ctx, w.mona, uptake.Rule{Decided: reflection.Decided{NodeID: "solen", Reflect: reflection.Alone}, CourseID: "film-en-bra-maltid"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Uptake.Begin(ctx, w.mona, uptake.Together{NodeID: "solen", Courses: []string{"film-en-bra-maltid"}, Kind: uptake.Assign, Due: "2030-01-01"}); err != nil {
		t.Fatal(err)
	}
	x := w.load("evikomp", "solen")
	if got := kinds(x.Steps, preset.Kept); !slices.Equal(got, []string{"reflect"}) {
		t.Errorf("kept %v", got)
	}
	if d, err := w.Uptake.Asked(ctx, "anna", "film-en-bra-maltid"); err != nil || d.Reflect != reflection.Alone {
		t.Errorf("asked %+v, %v", d, err)
	}
	tasks, err := w.Uptake.OwnTasks(ctx, w.Actor("anna"), false)
	if err != nil || !slices.ContainsFunc(tasks, func(x uptake.OwnTask) bool { return x.CourseID == "film-en-bra-maltid" && x.Due == "2030-01-01" }) {
		t.Errorf("tasks %+v, %v", tasks, err)
	}
}

// A scheme that the place has given a name of its own is still the one that the next unit joins; into one that it has ended
// nobody is taken, and the load says so.
func TestAPlaceRenamesAndEndsTheScheme(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.load("pedagogiska-ramverket", "solen")
	all, err := w.Certification.Schemes(ctx, w.mona)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	own := all[0].Versions[0].Scheme
	own.Title = "Vårt sätt att arbeta"
	if err := w.Certification.ChangeScheme(ctx, w.mona, all[0].ID, all[0].Versions[0].Number, own, ""); err != nil {
		t.Fatal(err)
	}
	w.load("pedagogiska-ramverket", "manen")
	if err := w.Certification.OnChanged(ctx, certification.Changed{}); err != nil {
		t.Fatal(err)
	}
	if rows, n, err := w.Certification.List(ctx, w.mona, certification.Filter{NodeID: gaptest.Town, SchemeID: all[0].ID}); err != nil || n != 2 {
		t.Errorf("%d units joined, %+v, %v", n, rows, err)
	}
	w.Place("unit", "stjarnan", "Stjärnan", "stod")
	if err := w.Certification.EndScheme(ctx, w.mona, all[0].ID); err != nil {
		t.Fatal(err)
	}
	x := w.load("pedagogiska-ramverket", "stjarnan")
	if got := kinds(x.Steps, preset.Kept); !slices.Contains(got, "scheme") || !slices.Contains(got, string(preset.Join)) {
		t.Errorf("kept %v", got)
	}
}

// A guide that has been ended since is promised to nobody, and what was loaded before can still be read.
func TestAGuideOfAPresetIsEnded(t *testing.T) {
	w := newWorld(t)
	before := w.load("evikomp", "solen")
	had := 0
	for _, s := range before.Steps {
		if s.Kind == recipe.Guide {
			had++
		}
	}
	w.Exec(`UPDATE guide SET ended_on = $1 WHERE owner_id = 'se'`, w.Staff.Today())
	x, err := w.Presets.Preview(t.Context(), w.mona, "evikomp", "manen")
	if err != nil || had == 0 {
		t.Fatal(had, err)
	}
	for _, s := range x.Steps {
		if s.Kind == recipe.Guide {
			t.Errorf("%s is ended", s.Title)
		}
	}
	if _, err := w.Presets.Loaded(t.Context(), w.mona, before.ID); err != nil {
		t.Error(err)
	}
}

// Whoever may not load presets at a place is refused there, and so is a place that the preset is not for.
func TestWhoMayTakeAPresetInAndWhere(t *testing.T) {
	w := newWorld(t)
	w.Place("employer", "privat", "Vård AB", gaptest.Town)
	w.Place("unit", "egen", "Egen", "privat")
	w.Employ("rita", "manen", "enhetschef")
	w.Grant("rita", may.Region, "rss-GR")
	rita := w.Actor("rita")
	for name, c := range map[string]struct {
		who          may.Actor
		preset, node string
		want         string
	}{
		"a manager":                      {w.Actor("maria"), "evikomp", "solen", "may.denied"},
		"a learner":                      {w.Actor("anna"), "evikomp", "solen", "may.denied"},
		"a visitor":                      {may.Actor{}, "evikomp", "solen", "may.sign_in"},
		"an RSS in a municipality":       {rita, "evikomp", gaptest.Town, "may.denied"},
		"a municipality at a private":    {w.mona, "evikomp", "egen", "may.denied"},
		"an RSS, a preset of others":     {rita, "sprakombud", "rss-GR", "preset.place_wrong"},
		"no such place":                  {w.mona, "evikomp", "x", "org.node_missing"},
		"a preset that there is not":     {w.mona, "x", "solen", "preset.missing"},
		"an operator, an unknown preset": {may.Operator(), "x", "solen", "preset.missing"},
	} {
		if _, err := w.Presets.Load(t.Context(), c.who, c.preset, c.node); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	// What is wrong with the place names the places that the preset is for: an RSS may take in Evikomp.
	for name, want := range map[string]string{"evikomp": "RSS", "sprakombud": "kommun"} {
		_, err := w.Presets.Load(t.Context(), may.Operator(), name, "se")
		if f := fault.Of(err); f == nil || f.Key != "preset.place_wrong" || !strings.Contains(f.Args["places"], want) {
			t.Errorf("%s at the nation: %v", name, err)
		}
	}
	if x, err := w.Presets.Load(t.Context(), rita, "pedagogiska-ramverket", "rss-GR"); err != nil || !slices.Contains(kinds(x.Steps, preset.Made), "scheme") {
		t.Errorf("an RSS at home: %v %v", kinds(x.Steps, preset.Made), err)
	}
	if _, more, err := w.Presets.History(t.Context(), w.Actor("anna"), "", 10, 0); !errors.Is(err, may.ErrDenied) || more {
		t.Errorf("history for a learner: %v", err)
	}
	all, _, err := w.Presets.History(t.Context(), w.mona, "", 10, 0)
	if err != nil || len(all) != 0 {
		t.Errorf("what the RSS took in is not the municipality's: %v %v", all, err)
	}
}

// A toolbox that the place has already, as a shipped one, is told as there, not as made.
func TestAToolboxThatIsThereIsNotTheLoads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, err := preset.Toolbox(w.Presets.Files, "pedagogisk-bank")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(w.Presets.Files, "material")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Presets.Library.Load(t.Context(), may.Operator(), gaptest.Town, c, files); err != nil {
		t.Fatal(err)
	}
	x, err := w.Presets.Load(t.Context(), w.mona, "pedagogiska-ramverket", gaptest.Town)
	if err != nil || slices.Contains(kinds(x.Steps, preset.Made), "toolbox") || !slices.Contains(kinds(x.Steps, preset.There), "toolbox") {
		t.Errorf("made %v, there %v, %v", kinds(x.Steps, preset.Made), kinds(x.Steps, preset.There), err)
	}
}

// A load that stops is gone on with: what was made is not made again.
func TestALoadThatStopsGoesOn(t *testing.T) {
	w := newWorld(t)
	files := w.Presets.Files
	text, err := fs.ReadFile(files, "material/pedagogisk-bank.yaml")
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(text), "areas: [funktionshinder]", "areas: [ingenstans]", 1)
	w.Presets.Files = fstest.MapFS{"material/pedagogisk-bank.yaml": {Data: []byte(wrong)}}
	if x, err := w.Presets.Load(t.Context(), w.mona, "pedagogiska-ramverket", "solen"); key(err) != "library.choice_wrong" || x.Whole {
		t.Fatalf("a toolbox with an unknown area came in: %v %+v", err, x)
	}
	w.Presets.Files = files
	all, _, err := w.Presets.History(t.Context(), w.mona, "", 10, 0)
	if err != nil || len(all) != 1 || all[0].Whole {
		t.Fatalf("history %+v, %v", all, err)
	}
	y := w.load("pedagogiska-ramverket", "solen")
	if y.ID != all[0].ID || slices.Contains(kinds(y.Steps, preset.Made), "scheme") || !slices.Contains(kinds(y.Steps, preset.Made), "toolbox") {
		t.Errorf("went on with %q after %q: %v", y.ID, all[0].ID, kinds(y.Steps, preset.Made))
	}
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM scheme`); err != nil || n != 1 {
		t.Errorf("%d schemes, %v", n, err)
	}
}

// A scheme that a preset has made becomes as the preset says today when it is loaded again, where the place has not changed
// it; where it has, its own stands.
func TestLoadingAgainBringsWhatThePresetSaysToday(t *testing.T) {
	w := newWorld(t)
	i := slices.IndexFunc(w.Presets.Recipes, func(x recipe.Preset) bool { return x.ID == "pedagogiska-ramverket" })
	w.Presets.Recipes = slices.Clone(w.Presets.Recipes)
	says := func(change func(*rule.Scheme)) {
		x := &w.Presets.Recipes[i]
		x.Parts = slices.Clone(x.Parts)
		for k := range x.Parts {
			if x.Parts[k].Scheme != nil {
				s := *x.Parts[k].Scheme
				change(&s)
				x.Parts[k].Scheme = &s
			}
		}
	}
	newest := func() certification.Scheme {
		t.Helper()
		all, err := w.Certification.Schemes(t.Context(), w.mona)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all[0]
	}
	says(func(s *rule.Scheme) { s.Versions, s.Anew = "", false }) // as it was shipped first
	w.load("pedagogiska-ramverket", "stod")
	says(func(s *rule.Scheme) { s.Versions, s.Anew = rule.RoundVersion, true })
	x := w.load("pedagogiska-ramverket", "stod")
	if got := kinds(x.Steps, preset.Made); !slices.Equal(got, []string{"scheme"}) {
		t.Errorf("made %v", got)
	}
	if s := newest(); s.Newest != 2 || !s.On(w.Staff.Today()).Scheme.Anew {
		t.Errorf("%+v", s)
	}
	if y := w.load("pedagogiska-ramverket", "stod"); y.ID != "" {
		t.Errorf("the third time made %v", kinds(y.Steps, preset.Made))
	}
	own := newest().On(w.Staff.Today()).Scheme
	own.Share = 80
	if err := w.Certification.ChangeScheme(t.Context(), w.mona, newest().ID, 2, own, ""); err != nil {
		t.Fatal(err)
	}
	if y := w.load("pedagogiska-ramverket", "stod"); y.ID != "" || !slices.Equal(kinds(y.Steps, preset.Kept), []string{"scheme"}) || newest().Newest != 3 {
		t.Errorf("what the place has decided: %v", kinds(y.Steps, preset.Kept))
	}
}

// Of many who load the same at once one does: nothing is made twice.
func TestTwoWhoLoadAtOnceMakeItOnce(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		all.Go(func() { _, errs[i] = w.Presets.Load(t.Context(), w.mona, "pedagogiska-ramverket", "stod") })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, preset.ErrBusy) {
			t.Error(err)
		}
	}
	w.load("pedagogiska-ramverket", "stod")
	for q, want := range map[string]int64{`SELECT COUNT(*) FROM scheme`: 1, `SELECT COUNT(*) FROM unit_programme`: 2, `SELECT COUNT(*) FROM preset_load`: 1, `SELECT COUNT(*) FROM preset_busy`: 0} {
		if n, err := db.One(t.Context(), w.DB, db.Number, q); err != nil || n != want {
			t.Errorf("%s: %d, want %d, %v", q, n, want, err)
		}
	}
}
