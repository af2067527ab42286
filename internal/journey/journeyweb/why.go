package journeyweb

import (
	"net/http"
	"strings"
	"unicode"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// whyView tells why an item is in the journey, who decided it and from when.
type whyView struct {
	Title, Href string
	Reasons     []string
	Notices     []string
	Status      ui.StatusKind
	Word, Note  string
}

// own finds an item of the signed-in person's own journey.
func (p *Pages) own(r *http.Request) (*builder, *plan.Personal, *plan.PersonalItem, error) {
	journeys, err := p.Journeys.Own(r.Context(), page.Of(r.Context()).Actor, p.Today())
	if err != nil {
		return nil, nil, nil, err
	}
	b, err := p.builder(r, journeys)
	if err != nil {
		return nil, nil, nil, err
	}
	for i := range journeys {
		if journeys[i].Journey == r.PathValue("journey") {
			if it := find(&journeys[i], r.PathValue("item")); it != nil {
				return b, &journeys[i], it, nil
			}
		}
	}
	return nil, nil, nil, journey.ErrNoItem
}

func (p *Pages) why(w http.ResponseWriter, r *http.Request) error {
	b, j, it, err := p.own(r)
	if err != nil {
		return err
	}
	v := whyView{Title: b.title(it), Href: href(j, it), Status: b.status(it), Word: b.word(it), Note: b.note(it)}
	for _, reason := range it.Reasons {
		v.Reasons = append(v.Reasons, b.reason(reason))
	}
	for _, n := range it.Notices {
		key := "journey.gate.warn"
		if n.Mode == plan.BlockMode {
			key = "journey.gate.block"
		}
		v.Notices = append(v.Notices, b.c.T(key, "course", b.courseTitle(n.Course), "why", n.Why))
	}
	return p.Frame.Show(w, r, http.StatusOK, "journey.why_title", whyPage(v))
}

// reason is one reason as a sentence, with names in place of ids and dates in Swedish.
func (b *builder) reason(r plan.Reason) string {
	args := r.Args()
	args["since"] = b.date(r.Since)
	if r.Date != "" && r.Rule == plan.RuleRenew {
		args["date"] = b.date(r.Date.AddDays(1)) // as the certificate says it
	} else if r.Date != "" {
		args["date"] = b.date(r.Date)
	}
	if r.Occupation != "" {
		args["occupation"] = lower(b.ref.Occupation(r.Occupation).Name)
	}
	if r.Area != "" {
		args["area"] = lower(b.ref.AreaName(r.Area))
	}
	if args["occupation"] == "" {
		args["occupation"] = b.c.T("journey.your_work")
	}
	if args["area"] == "" {
		args["area"] = b.c.T("journey.your_area")
	}
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	said := b.c.T(r.Key(), pairs...)
	if r.Why != "" {
		said += " " + b.c.T("journey.why.said", "node", r.DecidedBy, "why", r.Why)
	}
	return said
}

// lower writes a name inside a sentence; what is an abbreviation stays (MAS, LSS-handläggare).
func lower(name string) string {
	if r := []rune(name); len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsUpper(r[1]) {
		return name
	}
	return strings.ToLower(name)
}

func (b *builder) courseTitle(id string) string {
	if card, ok := b.cards[id]; ok {
		return card.Title
	}
	if card, ok, err := b.p.Courses.Card(b.ctx, id); err == nil && ok {
		return card.Title
	}
	return id
}

// itemView is an item that is not a course: something to read or to do.
type itemView struct {
	Title, Text, URL, WhyHref string
}

func (p *Pages) item(w http.ResponseWriter, r *http.Request) error {
	b, j, it, err := p.own(r)
	if err != nil {
		return err
	}
	if it.Kind == plan.CourseItem {
		return web.Redirect(w, r, href(j, it))
	}
	v := itemView{Title: b.title(it), Text: it.Text, URL: it.URL, WhyHref: "/min-resa/varfor/" + j.Journey + "/" + it.ID}
	s := p.Frame.Shell(r, v.Title)
	return p.Frame.ShowAs(w, r, http.StatusOK, s, itemPage(v))
}
