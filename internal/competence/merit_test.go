package competence_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/picture/picturetest"
)

// education is a programme finished in June 2019.
func education(person string) competence.NewMerit {
	return competence.NewMerit{Merit: competence.Merit{PersonID: person, Kind: frame.ByEducation, Ref: "vard-och-omsorg", Orientation: "Äldre", Credits: 2500, System: "gy", From: "2019-06-10",
		Details: competence.Details{Choices: "Psykiatri 2", School: "Ekbyskolan"}}}
}

func (w *meritWorld) add(a may.Actor, n competence.NewMerit) string {
	w.t.Helper()
	id, err := w.AddMerit(w.t.Context(), a, n)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *meritWorld) known(employer, person string) held.Person {
	w.t.Helper()
	all, err := w.Known(w.t.Context(), employer, []string{person})
	if err != nil {
		w.t.Fatal(err)
	}
	return all[person]
}

func (w *meritWorld) counts(employer, person string, by frame.By) (n int) {
	for _, m := range w.known(employer, person).Merits {
		if m.By == by && m.Checked {
			n++
		}
	}
	return n
}

func TestAMeritCountsWhenSomebodyElseHasSeenIt(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	var changed []string
	w.Changed = func(_ context.Context, _ *db.Tx, id string) error { changed = append(changed, id); return nil }
	n := education("p-amina")
	n.Paper, n.FileName = strings.NewReader("%PDF-1.4 betyg"), `C:\betyg.pdf`
	id := w.add(amina, n)
	if w.counts("k-1", "p-amina", frame.ByEducation) != 0 {
		t.Error("counted before anybody had looked")
	}
	if err := w.CheckMerit(t.Context(), amina, id); !errors.Is(err, competence.ErrOwnMerit) {
		t.Error(err)
	}
	for who, a := range map[string]may.Actor{"another manager": doris, "a deputy": deputy, "a colleague": bengt, "a private employer": theirs} {
		if err := w.CheckMerit(t.Context(), a, id); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := w.CheckMerit(t.Context(), carmen, id); err != nil {
		t.Fatal(err)
	}
	if err := w.CheckMerit(t.Context(), hr, id); !errors.Is(err, competence.ErrMeritDecided) {
		t.Error(err)
	}
	if w.counts("k-1", "p-amina", frame.ByEducation) != 1 {
		t.Error("does not count")
	}
	if len(w.told) != 1 || w.told[0].What != "checked" || w.told[0].Args["what"] != "Vård- och omsorgsprogrammet" || len(changed) != 2 {
		t.Errorf("%+v %v", w.told, changed)
	}
	list, err := w.Merits(t.Context(), carmen, "p-amina", "")
	if err != nil || len(list) != 1 || list[0].Choices != "Psykiatri 2" || list[0].School != "Ekbyskolan" || list[0].FileName != "betyg.pdf" || list[0].StateOn("2026-03-02") != competence.Checked {
		t.Fatal(list, err)
	}
	f, name, kind, err := w.Paper(t.Context(), hr, id)
	if err != nil || name != "betyg.pdf" || kind != "application/pdf" {
		t.Fatal(name, kind, err)
	}
	defer f.Close()
	if body, _ := io.ReadAll(f); string(body) != "%PDF-1.4 betyg" {
		t.Error(string(body))
	}
	if _, _, _, err := w.Paper(t.Context(), doris, id); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	looks, err := w.Audit.About(t.Context(), "p-amina", 10)
	if err != nil || len(looks) != 2 {
		t.Error(looks, err)
	}
}

func TestAMeritIsReplacedNotEdited(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	n := education("p-amina")
	n.Paper, n.FileName = strings.NewReader("%PDF-1.4"), "betyg.pdf"
	first := w.add(amina, n)
	if _, err := w.AddMerit(t.Context(), amina, education("p-amina")); !errors.Is(err, competence.ErrMeritThere) {
		t.Error(err)
	}
	again := education("p-amina")
	again.Orientation, again.Replaces = "Funktionsnedsättning", first
	second := w.add(amina, again)
	all, err := w.Merits(t.Context(), amina, "p-amina", "")
	if err != nil || len(all) != 2 || all[0].ID != second || all[0].FileName != "betyg.pdf" || all[1].EndedHow != competence.Replaced {
		t.Fatal(all, err)
	}
	if _, err := w.AddMerit(t.Context(), amina, again); !errors.Is(err, competence.ErrMeritDecided) {
		t.Error("what was replaced was replaced again:", err)
	}
	other := education("p-bengt")
	other.Replaces = second
	if _, err := w.AddMerit(t.Context(), bengt, other); !errors.Is(err, competence.ErrNoMerit) {
		t.Error("somebody else's was replaced:", err)
	}
}

func TestWhatIsRefusedEndedOrWithdrawnDoesNotCount(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	id := w.add(amina, education("p-amina"))
	for _, why := range []string{" ", "Se 19811218-9876"} {
		if err := w.RefuseMerit(t.Context(), carmen, id, why); fault.Of(err) == nil || fault.Of(err).Field != "why" {
			t.Errorf("%q: %v", why, err)
		}
	}
	if err := w.RefuseMerit(t.Context(), carmen, id, "Bilden går inte att läsa."); err != nil {
		t.Fatal(err)
	}
	second := w.add(amina, education("p-amina"))
	if err := w.WithdrawMerit(t.Context(), bengt, second); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if err := w.WithdrawMerit(t.Context(), amina, second); err != nil {
		t.Fatal(err)
	}
	seen := education("p-amina")
	seen.Seen = true
	third := w.add(carmen, seen)
	if w.counts("k-1", "p-amina", frame.ByEducation) != 1 {
		t.Error("what a manager has seen does not count")
	}
	if err := w.WithdrawMerit(t.Context(), amina, third); !errors.Is(err, competence.ErrMeritDecided) {
		t.Error(err)
	}
	if err := w.EndMerit(t.Context(), hr, third, "Fel person."); err != nil {
		t.Fatal(err)
	}
	if w.counts("k-1", "p-amina", frame.ByEducation) != 0 {
		t.Error("counts still")
	}
	var keys []string
	for _, n := range w.told {
		keys = append(keys, n.What)
	}
	if got := strings.Join(keys, " "); got != "refused noted ended" {
		t.Error(got)
	}
}

func TestAMeritSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	for name, c := range map[string]struct {
		change func(*competence.NewMerit)
		want   error
		field  string
	}{
		"no kind":            {func(n *competence.NewMerit) { n.Kind = "" }, competence.ErrMeritKind, "kind"},
		"a course":           {func(n *competence.NewMerit) { n.Kind = frame.ByCourse }, competence.ErrMeritKind, "kind"},
		"no programme":       {func(n *competence.NewMerit) { n.Ref = "trollkonst" }, competence.ErrProgramme, "programme"},
		"no date":            {func(n *competence.NewMerit) { n.From = "" }, competence.ErrMeritDate, "from"},
		"a day to come":      {func(n *competence.NewMerit) { n.From = "2026-03-03" }, competence.ErrMeritFuture, "from"},
		"no such credits":    {func(n *competence.NewMerit) { n.Credits = -1 }, competence.ErrCredits, "credits"},
		"credits of nothing": {func(n *competence.NewMerit) { n.System = "" }, competence.ErrSystem, "system"},
		"an identity number": {func(n *competence.NewMerit) { n.School = "19811218-9876" }, competence.ErrMeritID, "school"},
		"a long text":        {func(n *competence.NewMerit) { n.Choices = strings.Repeat("å", 2001) }, competence.ErrMeritLong, "choices"},
		"no licence":         {func(n *competence.NewMerit) { n.Kind, n.Ref = frame.ByLicence, "underskoterska" }, competence.ErrOccupation, "occupation"},
		"no ground":          {func(n *competence.NewMerit) { n.Kind, n.Ref = frame.ByTitle, "underskoterska" }, competence.ErrGround, "ground"},
		"no title": {func(n *competence.NewMerit) {
			n.Kind, n.Ref, n.Ground = frame.ByTitle, "trollkarl", title.ByCertificate
		}, competence.ErrTitle, "title"},
		"ends first":       {func(n *competence.NewMerit) { n.Kind, n.Ref, n.Until = frame.ByLicence, "sjukskoterska", "2019-06-10" }, competence.ErrMeritUntil, "until"},
		"a text as paper":  {func(n *competence.NewMerit) { n.Paper = strings.NewReader("<html>") }, competence.ErrFileKind, "file"},
		"half a picture":   {func(n *competence.NewMerit) { n.Paper = bytes.NewReader(picturetest.Screen(t, 1)[:60]) }, competence.ErrPicture, "file"},
		"a large paper":    {func(n *competence.NewMerit) { n.Paper = strings.NewReader("%PDF-" + strings.Repeat("x", 10<<20)) }, competence.ErrFileLarge, "file"},
		"another employer": {func(n *competence.NewMerit) { n.EmployerID = "a-privat" }, competence.ErrNotEmployed, "employer"},
	} {
		n := education("p-amina")
		c.change(&n)
		if _, err := w.AddMerit(t.Context(), amina, n); !errors.Is(err, c.want) || fault.Of(err).Field != c.field {
			t.Errorf("%s: %v on %v, want %v on %s", name, err, fault.Of(err), c.want, c.field)
		}
	}
	if all, err := w.Merits(t.Context(), amina, "p-amina", ""); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

func TestAnEmployerSeesItsOwnMeritsAndWhatIsShared(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	w.employ("p-amina", "Amina", "Warsame", "a-privat", "u-granen", "underskoterska", "hourly", "2025-01-01", "2025-01-01")
	n := education("p-amina")
	n.Seen, n.EmployerID = true, "k-1"
	w.add(carmen, n)
	if _, err := w.Merits(t.Context(), carmen, "p-amina", "a-privat"); !errors.Is(err, may.ErrDenied) {
		t.Error("the municipality's manager read as the private employer:", err)
	}
	list, err := w.Merits(t.Context(), theirs, "p-amina", "")
	if err != nil || len(list) != 0 || w.counts("a-privat", "p-amina", frame.ByEducation) != 0 {
		t.Error(list, err)
	}
	if err := w.rec.ShareAll(t.Context(), amina, "a-privat"); err != nil {
		t.Fatal(err)
	}
	list, err = w.Merits(t.Context(), theirs, "p-amina", "")
	if err != nil || len(list) != 1 || w.counts("a-privat", "p-amina", frame.ByEducation) != 1 {
		t.Error(list, err)
	}
	if err := w.EndMerit(t.Context(), theirs, list[0].ID, "Fel."); !errors.Is(err, may.ErrDenied) {
		t.Error("another employer ended what it does not keep:", err)
	}
}

func TestTheQueueHasWhatTheActorMayCheck(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	w.add(amina, education("p-amina"))
	w.add(bengt, education("p-bengt"))
	w.add(carmen, education("p-carmen"))
	w.add(theirs, education("p-erik"))
	for who, c := range map[string]struct {
		a    may.Actor
		want string
	}{"the manager": {carmen, "Amina Warsame, Bengt Lind"}, "another": {doris, ""}, "hr": {hr, "Amina Warsame, Bengt Lind, Carmen Ek"}, "the private employer": {theirs, ""}} {
		list, all, err := w.ToCheck(t.Context(), c.a, 50, 0)
		var names []string
		for _, m := range list {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, ", "); err != nil || got != c.want || all != len(list) {
			t.Errorf("%s: %q of %d, %v", who, got, all, err)
		}
	}
	if list, all, err := w.ToCheck(t.Context(), hr, 1, 1); err != nil || all != 3 || len(list) != 1 || list[0].Name != "Bengt Lind" || list[0].Unit != "Björken" {
		t.Error(list, all, err)
	}
	if _, _, err := w.ToCheck(t.Context(), deputy, 1, 0); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	w.do(`UPDATE employee SET protected = TRUE WHERE person_id = 'p-amina'`)
	if list, _, err := w.ToCheck(t.Context(), hr, 1, 0); err != nil || list[0].Name != "K-7" || list[0].Unit != "" {
		t.Error("a protected identity is named to HR:", list, err)
	}
	if list, _, err := w.ToCheck(t.Context(), carmen, 1, 0); err != nil || list[0].Name != "Amina Warsame" {
		t.Error(list, err)
	}
}

func TestTheSameEducationForSeveral(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	n := education("")
	if _, err := w.AddMerits(t.Context(), carmen, n, []string{"p-amina"}); !errors.Is(err, competence.ErrMeritSeen) {
		t.Error(err)
	}
	n.Seen = true
	if _, err := w.AddMerits(t.Context(), carmen, n, nil); !errors.Is(err, competence.ErrNobody) {
		t.Error(err)
	}
	if _, err := w.AddMerits(t.Context(), carmen, n, []string{"p-amina", "p-doris"}); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if w.counts("k-1", "p-amina", frame.ByEducation) != 0 {
		t.Error("half of it was done")
	}
	w.add(amina, education("p-amina"))
	added, err := w.AddMerits(t.Context(), carmen, n, []string{"p-amina", "p-bengt"})
	if err != nil || len(added.IDs) != 1 || added.There != 1 {
		t.Error(added, err)
	}
}

func TestForgettingTakesMeritsAndTheirPapers(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	n := education("p-amina")
	n.Paper = strings.NewReader("%PDF-1.4 a")
	w.add(amina, n)
	seen := education("p-bengt")
	seen.Seen = true
	w.add(carmen, seen)
	files, err := w.FilesOf(t.Context(), w.db, "p-amina")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	forget := func(id string) map[string]int64 {
		var gone map[string]int64
		err := w.db.Tx(t.Context(), func(tx *db.Tx) (err error) {
			gone, err = w.Forget(t.Context(), tx, id, "k-1", true)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return gone
	}
	if gone := forget("p-amina"); gone["merit"] != 1 {
		t.Error(gone)
	}
	if needed, err := w.RefersTo(t.Context(), w.db, files[0]); err != nil || needed {
		t.Error(needed, err)
	}
	forget("p-carmen")
	list, err := w.Merits(t.Context(), bengt, "p-bengt", "")
	if err != nil || len(list) != 1 || list[0].CheckedBy != may.Erased || list[0].MadeBy != may.Erased {
		t.Error(list, err)
	}
}

func TestPapersAreKeptForATime(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	n := education("p-amina")
	n.Paper = strings.NewReader("%PDF-1.4 a")
	id := w.add(amina, n)
	old := w.clock().AddDate(0, 1, 0)
	if files, err := w.ForgetFiles(t.Context(), "k-1", old); err != nil || len(files) != 0 {
		t.Error("what waits was let go of:", files, err)
	}
	if err := w.CheckMerit(t.Context(), carmen, id); err != nil {
		t.Fatal(err)
	}
	if files, err := w.ForgetFiles(t.Context(), "k-1", old); err != nil || len(files) != 1 {
		t.Error(files, err)
	}
	if _, _, _, err := w.Paper(t.Context(), amina, id); !errors.Is(err, competence.ErrNoPaper) {
		t.Error(err)
	}
}
