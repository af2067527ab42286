package certweb_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"yrkesresan/content"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
)

// fields are what a browser sends of the form with an action, when nobody has touched it.
func fields(t interface{ Fatal(...any) }, page, action string) url.Values {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	for n := range doc.Descendants() {
		if n.Data == "form" && attr(n, "action") == action {
			for x := range n.Descendants() {
				field(out, x)
			}
		}
	}
	return out
}

// field adds what a browser sends of an element.
func field(out url.Values, x *html.Node) {
	name := attr(x, "name")
	switch {
	case name == "":
	case x.Data == "textarea":
		text := ""
		for part := range x.ChildNodes() {
			text += part.Data
		}
		out.Add(name, strings.ReplaceAll(text, "\n", "\r\n"))
	case x.Data == "select":
		chosen, first := "", true
		for o := range x.Descendants() {
			if o.Data == "option" && (first || has(o, "selected")) {
				chosen, first = attr(o, "value"), false
			}
		}
		out.Add(name, chosen)
	case x.Data == "input" && (attr(x, "type") == "checkbox" || attr(x, "type") == "radio"):
		if has(x, "checked") {
			out.Add(name, attr(x, "value"))
		}
	case x.Data == "input":
		out.Add(name, attr(x, "value"))
	}
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// drawScheme is any scheme that may be saved.
func drawScheme(t *rapid.T, courses, meetings, occupations []string) rule.Scheme {
	n := func(low, high int, what string) int { return rapid.IntRange(low, high).Draw(t, what) }
	is := func(what string) bool { return rapid.Bool().Draw(t, what) }
	of := func(all []string, what string) string { return rapid.SampledFrom(all).Draw(t, what) }
	s := rule.Scheme{Title: of([]string{"Ramverket", "Å & <Ä>"}, "title"), About: of([]string{"", "En rad.", "En rad.\n\nEn till."}, "about"),
		Versions: of([]string{rule.AnyVersion, rule.RoundVersion, rule.NewestAlways}, "versions"), Share: n(1, 100, "share"), Hourly: is("hourly"), Serving: is("serving"), LongLeave: n(0, 366, "leave"),
		Grace: n(0, 366, "grace"), GraceFirst: is("first"), Repair: n(0, 366, "repair"), Leader: is("leader"), Months: n(7, 120, "months"), Window: n(0, 6, "window"), Anew: is("anew"), By: of(rule.Certifiers(), "by")}
	if s.Hourly {
		s.HourlyMonths = n(0, 24, "hourly months")
	}
	for _, step := range rule.Steps() {
		if is(step) {
			s.Steps = append(s.Steps, step)
		}
	}
	for i := range n(0, 2, "weights") {
		if i == 0 {
			s.Weights = map[string]int{}
		}
		s.Weights[of(occupations, "occupation")] = n(0, 100, "weight")
	}
	for i := range n(1, 3, "requirements") {
		r := rule.Requirement{Key: of([]string{"krav-", "eget-"}, "key") + string(rune('1'+i)), Title: of([]string{"Kunskap", "Seminarier \"i grupp\""}, "requirement")}
		for range n(1, 3, "ways") {
			e := rule.Evidence{Kind: of(rule.Kinds(), "kind")}
			switch e.Kind {
			case rule.ByCourse, rule.ByTest:
				e.Ref = of(courses, "course")
			case rule.BySkill:
				e.Ref = of([]string{"lyft", "sar"}, "skill")
			case rule.ByMeetings:
				e.Ref, e.Count = of(meetings, "meetings"), n(1, 100, "count")
			}
			r.OneOf = append(r.OneOf, e)
		}
		s.Requirements = append(s.Requirements, r)
	}
	return s.Tidy()
}

// A scheme that is opened in its form and saved as it stands is the same scheme, whatever it asks for.
func TestASchemeSavedUnchangedIsTheSame(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	_, err := w.App.Circles.Seed(t.Context(), content.Guides())
	w.Must(err)
	all, err := w.Courses.All(t.Context())
	w.Must(err)
	var courses, occupations []string
	for _, x := range all {
		courses = append(courses, x.ID)
	}
	ref, err := w.Tree.CachedReference(t.Context())
	w.Must(err)
	for _, o := range ref.Occupations {
		occupations = append(occupations, o.ID)
	}
	own, err := db.One(t.Context(), w.DB, db.Text, `SELECT MIN(id) FROM guide WHERE version > 0`)
	w.Must(err)
	mona := w.As("mona")
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t, courses, []string{"", certificationtest.Course, "guide:" + own, "guide:finns-inte"}, occupations)
		id, err := w.Certification.AddScheme(mona.T.Context(), w.Mona, gaptest.Town, s, "")
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		at := home + "/program/" + id + "/andra"
		form := fields(t, mona.Raw(at, http.StatusOK), at)
		mona.Form(at, form, http.StatusSeeOther)
		after, err := w.Certification.Scheme(mona.T.Context(), w.Mona, id)
		if err != nil || after.Newest != 2 {
			t.Fatal(after.Newest, err)
		}
		was, _ := json.Marshal(s)
		is, _ := json.Marshal(after.Versions[len(after.Versions)-1].Scheme)
		if string(was) != string(is) {
			t.Fatalf("was %s\nis  %s", was, is)
		}
	})
}

// The words of a scheme tell which meetings count: any, those about a course, or those that follow a guide.
func TestASchemeTellsWhichMeetingsCount(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	_, err := w.App.Circles.Seed(t.Context(), content.Guides())
	w.Must(err)
	s := certificationtest.Scheme()
	meetings := func(ref string, n int) rule.Evidence {
		return rule.Evidence{Kind: rule.ByMeetings, Ref: ref, Count: n}
	}
	s.Requirements[0].OneOf = []rule.Evidence{meetings("", 1), meetings(certificationtest.Course, 3), meetings("guide:sprakombudets-uppgifter", 2)}
	w.Join(s)
	title, err := db.One(t.Context(), w.DB, db.Text, `SELECT title FROM guide WHERE id = 'sprakombudets-uppgifter'`)
	w.Must(err)
	at := home + "/program/" + w.SchemeID
	w.Says(w.As("maria").Get(at, http.StatusOK), "Bemötande: minst en träff eller minst 3 träffar om kursen Bemötande eller minst 2 träffar efter mallen "+title)
	w.Says(w.As("mona").Get(at+"/andra", http.StatusOK), "Vilka träffar?", "Vilken träff som helst", "om kursen Bemötande", "efter mallen "+title)
}

// The form of a scheme shows what holds and says so, and what comes after it; what is planned has a form of its own, and can be
// taken back.
func TestAPlannedChangeInPages(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	s := certificationtest.Scheme()
	w.Join(s)
	s.About = "Från mars."
	w.Must(w.Certification.ChangeScheme(t.Context(), w.Mona, w.SchemeID, 1, s, "2027-03-01"))
	at, mona := home+"/program/"+w.SchemeID, w.As("mona")
	now := mona.Get(at+"/andra", http.StatusOK)
	w.Says(now, "Du ser kraven som gäller från 10 januari 2027.", "En annan ändring är planerad från 1 mars 2027.")
	w.Silent(now, "Från mars.")
	w.Says(mona.Get(at, http.StatusOK), "Programmet ändras 1 mars 2027.", "Ändra det planerade", "Ta tillbaka ändringen")
	w.Silent(w.As("maria").Get(at, http.StatusOK), "Ta tillbaka ändringen")

	planned := at + "/andra?nummer=2"
	w.Says(mona.Get(planned, http.StatusOK), "Du ändrar det som är planerat från 1 mars 2027.", "Från mars.")
	form := fields(t, mona.Raw(planned, http.StatusOK), at+"/andra")
	form.Set("om", "Från våren.")
	mona.Form(at+"/andra", form, http.StatusSeeOther)
	x, err := w.Certification.Scheme(t.Context(), w.Mona, w.SchemeID)
	w.Must(err)
	if v := x.On("2027-03-01"); x.On(w.Staff.Today()).Scheme.About != "" || v.Number != 3 || v.Scheme.About != "Från våren." {
		t.Errorf("%+v", x.Versions)
	}
	mona.Get(at+"/andra?nummer=9", http.StatusConflict)
	w.As("maria").Post(at+"/ta-tillbaka", http.StatusForbidden, "nummer", "2")
	mona.Post(at+"/ta-tillbaka", http.StatusSeeOther, "nummer", "3")
	w.Silent(mona.Get(at, http.StatusOK), "Programmet ändras")
	mona.Post(at+"/ta-tillbaka", http.StatusConflict, "nummer", "3")
}
