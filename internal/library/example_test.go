package library_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/librarytest"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// reads are the titles of the examples that somebody finds.
func reads(w *librarytest.World, person string, f library.Filter) (titles []string) {
	w.T.Helper()
	all, n, err := w.Library.Browse(w.T.Context(), w.Actor(person), f)
	w.Must(err)
	if n != len(all) {
		w.T.Errorf("%d of %d", len(all), n)
	}
	for _, x := range all {
		titles = append(titles, x.Title)
	}
	slices.Sort(titles)
	return titles
}

func told(w *librarytest.World, person, key string) int64 {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = $1 AND key = $2`, person, "library.told."+key)
	w.Must(err)
	return n
}

// From a draft to what everybody reads: the manager asks to wait, the municipality asks for changes and publishes, the
// nation spreads it. Everybody concerned is told, and nothing is forgotten.
func TestAnExampleFromDraftToEverybody(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	x, err := w.Library.SaveExample(ctx, w.Actor("amina"), librarytest.Story("Lugn överlämning", state.Wide))
	w.Must(err)
	for _, person := range []string{"maria", "kim", "bengt", "nina"} {
		if _, err := w.Library.Case(ctx, w.Actor(person), x.ID); !errors.Is(err, library.ErrNoExample) {
			t.Errorf("%s sees a draft: %v", person, err)
		}
	}
	w.Do("amina", x.ID, state.Send, "")
	is(t, w.Try("amina", x.ID, state.Send, ""), library.ErrState)
	if told(w, "maria", "from_unit") != 1 || told(w, "kim", "review_example") != 1 || told(w, "rita", "review_example") != 0 {
		t.Error("who leads and who reviews are not told, or others are")
	}
	is(t, w.Try("maria", x.ID, state.Hold, ""), library.ErrReason)
	is(t, w.Try("maria", x.ID, state.Publish, ""), may.ErrDenied)
	w.Do("maria", x.ID, state.Hold, "Vi ska visa nattpersonalen först.")
	is(t, w.Try("kim", x.ID, state.Publish, ""), library.ErrState)
	w.Do("maria", x.ID, state.Release, "")
	for _, person := range []string{"bengt", "rita", "nina", "petra"} {
		if err := w.Try(person, x.ID, state.Publish, ""); !errors.Is(err, library.ErrNoExample) {
			t.Errorf("%s publishes: %v", person, err)
		}
	}
	w.Do("kim", x.ID, state.Ask, "Skriv hur lång tid det tog.")
	c, err := w.Library.Case(ctx, w.Actor("amina"), x.ID)
	w.Must(err)
	c.Story.How = "En vecka i taget, i tre veckor."
	_, err = w.Library.SaveExample(ctx, w.Actor("amina"), c.Example)
	w.Must(err)
	_, err = w.Library.SaveExample(ctx, w.Actor("amina"), c.Example)
	is(t, err, library.ErrChanged)
	w.Do("amina", x.ID, state.Send, "")
	if waiting, _, err := w.Library.Queue(ctx, w.Actor("kim")); err != nil || len(waiting) != 1 {
		t.Errorf("%v %v", waiting, err)
	}
	w.Do("kim", x.ID, state.Publish, "")
	for person, want := range map[string]int{"bengt": 1, "pia": 1, "petra": 0, "olle": 0, "frida": 0} {
		if got := len(reads(w, person, library.Filter{})); got != want {
			t.Errorf("in the municipality: %s reads %d, want %d", person, got, want)
		}
	}
	if waiting, _, err := w.Library.Queue(ctx, w.Actor("nina")); err != nil || len(waiting) != 1 {
		t.Fatalf("the nation is not asked: %v %v", waiting, err)
	}
	w.Do("nina", x.ID, state.Widen, "")
	if got := reads(w, "frida", library.Filter{}); len(got) != 1 {
		t.Errorf("far away: %v", got)
	}
	is(t, w.Try("nina", x.ID, state.Widen, ""), library.ErrState)
	c, err = w.Library.Case(ctx, w.Actor("amina"), x.ID)
	w.Must(err)
	var moves []state.Move
	for _, e := range c.Events {
		moves = append(moves, e.Move)
	}
	if want := []state.Move{state.Send, state.Hold, state.Release, state.Ask, state.Send, state.Publish, state.Widen}; !slices.Equal(moves, want) {
		t.Errorf("%v, want %v", moves, want)
	}
	for _, what := range []string{"hold", "release", "ask", "publish", "widen"} {
		if told(w, "amina", what) != 1 {
			t.Errorf("the author is told %d times of %s", told(w, "amina", what), what)
		}
	}
	w.Do("kim", x.ID, state.TakeDown, "Det gäller inte längre.")
	if got := reads(w, "frida", library.Filter{}); len(got) != 0 {
		t.Errorf("taken down and read: %v", got)
	}
	w.Do("amina", x.ID, state.Reopen, "")
	seen, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE what = 'library.example' AND person_id = 'amina' AND viewer_id = 'kim'`)
	w.Must(err)
	if seen == 0 {
		t.Error("that the reviewer saw the author is not logged")
	}
}

// How far an example goes is at most what its author wishes; the RSS may let it stay; where nobody keeps material, or only
// the author, the next place reviews.
func TestHowFarAnExampleGoes(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	own := w.Sent("amina", "Bara hos oss", state.Own)
	c, err := w.Library.Case(ctx, w.Actor("kim"), own.ID)
	w.Must(err)
	is(t, w.Library.Go(ctx, w.Actor("kim"), own.ID, library.Step{Move: state.Publish, Revision: c.Revision, Spread: state.Wide}), library.ErrChoice)
	w.Do("kim", own.ID, state.Publish, "")
	rss := w.Sent("bengt", "I hela RSS", state.RSS)
	w.Do("kim", rss.ID, state.Publish, "")
	w.Do("rita", rss.ID, state.Widen, "")
	stay := w.Sent("pia", "Stannar", state.RSS)
	w.Do("kim", stay.ID, state.Publish, "")
	is(t, w.Try("rita", stay.ID, state.Keep, ""), library.ErrReason)
	w.Do("rita", stay.ID, state.Keep, "Det finns redan något likt.")
	if got := reads(w, "olle", library.Filter{}); !slices.Equal(got, []string{"I hela RSS"}) {
		t.Errorf("in the RSS: %v", got)
	}
	if got := reads(w, "amina", library.Filter{}); len(got) != 3 {
		t.Errorf("at home: %v", got)
	}
	admin := w.Sent("kim", "Kommunens egen", state.Wide)
	if desk := deskOf(w, admin.ID); desk != librarytest.RSS {
		t.Errorf("the author reviews the own: %s", desk)
	}
	private := w.Sent("petra", "Hos vårdbolaget", state.RSS)
	if desk := deskOf(w, private.ID); desk != librarytest.RSS {
		t.Errorf("a private employer's goes to %s", desk)
	}
	is(t, w.Try("kim", private.ID, state.Publish, ""), library.ErrNoExample)
	w.Do("rita", private.ID, state.Publish, "")
	far := w.Sent("frida", "Utan granskare", state.Wide)
	if desk := deskOf(w, far.ID); desk != "se" {
		t.Errorf("without anybody in between it goes to %s", desk)
	}
	w.Do("nina", far.ID, state.Decline, "Det finns en nyare riktlinje.")
	is(t, w.Try("nina", far.ID, state.Publish, ""), library.ErrNoExample)
}

func deskOf(w *librarytest.World, id string) string {
	w.T.Helper()
	desk, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT desk_id FROM example WHERE id = $1`, id)
	w.Must(err)
	return desk
}

// What an example may say: no identity numbers, what may point at somebody looked over, pictures with words and consent.
func TestWhatAnExampleMaySay(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, amina := t.Context(), w.Actor("amina")
	for name, tc := range map[string]struct {
		change func(*library.Example)
		want   error
	}{
		"no title":        {func(x *library.Example) { x.Title = "" }, library.ErrTitle},
		"identity number": {func(x *library.Example) { x.Story.Gave = "19121212-1212 blev lugn" }, library.ErrIdentity},
		"too long":        {func(x *library.Example) { x.Story.Did = strings.Repeat("x", 5001) }, library.ErrLong},
		"no wish":         {func(x *library.Example) { x.Wish = "" }, library.ErrChoice},
		"another unit":    {func(x *library.Example) { x.UnitID = "lunden" }, library.ErrChoice},
		"unknown area":    {func(x *library.Example) { x.Story.Area = "x" }, library.ErrChoice},
	} {
		x := librarytest.Story("x", state.Own)
		tc.change(&x)
		if _, err := w.Library.SaveExample(ctx, amina, x); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	short := library.Example{Title: "Kort", Wish: state.Own}
	s, err := w.Library.SaveExample(ctx, amina, short)
	w.Must(err)
	is(t, w.Try("amina", s.ID, state.Send, ""), library.ErrDid)
	x := librarytest.Story("Med rum", state.Own)
	x.Story.Did = "Vi flyttade lampan i rum 12."
	x, err = w.Library.SaveExample(ctx, amina, x)
	w.Must(err)
	is(t, w.Try("amina", x.ID, state.Send, ""), library.ErrHints)
	add := func(body, about string, consent bool) error {
		return w.Library.AddPicture(ctx, amina, x.ID, library.Upload{File: strings.NewReader(body), Name: "bild.png"}, about, consent)
	}
	png := string(librarytest.PNG())
	is(t, add(png, "En lampa", false), library.ErrConsent)
	is(t, add(png, "", true), library.ErrAbout)
	is(t, add("%PDF-1.7\n", "En lampa", true), library.ErrPicture)
	is(t, add("<svg/>", "En lampa", true), library.ErrPicture)
	is(t, add("", "En lampa", true), library.ErrFile)
	w.Must(add(png, "En lampa", true))
	c, err := w.Library.Case(ctx, amina, x.ID)
	w.Must(err)
	w.Must(w.Library.Go(ctx, amina, x.ID, library.Step{Move: state.Send, Revision: c.Revision, Looked: true}))
	is(t, add(png, "En lampa till", true), library.ErrState)
	if _, err := w.Library.SaveExample(ctx, amina, c.Example); !errors.Is(err, library.ErrState) {
		t.Errorf("changed while it is reviewed: %v", err)
	}
	for person, want := range map[string]error{"kim": nil, "maria": nil, "bengt": library.ErrNoExample, "olle": library.ErrNoExample} {
		f, kind, err := w.Library.OpenPicture(ctx, w.Actor(person), x.ID, c.Pictures[0].ID)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", person, err, want)
		}
		if err == nil {
			w.Must(f.Close())
			if kind != "image/png" {
				t.Error(kind)
			}
		}
	}
	if !bytes.HasPrefix(librarytest.PNG(), []byte("\x89PNG")) {
		t.Error("the picture of the test is none")
	}
	if _, err := w.Library.SaveExample(ctx, w.Actor("ingen"), librarytest.Story("x", state.Own)); !errors.Is(err, library.ErrNowhere) {
		t.Errorf("who works nowhere: %v", err)
	}
}

// Whose name and unit stand by an example: the author's only by wish, neither of a protected identity nor of who has left.
func TestNamesByExamples(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	publish := func(person string, named, contact bool) string {
		t.Helper()
		x := librarytest.Story("Av "+person, state.Own)
		x.Named, x.Contact = named, contact
		x, err := w.Library.SaveExample(ctx, w.Actor(person), x)
		w.Must(err)
		w.Do(person, x.ID, state.Send, "")
		w.Do("kim", x.ID, state.Publish, "")
		return x.ID
	}
	read := func(id string) library.Example {
		t.Helper()
		x, err := w.Library.Example(ctx, w.Actor("pia"), id)
		w.Must(err)
		return x
	}
	named, silent := publish("amina", true, true), publish("bengt", false, false)
	if x := read(named); x.Author != "Amina Exempel" || x.Unit != "Solen" {
		t.Errorf("%+v", x)
	}
	if x := read(silent); x.Author != "" || x.Unit != "Solen" {
		t.Errorf("%+v", x)
	}
	w.Must(w.Library.Ask(ctx, w.Actor("pia"), named, "Hur lång tid tog det?"))
	w.Must(w.Library.Ask(ctx, w.Actor("pia"), silent, "Hur började ni?"))
	is(t, w.Library.Ask(ctx, w.Actor("amina"), named, "x"), library.ErrOwnTry)
	is(t, w.Library.Ask(ctx, w.Actor("frida"), named, "x"), library.ErrNoExample)
	if told(w, "amina", "try") != 1 || told(w, "bengt", "try") != 0 || told(w, "maria", "try") != 1 {
		t.Error("the question does not go to who answers")
	}
	all, err := w.Library.Questions(ctx, w.Actor("amina"))
	w.Must(err)
	if len(all) != 1 || all[0].Name != "Pia Exempel" || all[0].Unit != "Lunden" {
		t.Fatalf("%+v", all)
	}
	is(t, w.Library.Answer(ctx, w.Actor("bengt"), all[0].ID, "x"), library.ErrNoTry)
	is(t, w.Library.Answer(ctx, w.Actor("amina"), all[0].ID, ""), library.ErrNote)
	w.Must(w.Library.Answer(ctx, w.Actor("amina"), all[0].ID, "Tre veckor."))
	is(t, w.Library.Answer(ctx, w.Actor("amina"), all[0].ID, "Igen"), library.ErrAnswered)
	asked, err := w.Library.Asked(ctx, w.Actor("pia"))
	w.Must(err)
	if len(asked) != 2 || told(w, "pia", "answered") != 1 {
		t.Errorf("%+v", asked)
	}
	if more, err := w.Library.Questions(ctx, w.Actor("maria")); err != nil || len(more) != 2 {
		t.Errorf("the manager sees %+v %v", more, err)
	}
	if _, err := w.Staff.NoteProtected(ctx, may.Operator(), librarytest.Town, "amina", true); err != nil {
		t.Fatal(err)
	}
	if x := read(named); x.Author != "" || x.Unit != "" {
		t.Errorf("a protected identity: %+v", x)
	}
	w.Exec(`UPDATE employment_period SET valid_until = '2025-01-01' WHERE person_id = 'bengt'`)
	w.Exec(`UPDATE example SET named = $1, contact = $1 WHERE id = $2`, true, silent)
	if x := read(silent); x.Author != "" {
		t.Errorf("who has left: %+v", x)
	}
	w.Must(w.Library.Ask(ctx, w.Actor("lena"), silent, "Finns det kvar?"))
	if told(w, "maria", "try") != 2 {
		t.Error("the question about who has left does not go to who leads")
	}
}

// Erased, the author is gone from what is published, which stays; what nobody has published goes.
func TestAnErasedAuthor(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	kept, draft := w.Sent("amina", "Publicerat", state.Own), w.Sent("amina", "Inte publicerat", state.Own)
	w.Do("kim", kept.ID, state.Publish, "")
	w.Must(w.Library.Ask(ctx, w.Actor("amina"), publishedBy(w, "bengt"), "Hej"))
	w.Must(w.DB.Tx(ctx, func(tx *db.Tx) error {
		gone, err := w.Library.Forget(ctx, tx, "amina", librarytest.Town, false)
		if err == nil && (gone["example"] != 1 || gone["example_try"] != 1) {
			t.Errorf("%v", gone)
		}
		return err
	}))
	x, err := w.Library.Example(ctx, w.Actor("pia"), kept.ID)
	w.Must(err)
	if x.PersonID != may.Erased || x.Author != "" || x.Named || x.Contact {
		t.Errorf("%+v", x)
	}
	if _, err := w.Library.Case(ctx, w.Actor("kim"), draft.ID); !errors.Is(err, library.ErrNoExample) {
		t.Errorf("what nobody published is there: %v", err)
	}
	left, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM library_word WHERE thing_id = $1`, draft.ID)
	w.Must(err)
	if left != 0 {
		t.Error("its words are there")
	}
}

func publishedBy(w *librarytest.World, person string) string {
	w.T.Helper()
	x := w.Sent(person, "Av "+person, state.Own)
	w.Do("kim", x.ID, state.Publish, "")
	return x.ID
}

// Examples are found by area, theme, occupation, municipality and words; one that builds on another says so.
func TestExamplesAreFoundAndBuiltOn(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	x := librarytest.Story("Bildstöd vid frukosten", state.Wide)
	x.Story.Area, x.Story.Topics, x.Story.Occupations = "funktionshinder", []string{"akk"}, []string{"underskoterska"}
	x, err := w.Library.SaveExample(ctx, w.Actor("amina"), x)
	w.Must(err)
	w.Do("amina", x.ID, state.Send, "")
	w.Do("kim", x.ID, state.Publish, "")
	w.Do("nina", x.ID, state.Widen, "")
	publishedBy(w, "bengt")
	for name, tc := range map[string]struct {
		f    library.Filter
		want int
	}{
		"all": {library.Filter{}, 2}, "area": {library.Filter{Area: "funktionshinder"}, 1}, "topic": {library.Filter{Topic: "akk"}, 1}, "occupation": {library.Filter{Occupation: "underskoterska"}, 1},
		"municipality": {library.Filter{Municipality: librarytest.Town}, 2}, "elsewhere": {library.Filter{Municipality: librarytest.Far}, 0}, "word": {library.Filter{Words: "frukost"}, 1}, "nothing": {library.Filter{Words: "zebra"}, 0},
	} {
		if got := len(reads(w, "amina", tc.f)); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
	}
	y, err := w.Library.BuildOn(ctx, w.Actor("frida"), x.ID)
	w.Must(err)
	c, err := w.Library.Case(ctx, w.Actor("frida"), y.ID)
	w.Must(err)
	if c.Basis == nil || c.Basis.ID != x.ID || c.Basis.Owner != "Göteborg" || c.Story.Gave != "" || c.EmployerID != librarytest.Far {
		t.Errorf("%+v", c)
	}
	w.Do("amina", x.ID, state.Withdraw, "")
	c, err = w.Library.Case(ctx, w.Actor("frida"), y.ID)
	w.Must(err)
	if c.Basis == nil || c.Basis.ID != "" || c.Basis.Title == "" {
		t.Errorf("%+v", c.Basis)
	}
	if _, err := w.Library.BuildOn(ctx, w.Actor("frida"), x.ID); !errors.Is(err, library.ErrNoExample) {
		t.Errorf("built on what is withdrawn: %v", err)
	}
	w.Do("amina", x.ID, state.Reopen, "")
	mine, err := w.Library.Case(ctx, w.Actor("amina"), x.ID)
	w.Must(err)
	mine.Title = "Inte skickat"
	_, err = w.Library.SaveExample(ctx, w.Actor("amina"), mine.Example)
	w.Must(err)
	c, err = w.Library.Case(ctx, w.Actor("frida"), y.ID)
	w.Must(err)
	if c.Basis == nil || c.Basis.Title != "" || c.Basis.Owner != "Göteborg" {
		t.Errorf("what a draft is called is told: %+v", c.Basis)
	}
}
