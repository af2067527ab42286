// Package journeyweb is the pages of a person's own journey: home, why, what has been learnt
// before, and the choices the person makes.
package journeyweb

import (
	"context"
	"embed"
	"net/http"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Card is what a journey's pages show of a course.
type Card struct {
	Title, EasyTitle string
	Minutes          int
	Provider         string // of a course given elsewhere; "" for our own
}

// Resume is where a person goes on in a course.
type Resume struct {
	Done, All int    // parts
	Part      string // the title of the part to go on with
	Minutes   int    // of that part
	Href      string
}

// Courses is what these pages ask of the courses.
type Courses interface {
	// Card gives a course as shown; ok is false when there is no such course.
	Card(ctx context.Context, courseID string) (c Card, ok bool, err error)
	// Resume tells where the person goes on; ok is false when the course is not begun.
	Resume(ctx context.Context, personID, courseID string) (r Resume, ok bool, err error)
}

// Pages serves them.
type Pages struct {
	Journeys *journey.Journeys
	Courses  Courses
	Days     Days     // nil: there are no course days
	Meetings Meetings // nil: there are no meetings at the workplace
	After    After    // nil: nothing comes after courses
	Welcomes Welcomes // nil: there are no introductions
	Tree     *org.Tree
	Frame    *page.Frame
	Today    func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /min-resa", web.Own, p.home)
	r.Page("GET /min-resa/varfor/{journey}/{item}", web.Own, p.why)
	r.Page("GET /min-resa/punkt/{journey}/{item}", web.Own, p.item)
	r.Page("GET /min-resa/redan-gatt", web.Own, p.earlier)
	r.Page("POST /min-resa/redan-gatt", web.Own, p.sayEarlier)
	r.Page("GET /min-resa/steg/{journey}", web.Own, p.step)
	r.Page("POST /min-resa/steg/{journey}", web.Own, p.chooseStep)
	r.Page("GET /min-resa/chef", web.Own, p.leading)
	r.Page("POST /min-resa/chef", web.Own, p.sayLeading)
	r.Page("GET /resor/{journey}", web.Own, p.about)
	r.Page("GET /larande", web.Own, p.workplace)
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	v := page.Of(r.Context())
	mine, err := p.Journeys.Mine(r.Context(), v.Actor, p.Today())
	if err != nil {
		return err
	}
	b, err := p.builder(r, mine.Journeys)
	if err != nil {
		return err
	}
	h, err := b.home(v, mine.Elsewhere, r.URL.Query().Get("visa") == "lista")
	if err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "journey.home.title", homePage(h))
}
