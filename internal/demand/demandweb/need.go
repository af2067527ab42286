package demandweb

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/demand/suggest"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

const needPath = "/kurstillfallen/behov"

// need shows who needs which courses in a region or the nation: the courses, or one with its municipalities and what could be
// arranged.
func (p *Pages) need(w http.ResponseWriter, r *http.Request) error {
	c := p.words(r)
	q := r.URL.Query()
	x, err := p.Demand.Picture(r.Context(), actorOf(r), q.Get("plats"))
	if err != nil {
		return err
	}
	if id := q.Get("kurs"); id != "" {
		k, ok := x.Course(id)
		if !ok {
			titles, err := p.Demand.Titles(r.Context())
			if err != nil {
				return err
			}
			if k = (demand.Course{ID: id, Title: titles[id]}); k.Title == "" {
				return demand.ErrNoInterest
			}
		}
		return p.showCourse(w, r, c, x, k)
	}
	v := pageView{Back: ui.Link{Href: "/kurstillfallen", Text: c.T("demand.to_occasions")}, Title: c.T("demand.need_title", "place", x.Place.Name), Intro: []string{c.T("demand.need_text")},
		Places: placeLinks(needPath, append([]org.Node{}, x.Choices...), x.Place.ID)}
	if err := p.progress(r, c, &v); err != nil {
		return err
	}
	s := section{ID: "kurser", Title: c.T("demand.courses"), After: []string{p.counted(c, x)}}
	s.Forms = []form{{Action: needPath, Hidden: [][2]string{{"plats", x.Place.ID}}, Button: c.T("demand.recount"), Kind: ui.Secondary}}
	if len(x.Courses) == 0 {
		s.None = c.T("demand.nobody")
	} else {
		s.Table = ui.TableProps{ID: "kurslista", Caption: c.T("demand.courses_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("demand.course")}, {Title: c.T("demand.people"), Number: true}, {Title: c.T("demand.seated"), Number: true}, {Title: c.T("demand.suggested")}}}
	}
	for _, k := range x.Courses {
		suggested := c.T("demand.per_region")
		if org.Kind(x.Place.Kind) == org.RSS {
			suggested = c.T("demand.suggested_n", "n", len(k.Suggested.Proposals))
		}
		s.Table.Rows = append(s.Table.Rows, ui.Row{Head: ui.CellLink(page.At(needPath, "plats", x.Place.ID, "kurs", k.ID), k.Title), Cells: texts(shown(c, k), few(c, k.Seated), suggested)})
	}
	v.Sections = append(v.Sections, s)
	return p.show(w, r, http.StatusOK, v)
}

// shown writes how many need a course, without pointing at anybody.
func shown(c *lang.Catalog, k demand.Course) string {
	people, hidden := k.Shown()
	switch {
	case hidden > 0 && people == 0:
		return c.T("demand.few")
	case hidden > 0:
		return c.T("demand.at_least", "n", people)
	}
	return lang.Number(people)
}

// few writes a number that may be of few people.
func few(c *lang.Catalog, n int64) string {
	if n > 0 && n < hide.Few {
		return c.T("demand.few")
	}
	return lang.Number(n)
}

// reasons writes why, the numbers with their words.
func reasons(c *lang.Catalog, all map[demand.Reason]int64) string {
	var out []string
	for _, r := range demand.Reasons() {
		if n := all[r]; n > 0 {
			out = append(out, c.T("demand.reason."+string(r), "n", lang.Number(n)))
		}
	}
	return strings.Join(out, ", ")
}

// counted says when what runs out and who is new was counted.
func (p *Pages) counted(c *lang.Catalog, x demand.Picture) string {
	switch {
	case x.Counted.IsZero():
		return c.T("demand.uncounted")
	case x.Uncounted > 0:
		return c.T("demand.counted_partly", "when", c.When(x.Counted.In(lang.Zone()), p.Now()), "n", x.Uncounted)
	}
	return c.T("demand.counted", "when", c.When(x.Counted.In(lang.Zone()), p.Now()))
}

// progress says how far counting has come that the visitor has asked for.
func (p *Pages) progress(r *http.Request, c *lang.Catalog, v *pageView) error {
	id := r.URL.Query().Get("raknar")
	if id == "" {
		return nil
	}
	t, err := p.Demand.Tasks.Find(r.Context(), id, actorOf(r).PersonID)
	if errors.Is(err, job.ErrNoTask) {
		return nil
	}
	if err != nil {
		return err
	}
	switch t.State {
	case "done":
		v.Said = c.T("demand.recounted")
	case "failed":
		v.Wrong = c.T("demand.recount_failed")
	default:
		v.Said = c.T("demand.recounting", "done", t.Done, "all", t.Total)
	}
	return nil
}

func (p *Pages) recount(w http.ResponseWriter, r *http.Request) error {
	place := r.PostFormValue("plats")
	id, err := p.Demand.AskRecount(r.Context(), actorOf(r), place)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(needPath, "plats", place, "raknar", id))
}

// showCourse shows one course: why, where, and what could be arranged.
func (p *Pages) showCourse(w http.ResponseWriter, r *http.Request, c *lang.Catalog, x demand.Picture, k demand.Course) error {
	v := pageView{Back: ui.Link{Href: page.At(needPath, "plats", x.Place.ID), Text: c.T("demand.to_need")}, Title: c.T("demand.course_title", "course", k.Title, "place", x.Place.Name)}
	why := section{ID: "varfor", Title: c.T("demand.why"), Facts: []ui.Fact{{Term: c.T("demand.people"), Text: shown(c, k)}, {Term: c.T("demand.seated"), Text: few(c, k.Seated)}}, After: []string{c.T("demand.why_text"), p.counted(c, x)}}
	for _, reason := range demand.Reasons() {
		if n := k.Reasons[reason]; n > 0 {
			text := few(c, n)
			if reason == demand.Stated || reason == demand.Joint {
				text = lang.Number(n)
			}
			why.Facts = append(why.Facts, ui.Fact{Term: c.T("demand.fact." + string(reason)), Text: text})
		}
	}
	for _, j := range k.Works {
		why.Lines = append(why.Lines, c.T("demand.work", "title", j.Title, "n", j.People, "towns", j.Towns))
	}
	v.Sections = append(v.Sections, why)
	if org.Kind(x.Place.Kind) == org.RSS {
		s, err := p.proposals(r, c, k)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, s)
	}
	if len(k.Towns) > 0 {
		t := ui.TableProps{ID: "kommuner", Caption: c.T("demand.towns_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("demand.town")}, {Title: c.T("demand.people"), Number: true}, {Title: c.T("demand.told")}}}
		for _, n := range k.Towns {
			told := ""
			if n.AsOf != "" {
				told = c.T("demand.told_on", "day", c.DateOf(n.AsOf))
			}
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(n.Name), Cells: texts(few(c, n.People), told)})
		}
		v.Sections = append(v.Sections, section{ID: "kommunerna", Title: c.T("demand.towns"), Table: t, After: []string{c.T("demand.few_text")}})
	}
	return p.show(w, r, http.StatusOK, v)
}

// proposals are the occasions that could be arranged.
func (p *Pages) proposals(r *http.Request, c *lang.Catalog, k demand.Course) (section, error) {
	s := section{ID: "forslag", Title: c.T("demand.suggested"), After: []string{c.T("demand.suggested_text")}}
	names, err := p.Demand.TownNames(r.Context())
	if err != nil {
		return s, err
	}
	if n := k.Suggested.Seated; n > 0 {
		s.Lines = append(s.Lines, c.T("demand.fit", "n", few(c, n), "days", len(k.Planned)))
	}
	if len(k.Suggested.Proposals) == 0 {
		s.None, s.After = c.T("demand.suggested_none"), nil
		return s, nil
	}
	arranges := may.AskSomewhere(actorOf(r), may.ArrangeDays) == nil
	for _, x := range k.Suggested.Proposals {
		i := item{Title: names[x.Town]}
		if x.Day != "" {
			i.Marks = append(i.Marks, c.DateOf(x.Day))
		}
		i.Marks = append(i.Marks, c.T("demand.seats", "n", x.Seats))
		i.Lines = append(i.Lines, p.journeys(c, x))
		if x.Few {
			i.Warn = append(i.Warn, c.T("demand.too_few", "n", int64(suggest.Least)))
		}
		if x.Busy {
			i.Warn = append(i.Warn, c.T("demand.busy_day"))
		}
		if arranges {
			i.Links = []ui.LinkButtonProps{{Href: page.At("/kurstillfallen/ny", "kurs", k.ID, "dag", x.Day, "antal", strconv.FormatInt(x.Seats, 10), "form", "place"), Text: c.T("demand.plan"), Kind: ui.Secondary, Describes: names[x.Town]}}
		}
		s.Items = append(s.Items, i)
	}
	if n := k.Suggested.Left; n > 0 {
		s.Lines = append(s.Lines, c.T("demand.left", "n", n))
	}
	return s, nil
}

// journeys says how many come from how many municipalities, and how far it is. Few are not told.
func (p *Pages) journeys(c *lang.Catalog, x suggest.Proposal) string {
	if len(x.From) == 1 && x.From[0].Place == x.Town {
		return c.T("demand.from_home", "n", few(c, x.People))
	}
	unknown := false
	for _, f := range x.From {
		unknown = unknown || !f.Known
	}
	text := c.T("demand.from", "n", few(c, x.People), "towns", len(x.From), "km", x.Km, "far", x.Far)
	if unknown {
		text += " " + c.T("demand.from_unknown")
	}
	return text
}
