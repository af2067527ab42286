package journeyweb

import (
	"net/http"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// earlierView is "Vad har du redan gått?": a few taps at the first sign-in (rule 14).
type earlierView struct {
	Choices []ui.Choice
	Digital bool // the basics of phone and computer can be wished for
}

// digitalCourse is the basics that are offered first (rule 16).
const digitalCourse = "digital-grund"

func (p *Pages) earlier(w http.ResponseWriter, r *http.Request) error {
	b, choices, err := p.toSay(r)
	if err != nil {
		return err
	}
	v := earlierView{Digital: b.cards[digitalCourse].Title != ""}
	for _, it := range choices {
		v.Choices = append(v.Choices, ui.Choice{Value: it.Course, Text: b.title(it), Note: b.cards[it.Course].Provider})
	}
	return p.Frame.Show(w, r, http.StatusOK, "journey.earlier", earlierPage(v))
}

// toSay lists the courses of the person's journeys that are not done, each once.
func (p *Pages) toSay(r *http.Request) (*builder, []*plan.PersonalItem, error) {
	journeys, err := p.Journeys.Own(r.Context(), page.Of(r.Context()).Actor, p.Today())
	if err != nil {
		return nil, nil, err
	}
	b, err := p.builder(r, journeys)
	if err != nil {
		return nil, nil, err
	}
	var out []*plan.PersonalItem
	seen := map[string]bool{}
	for i := range journeys {
		for k := range journeys[i].Blocks {
			for n := range journeys[i].Blocks[k].Items {
				it := &journeys[i].Blocks[k].Items[n]
				if it.Kind == plan.CourseItem && !it.IsDone() && !seen[it.Course] {
					seen[it.Course] = true
					out = append(out, it)
				}
			}
		}
	}
	return b, out, nil
}

// sayEarlier takes only courses that the page offered: what is in the person's own journeys.
func (p *Pages) sayEarlier(w http.ResponseWriter, r *http.Request) error {
	b, offered, err := p.toSay(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	e := journey.Earlier{Courses: map[string]string{}, Digital: r.PostForm.Get("digital") != ""}
	for _, it := range offered {
		for _, said := range r.PostForm["course"] {
			if said == it.Course {
				e.Courses[it.Course] = b.courseTitle(it.Course)
			}
		}
	}
	if err := p.Journeys.SayEarlier(r.Context(), page.Of(r.Context()).Actor, e); err != nil {
		return err
	}
	return web.Redirect(w, r, "/min-resa")
}
