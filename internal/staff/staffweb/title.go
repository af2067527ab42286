package staffweb

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// titleView is one title: what it means, changing that, what that would do, and what was said before.
type titleView struct {
	Employer, Title string
	Back            ui.Link
	Facts           []ui.Fact
	Form            titleForm
	Occupations     []ui.Option
	Areas           []ui.Option
	Ask             *titleAsk
	Undo            string // what undoing does; "" when nothing can be undone
	UndoID          string
	Note            string
	History         ui.TableProps
	Wrong           []ui.Problem
}

// titleAsk is the question before a title gets a meaning.
type titleAsk struct {
	Sentence         string
	Touches          []string
	Occupation, Area string
	Seen             string
}

func titleAt(employerID, title string) string {
	return "/kommun/titlar/titel?" + url.Values{"plats": {employerID}, "titel": {title}}.Encode()
}

func (p *Pages) title(w http.ResponseWriter, r *http.Request) error {
	v, err := p.titleView(r, r.URL.Query().Get("plats"), r.URL.Query().Get("titel"))
	if err != nil {
		return err
	}
	return p.showTitle(w, r, http.StatusOK, v)
}

func (p *Pages) showTitle(w http.ResponseWriter, r *http.Request, status int, v titleView) error {
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, titlePage(v))
}

func (p *Pages) titleView(r *http.Request, id, title string) (v titleView, err error) {
	employer, _, err := p.employer(r, id)
	if err != nil {
		return v, err
	}
	if org.TitleKey(title) == "" {
		return v, staff.ErrNoTitle
	}
	about, err := p.Imports.AboutTitle(r.Context(), web.ActorOf(r.Context()), employer.ID, title)
	if err != nil {
		return v, err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v = titleView{Employer: employer.ID, Title: title, Back: ui.Link{Href: titlesAt(employer.ID, listAll, "", 1), Text: c.T("staff.to_all_titles")},
		Form: titleForm{ID: "titel", Title: title}}
	if v.Occupations, v.Areas, err = p.choices(r); err != nil {
		return v, err
	}
	means, whose := c.T("staff.means_nothing"), c.T("staff.whose.none")
	if about.Known {
		means, whose = optionText(v.Occupations, orNoCare(about.Rule.Occupation)), c.T("staff.whose.national")
		v.Form.Occupation, v.Form.Area = orNoCare(about.Rule.Occupation), about.Rule.Area
	}
	if about.Rule.Own {
		whose = c.T("staff.whose.own")
	}
	impact, err := p.Imports.PreviewTitle(r.Context(), web.ActorOf(r.Context()), employer.ID, staff.TitleMeaning{Title: title, Occupation: about.Rule.Occupation, Area: about.Rule.Area})
	if err != nil {
		return v, err
	}
	v.Facts = []ui.Fact{{Term: c.T("staff.occupation"), Text: means}, {Term: c.T("staff.area"), Text: optionText(v.Areas, about.Rule.Area)},
		{Term: c.T("staff.whose"), Text: whose}, {Term: c.T("staff.holders"), Text: lang.Number(impact.Holders)}}
	switch {
	case len(about.History) > 0:
		v.UndoID = about.History[0].ID
		v.Undo = c.T("staff.title_undo_to", "occupation", meaning(c, v.Occupations, about.History[0].Was))
	case about.Rule.Own:
		v.Undo = c.T("staff.title_undo_own")
	}
	v.History, err = p.titleHistory(r, c, v, about.History)
	return v, err
}

// meaning is what an employer says of a title, in words.
func meaning(c *lang.Catalog, occupations []ui.Option, r org.TitleRule) string {
	if r.Occupation == org.NoRule {
		return c.T("staff.no_own_rule")
	}
	return optionText(occupations, orNoCare(r.Occupation))
}

func (p *Pages) titleHistory(r *http.Request, c *lang.Catalog, v titleView, changes []org.TitleChange) (ui.TableProps, error) {
	t := ui.TableProps{ID: "historik", Caption: c.T("staff.title_history"), Cards: true, Columns: []ui.Column{
		{Title: c.T("staff.when")}, {Title: c.T("staff.title_did")}, {Title: c.T("staff.title_by")}, {Title: c.T("staff.changed"), Number: true}}}
	var makers []string
	for _, ch := range changes {
		makers = append(makers, ch.MadeBy)
	}
	slices.Sort(makers)
	names := map[string]string{}
	cards, err := p.Imports.Staff.CardsOf(r.Context(), slices.Compact(makers))
	for id, list := range cards {
		for _, card := range list {
			if card.EmployerID == v.Employer {
				names[id] = card.Shown()
			}
		}
	}
	for _, ch := range changes {
		key := "staff.title_was"
		if ch.Undone {
			key = "staff.title_undone"
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.Date(ch.MadeAt) + " " + c.Clock(ch.MadeAt)), Cells: []templ.Component{
			ui.Text(c.T(key, "was", meaning(c, v.Occupations, ch.Was), "is", meaning(c, v.Occupations, ch.Is))), ui.Text(names[ch.MadeBy]), ui.Text(lang.Number(int(ch.Touched)))}})
	}
	return t, err
}

// mapTitle asks what the visitor chose, with whom it touches; with an answer it does it. A choice that is
// wrong stands on the page that it was made on.
func (p *Pages) mapTitle(w http.ResponseWriter, r *http.Request) error {
	f := titleForm{Title: r.PostFormValue("titel"), Occupation: r.PostFormValue("yrke"), Area: r.PostFormValue("omrade")}
	m := staff.TitleMeaning{Title: f.Title, Occupation: f.Occupation, Area: f.Area, Seen: r.PostFormValue("sett")}
	employer, _, err := p.employer(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	switch f.Occupation {
	case "":
		f.Wrong = "staff.occupation_needed"
		return p.wrongTitle(w, r, http.StatusUnprocessableEntity, employer.ID, f)
	case noCare:
		m.Occupation = ""
	}
	if r.PostFormValue("ja") == "" {
		return p.askTitle(w, r, http.StatusOK, employer.ID, m, "")
	}
	n, err := p.Imports.MapTitle(r.Context(), web.ActorOf(r.Context()), employer.ID, m)
	if refused := expected(err); refused != nil {
		if refused.Key == staff.ErrTitleChanged.Key {
			return p.askTitle(w, r, web.Status(refused), employer.ID, m, refused.Key)
		}
		f.Wrong = refused.Key
		return p.wrongTitle(w, r, web.Status(refused), employer.ID, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, titlesAt(employer.ID, listUnmapped, "", 1)+"&andrade="+strconv.Itoa(n))
}

// wrongTitle shows what was wrong where the title is shown: in the list, else on its own page.
func (p *Pages) wrongTitle(w http.ResponseWriter, r *http.Request, status int, employerID string, f titleForm) error {
	if r.PostFormValue("fran") != "titel" {
		return p.showTitles(w, r, status, employerID, f)
	}
	v, err := p.titleView(r, employerID, f.Title)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v.Form.Occupation, v.Form.Area, v.Form.Wrong = f.Occupation, f.Area, c.T(f.Wrong)
	v.Wrong = []ui.Problem{{Field: "titel-yrke", Text: v.Form.Wrong}}
	return p.showTitle(w, r, status, v)
}

func (p *Pages) askTitle(w http.ResponseWriter, r *http.Request, status int, employerID string, m staff.TitleMeaning, note string) error {
	impact, err := p.Imports.PreviewTitle(r.Context(), web.ActorOf(r.Context()), employerID, m)
	if refused := expected(err); refused != nil {
		return p.wrongTitle(w, r, web.Status(refused), employerID, titleForm{Title: m.Title, Occupation: orNoCare(m.Occupation), Area: m.Area, Wrong: refused.Key})
	}
	if err != nil {
		return err
	}
	v, err := p.titleView(r, employerID, m.Title)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	to := optionText(v.Occupations, orNoCare(m.Occupation))
	v.Ask = &titleAsk{Sentence: c.T("staff.title_ask", "title", m.Title, "occupation", to), Occupation: orNoCare(m.Occupation), Area: m.Area, Seen: impact.Mark}
	v.Form.Occupation, v.Form.Area = v.Ask.Occupation, v.Ask.Area
	v.Ask.Touches = append(v.Ask.Touches, c.T("staff.title_touches", "n", impact.Changed))
	from := slices.SortedFunc(maps.Keys(impact.From), func(a, b string) int {
		return cmp.Or(cmp.Compare(impact.From[b], impact.From[a]), cmp.Compare(a, b))
	})
	for _, was := range from {
		now := c.T("staff.means_nothing")
		if was != "" {
			now = optionText(v.Occupations, was)
		}
		v.Ask.Touches = append(v.Ask.Touches, c.T("staff.title_touches_from", "n", impact.From[was], "was", now))
	}
	if rest := impact.Holders - impact.Changed; rest > 0 {
		v.Ask.Touches = append(v.Ask.Touches, c.T("staff.title_same", "n", rest))
	}
	if note != "" {
		v.Note = c.T(note)
	}
	return p.showTitle(w, r, status, v)
}

func (p *Pages) undoTitle(w http.ResponseWriter, r *http.Request) error {
	employer, _, err := p.employer(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	title := r.PostFormValue("titel")
	_, err = p.Imports.UndoTitle(r.Context(), web.ActorOf(r.Context()), employer.ID, title, r.PostFormValue("sist"))
	if refused := expected(err); refused != nil {
		v, err := p.titleView(r, employer.ID, title)
		if err != nil {
			return err
		}
		v.Note = p.Frame.Catalog(page.Of(r.Context())).T(refused.Key)
		return p.showTitle(w, r, web.Status(refused), v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, titleAt(employer.ID, title))
}
