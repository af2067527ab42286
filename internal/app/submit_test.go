package app_test

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// needs makes a municipality of many with requirements of which some are held: a licence that a few nurses
// lack, an education that half have, a number that every unit is to have, and one for the whole.
func (w *world) needs(t *testing.T) {
	t.Helper()
	w.library(t)
	w.crowd(t, 40)
	w.places(t)
	w.exec(t, `UPDATE employment_period SET occupation = 'sjukskoterska' WHERE person_id IN ('crowd-000', 'crowd-001', 'crowd-002')`)
	w.exec(t, `UPDATE employment_period SET area = 'lss' WHERE person_id >= 'crowd-030' AND person_id <= 'crowd-039'`)
	nurse := layer.Who{Occupations: []string{"sjukskoterska"}}
	w.asks(t, "se", each("n-utb", "utbildning"), layer.Demand{ID: "n-leg", Requirement: "bas/legitimation", Who: nurse, Measure: layer.Each, Weight: layer.Critical})
	w.asks(t, "k-1480", each("k-bem", "bemotande"), layer.Demand{ID: "k-demens", Requirement: "bas/demens", Measure: layer.Count, Count: 2, At: "unit"},
		layer.Demand{ID: "k-mas", Requirement: "bas/hygien", Measure: layer.Count, Count: 1, At: "municipality"})
	for i := range 20 {
		w.merit(t, fmt.Sprintf("crowd-%03d", i+5), "k-1480", frame.ByEducation, "vard-och-omsorg")
	}
	w.merit(t, "crowd-000", "k-1480", frame.ByLicence, "sjukskoterska")
	w.merit(t, "privat-hus-1", "privat", frame.ByEducation, "vard-och-omsorg")
	w.pass(t)
}

// submit submits the municipality's gap as it is.
func (w *world) submit(t *testing.T) gap.Summary {
	t.Helper()
	town := w.at(t, may.Municipality, "k-1480")
	s, err := w.app.Gaps.Submission(t.Context(), town, "k-1480")
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.app.Gaps.Submit(t.Context(), town, "k-1480", s.Draft.Digest())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestWhatAMunicipalitySubmitsIsItsOwnGapExactly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	ctx, g := t.Context(), w.app.Gaps
	s := w.submit(t)
	v, err := g.Place(ctx, w.at(t, may.Municipality, "k-1480"), "k-1480", gap.Filter{}, w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Figures) != 4 || len(s.Figures) != 4 || s.Persons != v.Total.Persons {
		t.Fatalf("%d requirements, %d submitted, %d of %d people", len(v.Figures), len(s.Figures), s.Persons, v.Total.Persons)
	}
	for _, f := range v.Figures {
		if e, ok := s.Exactly(f.Key); !ok || e.Column() != f.Column {
			t.Errorf("%s: %+v is submitted, %+v is live", f.Key, e, f.Column)
		}
	}
	if len(s.Targets) != 1 || s.Targets[0].At != "municipality" || len(s.Of("bas/hygien").Groups) != 0 {
		t.Errorf("targets: %+v", s.Targets)
	}
	for _, told := range s.Told {
		sum, exact := told.Sum(nil), v.Figures[slices.IndexFunc(v.Figures, func(f gap.Figure) bool { return f.Key == told.Requirement })]
		if !told.Partly && sum.Required != exact.Required || sum.Required > exact.Required || sum.Held > exact.Held {
			t.Errorf("%s: %+v is told of %+v", told.Requirement, sum, exact.Column)
		}
	}
	if got := s.Of("bas/legitimation"); len(got.Groups) == 0 || got.Groups[0].Split {
		t.Errorf("that 1 of 5 nurses holds a licence is told: %+v", got)
	}
	sub, err := g.Submission(ctx, w.at(t, may.Municipality, "k-1480"), "k-1480")
	if err != nil || !slices.Equal(sub.Private, []string{"Omsorg AB"}) {
		t.Errorf("%v %v", sub.Private, err)
	}
	for _, a := range []may.Actor{w.at(t, may.Operations, "k-1480"), w.at(t, may.Region, "rss-GR"), w.at(t, may.Municipality, "k-2480")} {
		if _, err := g.Submission(ctx, a, "k-1480"); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%+v: %v", a.Grants, err)
		}
	}
}

// TestRegionAndNationReadWhatIsSubmitted walks the pages as forms: submitting, reading, taking back.
func TestRegionAndNationReadWhatIsSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	town, region, nation := w.browser(t, "municipality-1480"), w.browser(t, "region-1480"), w.browser(t, "national-1480")
	if _, body := w.body(t, nation, "/nationen/kompetens"); !strings.Contains(body, "0 av 290 kommuner har lämnat in") {
		t.Error("the nation reads what nobody has submitted")
	}
	status, body := w.body(t, town, "/kommun/behov")
	seen := regexp.MustCompile(`name="sett" value="([0-9a-f]+)"`).FindStringSubmatch(body)
	if status != 200 || seen == nil || !strings.Contains(body, "Privata arbetsgivare räknas inte med: Omsorg AB.") {
		t.Fatal(status, body)
	}
	for place, want := range map[string]int{"unit-1480": 200, "k-1480": 200, "unit-2480": 403, "finns-inte": 404} { // figures of a unit lead here
		if got, _ := w.body(t, town, "/kommun/behov?plats="+place); got != want {
			t.Errorf("the needs from %s: %d, want %d", place, got, want)
		}
	}
	if got := w.post(t, town, w.base+"/kommun/behov", url.Values{"sett": {"x"}}); got != 409 {
		t.Errorf("figures that have changed are submitted: %d", got)
	}
	if got := w.post(t, town, w.base+"/kommun/behov", url.Values{"sett": {seen[1]}}); got != 303 {
		t.Fatalf("submitting: %d", got)
	}
	_, body = w.body(t, nation, "/nationen/kompetens")
	for _, says := range []string{"1 av 290 kommuner har lämnat in", "Vård- och omsorgsutbildning", "Formell kompetens", "Göteborgsregionen", "Färre än 5 visas inte"} {
		if !strings.Contains(body, says) {
			t.Errorf("the nation does not read %q", says)
		}
	}
	if strings.Contains(body, "Testa ") || strings.Contains(body, "Hemtjänst 1480") {
		t.Error("the nation reads names")
	}
	_, body = w.body(t, region, "/rss/kompetens")
	for _, says := range []string{"1 av 13 kommuner", "12 har inte lämnat in", "Mölndal", "/rss/kompetens/kommun?plats=k-1480", "Kritiskt"} {
		if !strings.Contains(body, says) {
			t.Errorf("the region does not read %q", says)
		}
	}
	if _, body = w.body(t, region, "/rss/kompetens/kommun?plats=k-1480"); !strings.Contains(body, "Bemötande") {
		t.Error("the region cannot look into what a municipality has submitted")
	}
	if status, _ := w.body(t, w.browser(t, "region-2480"), "/rss/kompetens/kommun?plats=k-1480"); status != 403 {
		t.Errorf("another region looks into it: %d", status)
	}
	if status, _ := w.body(t, region, "/rss/kompetens/kommun?plats=unit-1480"); status != 404 {
		t.Errorf("a unit is shown: %d", status)
	}
	for _, kind := range []string{"csv", "xlsx"} {
		if status, file := w.body(t, region, "/rss/kompetens/fil?plats=rss-GR&format="+kind); status != 200 || kind == "csv" && !strings.Contains(file, "Krav;Legitimation;") {
			t.Errorf("%s: %d %.300s", kind, status, file)
		}
	}
	s, err := w.app.Gaps.Submission(t.Context(), may.Operator(), "k-1480")
	if err != nil || len(s.History) != 1 {
		t.Fatal(len(s.History), err)
	}
	if got := w.post(t, town, w.base+"/kommun/behov/ta-tillbaka", url.Values{"inlamning": {s.History[0].ID}}); got != 303 {
		t.Errorf("taking back: %d", got)
	}
	if _, body := w.body(t, nation, "/nationen/kompetens"); !strings.Contains(body, "0 av 290 kommuner har lämnat in") {
		t.Error("what was taken back is still read")
	}
}

// TestNoFileOrPageOfARegionTellsOfFew reads every page of a region with every choice: no figure of people
// is 1 to 4, but the counts of municipalities.
func TestNoFileOrPageOfARegionTellsOfFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	w.submit(t)
	region := w.browser(t, "region-1480")
	read := 0
	for _, place := range []string{"rss-GR", "k-1480"} {
		for _, choice := range []string{"", "&yrke=underskoterska", "&yrke=sjukskoterska", "&omrade=aldreomsorg", "&omrade=lss", "&yrke=underskoterska&omrade=lss", "&bara=formellt", "&krav=bas/legitimation", "&ramverk=bas"} {
			_, file := w.body(t, region, "/rss/kompetens/fil?format=csv&plats="+place+choice)
			for i, line := range strings.Split(strings.TrimSpace(file), "\n") {
				fields := strings.Split(strings.TrimSpace(line), ";")
				if i == 0 || len(fields) < 12 {
					continue
				}
				for _, n := range fields[3:10] {
					read++
					if slices.Contains([]string{"1", "2", "3", "4"}, n) {
						t.Errorf("%s%s: %s", place, choice, line)
					}
				}
			}
		}
	}
	if read < 200 {
		t.Errorf("only %d cells were read", read)
	}
}

func TestASecondSubmissionShowsNoChangeOfFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	one := w.submit(t)
	w.merit(t, "crowd-030", "k-1480", frame.ByEducation, "vard-och-omsorg")
	w.pass(t)
	two := w.submit(t)
	before, _ := one.Exactly("bas/utbildning")
	now, _ := two.Exactly("bas/utbildning")
	if now.Held != before.Held+1 {
		t.Fatalf("%d hold it, %d did", now.Held, before.Held)
	}
	if a, b := one.Of("bas/utbildning").Sum(nil), two.Of("bas/utbildning").Sum(nil); a.Held != b.Held || a.Of != b.Of {
		t.Errorf("that one more holds it is seen: %+v, then %+v", a, b)
	}
	for i := range 6 {
		w.merit(t, fmt.Sprintf("crowd-%03d", 31+i), "k-1480", frame.ByEducation, "vard-och-omsorg")
	}
	w.pass(t)
	three := w.submit(t)
	if a, b := two.Of("bas/utbildning").Sum(nil), three.Of("bas/utbildning").Sum(nil); b.Held < a.Held+hide.Few {
		t.Errorf("that seven more hold it is not seen: %+v, then %+v", a, b)
	}
}

func TestTheTrendIsWhatHadBeenSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	ctx, g := t.Context(), w.app.Gaps
	region := w.at(t, may.Region, "rss-GR")
	first := w.submit(t)
	old := w.inDays(-200)
	w.exec(t, `UPDATE gap_summary SET as_of = $1, made_at = $2`, old, w.app.Now().AddDate(0, 0, -200))
	for i := range 6 {
		w.merit(t, fmt.Sprintf("crowd-%03d", 30+i), "k-1480", frame.ByEducation, "vard-och-omsorg")
	}
	w.pass(t)
	second := w.submit(t)
	o, err := g.Overview(ctx, region, "rss-GR", gap.Filter{Requirement: "bas/utbildning"})
	if err != nil || len(o.Trend) != 3 { // six and three months ago, and today
		t.Fatalf("%+v %v", o.Trend, err)
	}
	if a, b := o.Trend[0].Told, first.Of("bas/utbildning").Sum(nil); a != b {
		t.Errorf("what was told then: %+v, want %+v", a, b)
	}
	if a, b := o.Trend[2].Told, second.Of("bas/utbildning").Sum(nil); a != b || a.Held != o.Trend[0].Told.Held+6 {
		t.Errorf("what is told today: %+v, want %+v", a, b)
	}
	if err := g.Withdraw(ctx, w.at(t, may.Municipality, "k-1480"), "k-1480", second.ID); err != nil {
		t.Fatal(err)
	}
	if o, err = g.Overview(ctx, region, "rss-GR", gap.Filter{}); err != nil || len(o.Trend) != 2 || o.Submitted != 0 {
		t.Errorf("after it was taken back: %+v %v", o.Trend, err)
	}
}

// TestWhatIsShownOfUnitsIsOneDecisionADay holds what those without names see of live figures: units that
// are too small stand together, and one person's change is not seen the next day.
func TestWhatIsShownOfUnitsIsOneDecisionADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	ctx, g := t.Context(), w.app.Gaps
	town, err := w.app.Municipality(ctx, "1480")
	if err != nil {
		t.Fatal(err)
	}
	one, err := g.Shown(ctx, town)
	if err != nil || len(one["bas/utbildning"].Groups) == 0 {
		t.Fatalf("%+v %v", one, err)
	}
	for key, told := range one {
		for _, group := range told.Groups {
			if group.Required < hide.Few || group.Split && (few(group.Held) || few(group.Gap())) {
				t.Errorf("%s: %+v", key, group)
			}
			if slices.Contains(group.Keys, "privat-hus") {
				t.Errorf("a private employer's unit is shown: %+v", group)
			}
		}
	}
	w.merit(t, "crowd-030", "k-1480", frame.ByEducation, "vard-och-omsorg")
	w.pass(t)
	held := func(all map[string]hide.Told) int64 { return all["bas/utbildning"].Sum(nil).Held }
	if two, err := g.Shown(ctx, town); err != nil || held(two) != held(one) {
		t.Errorf("the same day: %d, then %d, %v", held(one), held(two), err)
	}
	w.exec(t, `UPDATE gap_told SET on_day = '2026-01-01'`)
	if two, err := g.Shown(ctx, town); err != nil || held(two) != held(one) {
		t.Errorf("one person's change is seen: %d, then %d, %v", held(one), held(two), err)
	}
	for i := range 7 {
		w.merit(t, fmt.Sprintf("crowd-%03d", 31+i), "k-1480", frame.ByEducation, "vard-och-omsorg")
	}
	w.pass(t)
	w.exec(t, `UPDATE gap_told SET on_day = '2026-01-01'`)
	if two, err := g.Shown(ctx, town); err != nil || held(two) != held(one)+8 {
		t.Errorf("eight people's change is not seen: %d, then %d, %v", held(one), held(two), err)
	}
}

func few(n int64) bool { return n > 0 && n < hide.Few }

// levels checks that every column is the sum over the children, all the way down.
func levels(t *testing.T, l gap.Level) {
	t.Helper()
	if len(l.Children) == 0 {
		return
	}
	sum, persons := map[string]count.Column{}, int64(0)
	for _, c := range l.Children {
		levels(t, c)
		persons += c.Persons
		for _, f := range c.Figures {
			s := sum[f.Key]
			s.Add(f.Column)
			sum[f.Key] = s
		}
	}
	if persons != l.Persons || len(sum) != len(l.Figures) {
		t.Errorf("%s: %d people, %d in its children; %d requirements, %d in its children", l.Name, l.Persons, persons, len(l.Figures), len(sum))
	}
	for _, f := range l.Figures {
		if f.Column != sum[f.Key] {
			t.Errorf("%s %s: %+v, its children %+v", l.Name, f.Key, f.Column, sum[f.Key])
		}
	}
}

func TestTheCommandReadsTheLatestSubmittedOnADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	ctx, g := t.Context(), w.app.Gaps
	first := w.submit(t)
	w.exec(t, `UPDATE gap_summary SET as_of = '2026-03-01', made_at = '2026-03-01 10:00:00'`)
	w.merit(t, "crowd-033", "k-1480", frame.ByEducation, "vard-och-omsorg")
	w.pass(t)
	second := w.submit(t)
	if err := w.app.DB.Tx(ctx, func(tx *db.Tx) error { // another region's municipality
		_, err := tx.Exec(ctx, `INSERT INTO gap_summary (id, municipality_id, as_of, made_at, made_by, persons, exact, told, sums, latest, withdrawn_by)
			SELECT 'annan', 'k-2480', '2026-05-01', made_at, made_by, persons, exact, told, sums, TRUE, '' FROM gap_summary WHERE id = $1`, first.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	held := func(node, on string) int64 {
		t.Helper()
		l, err := g.Submitted(ctx, may.Operator(), node, 2, on)
		if err != nil {
			t.Fatal(err)
		}
		levels(t, l)
		return column(t, l.Figures, "utbildning").Held
	}
	today := w.app.Staff.Today()
	a, _ := first.Exactly("bas/utbildning")
	b, _ := second.Exactly("bas/utbildning")
	if b.Held != a.Held+1 {
		t.Fatalf("%d, then %d", a.Held, b.Held)
	}
	for _, c := range []struct {
		node, on string
		want     int64
	}{{"rss-GR", "2026-02-28", 0}, {"rss-GR", "2026-03-01", a.Held}, {"rss-GR", today, b.Held}, {"se", "2026-04-01", a.Held}, {"se", "2026-06-01", 2 * a.Held}, {"se", today, a.Held + b.Held}} {
		if got := held(c.node, c.on); got != c.want {
			t.Errorf("%s on %s: %d hold it, want %d", c.node, c.on, got, c.want)
		}
	}
	l, err := g.Submitted(ctx, may.Operator(), "se", 2, today)
	if err != nil || len(l.Children) != 24 {
		t.Fatalf("%d regions, %v", len(l.Children), err)
	}
	towns := 0
	for _, r := range l.Children {
		towns += len(r.Children)
		for _, n := range r.Children {
			if n.ID != "k-1480" && n.ID != "k-2480" && (n.Persons != 0 || len(n.Figures) != 0) {
				t.Errorf("%s has submitted nothing: %+v", n.Name, n)
			}
		}
	}
	if towns != 290 {
		t.Errorf("%d municipalities", towns)
	}
	if err := g.Withdraw(ctx, w.at(t, may.Municipality, "k-1480"), "k-1480", second.ID); err != nil {
		t.Fatal(err)
	}
	if got := held("rss-GR", today); got != 0 {
		t.Errorf("%d are read of what was taken back", got)
	}
	if _, err := g.Submitted(ctx, w.at(t, may.National, "se"), "se", 1, today); !errors.Is(err, may.ErrDenied) {
		t.Errorf("whoever is no operator reads exact figures: %v", err)
	}
	if _, err := g.Submitted(ctx, may.Operator(), "unit-1480", 1, today); !errors.Is(err, org.ErrNoNode) {
		t.Errorf("a unit submits: %v", err)
	}
}

func TestAnRSSPlansWithItsMunicipalities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.needs(t)
	w.submit(t)
	ctx, g := t.Context(), w.app.Gaps
	w.exec(t, `DELETE FROM joint_work`)
	town, region, foreign := w.at(t, may.Municipality, "k-1480"), w.at(t, may.Region, "rss-GR"), w.at(t, may.Municipality, "k-2480")
	if err := g.Choose(ctx, town, gap.Choice{MunicipalityID: "k-1480", Requirement: "bas/utbildning", Reply: gap.Joint, Note: "Gärna i vår"}); err != nil {
		t.Fatal(err)
	}
	b, err := g.Board(ctx, region, "", gap.EveryArea, gap.Filter{})
	if err != nil || !b.Mine || len(b.Needs) == 0 {
		t.Fatalf("%+v %v", b.Needs, err)
	}
	if n := b.Needs[0]; !n.Formal || n.Key != "bas/utbildning" || len(n.Choices) != 1 || n.Choices[0].Municipality != "Göteborg" {
		t.Errorf("the first need: %+v", n)
	}
	work := gap.Work{RSSID: "rss-GR", Requirement: "bas/utbildning", Area: gap.CareOfOlder, From: "2027-01-01", Until: "2027-12-31", Title: " Validering tillsammans ", Goal: "Fler med utbildning"}
	if _, err := g.Propose(ctx, w.at(t, may.Quality, "se"), work); !errors.Is(err, may.ErrDenied) {
		t.Errorf("who only reads proposes: %v", err)
	}
	for want, bad := range map[error]gap.Work{gap.ErrTitle: {RSSID: "rss-GR", Requirement: "bas/utbildning"}, gap.ErrNeed: {RSSID: "rss-GR", Requirement: "bas/okant", Title: "x"},
		gap.ErrPeriod: {RSSID: "rss-GR", Requirement: "bas/utbildning", Title: "x", From: "2027-02-01", Until: "2027-01-01"}} {
		if _, err := g.Propose(ctx, region, bad); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", bad, err, want)
		}
	}
	id, err := g.Propose(ctx, region, work)
	if err != nil {
		t.Fatal(err)
	}
	told := func(person, key string) int64 {
		return w.count(t, `SELECT COUNT(*) FROM note WHERE person_id = $1 AND key = $2`, person, key)
	}
	if told("municipality-1480", "submit.told.proposed") != 1 || told("municipality-2480", "submit.told.proposed") != 0 {
		t.Error("the municipalities of the region, and no others, are told what is proposed")
	}
	p, err := g.JointPage(ctx, town, "k-1480")
	if err != nil || len(p.Works) != 1 || p.Works[0].Title != "Validering tillsammans" || len(p.Needs) == 0 {
		t.Fatalf("%+v %v", p, err)
	}
	if err := g.Answer(ctx, foreign, gap.Answer{WorkID: id, MunicipalityID: "k-2480", Reply: gap.Yes}); !errors.Is(err, gap.ErrNoWork) {
		t.Errorf("a municipality of another region answers: %v", err)
	}
	if err := g.Answer(ctx, town, gap.Answer{WorkID: id, MunicipalityID: "k-1480", Reply: "kanske"}); !errors.Is(err, gap.ErrAnswer) {
		t.Errorf("an answer that is none: %v", err)
	}
	for _, x := range []gap.Answer{{Reply: gap.Own, Note: "Vi gör det själva"}, {Reply: gap.Yes, People: 8, Note: "Åtta kan åka"}} {
		x.WorkID, x.MunicipalityID = id, "k-1480"
		if err := g.Answer(ctx, town, x); err != nil {
			t.Fatal(err)
		}
	}
	if told("region-1480", "submit.told.answered.yes") != 1 || told("region-1480", "submit.told.answered.own") != 1 {
		t.Error("the region is told each answer")
	}
	x, _, err := g.Work(ctx, region, id)
	if err != nil || x.Said(gap.Yes) != 1 || x.Said(gap.Own) != 0 || x.People() != 8 || x.Asked != 13 {
		t.Fatalf("%+v %v", x, err)
	}
	if b, err = g.Board(ctx, region, "rss-GR", gap.Psychiatry, gap.Filter{}); err != nil || len(b.Works) != 0 || slices.ContainsFunc(b.Needs, func(n gap.NeedCard) bool { return n.Key == "bas/utbildning" }) {
		t.Errorf("another area's board: %+v %v", b.Works, err)
	}
	x.Stage = gap.Planned
	if err := g.ChangeWork(ctx, region, x); !errors.Is(err, gap.ErrWhen) {
		t.Errorf("planned without a time: %v", err)
	}
	x.When, x.Where, x.Seats = "14 mars", "Mölndal", 30
	if err := g.ChangeWork(ctx, region, x); err != nil {
		t.Fatal(err)
	}
	if err := g.ChangeWork(ctx, region, x); !errors.Is(err, gap.ErrWorkTold) {
		t.Errorf("what somebody else has changed is overwritten: %v", err)
	}
	if told("municipality-1480", "submit.told.planned") != 1 {
		t.Error("the municipality is told when it is")
	}
	x.Revision, x.Stage, x.Outcome = x.Revision+1, gap.Proposed, ""
	if err := g.ChangeWork(ctx, region, x); !errors.Is(err, gap.ErrWorkOver) {
		t.Errorf("a planned work goes back: %v", err)
	}
	x.Stage, x.Outcome = gap.Finished, "Elva klarade det"
	if err := g.ChangeWork(ctx, region, x); err != nil {
		t.Fatal(err)
	}
	if err := g.Answer(ctx, town, gap.Answer{WorkID: id, MunicipalityID: "k-1480", Reply: gap.No}); !errors.Is(err, gap.ErrWorkOver) {
		t.Errorf("an answer to what is done: %v", err)
	}
	if b, err = g.Board(ctx, region, "rss-GR", gap.CareOfOlder, gap.Filter{}); err != nil || len(b.At(gap.Finished)) != 1 || b.At(gap.Finished)[0].Outcome != "Elva klarade det" {
		t.Errorf("%+v %v", b.Works, err)
	}
}

// TestTheNationReadsAllSummariesQuickly holds the nation's page to its bound: 290 summaries of 60 requirements,
// read for the first time and after that.
func TestTheNationReadsAllSummariesQuickly(t *testing.T) { // alone: it measures the process
	w := newWorld(t)
	ctx := t.Context()
	w.nationOfSummaries(t, 60)
	for i, bound := range []time.Duration{2 * time.Second, time.Second} {
		began := cpu(t)
		o, err := w.app.Gaps.Overview(ctx, may.Operator(), org.Sweden, gap.Filter{})
		if err != nil || o.Submitted != 290 || len(o.Asked) != 60 || o.Total.Required == 0 {
			t.Fatalf("%d submitted, %d requirements, %v", o.Submitted, len(o.Asked), err)
		}
		took := cpu(t) - began
		t.Logf("reading %d: %v of the processor", i+1, took)
		if took > bound {
			t.Errorf("reading %d: %v of the processor", i+1, took)
		}
	}
}

// nationOfSummaries lets every municipality have submitted figures of some requirements.
func (w *world) nationOfSummaries(t testing.TB, requirements int) {
	t.Helper()
	ctx := t.Context()
	today := w.app.Staff.Today()
	towns, err := w.app.Tree.Municipalities(ctx, today)
	if err != nil {
		t.Fatal(err)
	}
	err = w.app.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, n := range towns {
			s := gap.Summary{ID: fmt.Sprintf("summary-%d", i), MunicipalityID: n.ID, AsOf: today, MadeAt: w.app.Now(), MadeBy: "test", Persons: 700, Latest: true}
			for r := range requirements {
				var cells []hide.Cell
				for k := range 12 {
					held := int64((i*7 + r*3 + k) % 40)
					cells = append(cells, hide.Cell{Key: fmt.Sprintf("yrke-%d/aldreomsorg", k), Path: fmt.Sprintf("yrke-%d/aldreomsorg", k), Column: count.Column{Required: 60, Held: held, Develop: 60 - held}})
				}
				key := fmt.Sprintf("bas/krav-%03d", r)
				s.Told = append(s.Told, gap.Told{Requirement: key, Told: hide.Tell(cells, hide.Told{}, today)})
				s.Figures = append(s.Figures, gap.Exact{Requirement: key, Name: key, Required: 720, Held: 300, Develop: 420})
			}
			if err := gap.InsertSummary(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
