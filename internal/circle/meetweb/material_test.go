package meetweb_test

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/webtest"
)

var linked = regexp.MustCompile(`href="(/kurs[^"]*)"`)

// Every course and lesson that a shipped guide names is found: from the guide, from the picture for the room and from the
// phone of who takes part, before the course is begun and after.
func TestMaterialOfShippedGuidesIsFound(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	leader, member := w.As(circletest.Leader), w.As(circletest.Member)
	guides, err := w.Circles.GuidesAt(t.Context(), w.Actor(circletest.Leader), circletest.Unit)
	w.must(err)
	lessons := map[string]guide.Material{} // where a page leads → what the guide says
	for i, k := range guides {
		if !k.Shipped {
			t.Errorf("%s is not shipped", k.ID)
		}
		w.collect(leader.Raw("/traffar/mallar/"+k.ID, http.StatusOK), k.Guide, lessons)
		id, err := w.Circles.Plan(t.Context(), w.Actor(circletest.Leader), circle.Plan{UnitID: circletest.Unit, GuideID: k.ID, Audience: circle.WholeUnit, Day: w.Day(i), Begins: "10:00", Times: int64(len(k.Guide.Meetings)), Weeks: 1, Place: "Personalrummet"})
		w.must(err)
		one, err := w.Circles.Open(t.Context(), w.Actor(circletest.Leader), id)
		w.must(err)
		for n, m := range one.Meetings {
			room, phone := "", ""
			steps := k.Guide.Meetings[min(n, len(k.Guide.Meetings)-1)].Steps
			for j := range len(steps) + 3 { // the beginning, the own case and the end, too
				room += leader.Raw("/traff/"+m.ID+"/visa?sida="+strconv.Itoa(j), http.StatusOK)
			}
			for _, s := range steps {
				phone += member.Raw("/traff/"+m.ID+"/min/steg/"+s.ID, http.StatusOK)
			}
			of := guide.Guide{Meetings: []guide.Meeting{{Steps: steps}}}
			w.collect(room, of, lessons)
			w.collect(phone, of, lessons)
		}
	}
	if len(lessons) < 7 {
		t.Fatalf("too few links to follow: %v", lessons)
	}
	for _, begun := range []bool{false, true} {
		for href, m := range lessons {
			if begun {
				if _, err := w.Studies.Begin(t.Context(), w.Actor(circletest.Member), m.Course); err != nil {
					t.Fatal(err)
				}
			}
			code, at := follow(member, w.Base+href)
			want := "/kurs/" + m.Course
			if begun && m.Lesson != "" {
				want += "/lektion/" + m.Lesson + "/"
			}
			if code != http.StatusOK || !strings.HasPrefix(at, want) {
				t.Errorf("begun %v: %s gives %d at %s, want %s", begun, href, code, at, want)
			}
		}
	}
}

// collect notes the courses and lessons of a guide, which a page that shows it all must lead to.
func (w *site) collect(page string, g guide.Guide, into map[string]guide.Material) {
	w.T.Helper()
	on := map[string]bool{}
	for _, x := range linked.FindAllStringSubmatch(page, -1) {
		on[html.UnescapeString(x[1])] = true
	}
	for _, m := range g.Meetings {
		for _, s := range m.Steps {
			for _, x := range s.Material {
				if x.Course == "" {
					continue
				}
				if !on[x.Href()] {
					w.T.Errorf("no page leads to %s", x.Href())
				}
				into[x.Href()] = x
			}
		}
	}
}

// follow opens an address and gives the answer and where it was, after at most one step.
func follow(v *webtest.Visitor, address string) (int, string) {
	v.T.Helper()
	for hop := 0; ; hop++ {
		r, err := v.Client.Get(address)
		if err != nil {
			v.T.Fatal(err)
		}
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
		if r.StatusCode != http.StatusSeeOther || hop > 0 {
			return r.StatusCode, r.Request.URL.Path
		}
		to, err := r.Location()
		if err != nil {
			v.T.Fatal(err)
		}
		address = to.String()
	}
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
