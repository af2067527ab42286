package privacyweb

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/privacy"
)

// handleView is where an employer's handler of personal data begins.
type handleView struct {
	Intro   string
	HOS     string
	Others  []ui.Part
	Waiting []ui.Part
	Words   string
	Found   []ui.Part
	Count   string
	Doors   []ui.Part
	Said    string
}

func (p *Pages) handle(w http.ResponseWriter, r *http.Request) error {
	a, t, q := web.ActorOf(r.Context()), p.catalog(r), r.URL.Query()
	employer, all, err := p.employer(r, q.Get("hos"))
	if err != nil {
		return err
	}
	v := handleView{Intro: t.T("privacy.handle.nowhere"), Words: strings.TrimSpace(q.Get("sok"))}
	if employer.ID == "" {
		return p.Frame.Show(w, r, http.StatusOK, "privacy.handle.title", handlePage(v))
	}
	v.Intro, v.HOS = t.T("privacy.handle.intro", "employer", employer.Name), employer.ID
	for _, n := range all {
		if n.ID != employer.ID {
			v.Others = append(v.Others, ui.Part{Href: "/kommun/personuppgifter?hos=" + n.ID, Title: t.T("privacy.handle.other_employer", "employer", n.Name)})
		}
	}
	waiting, err := p.Privacy.Waiting(r.Context(), a, employer.ID, onPage)
	if err != nil {
		return err
	}
	for _, req := range waiting {
		v.Waiting = append(v.Waiting, ui.Part{Href: "/kommun/personuppgifter/begaran/" + req.ID, Title: word(t, "privacy.kind.", string(req.Kind)) + ": " + req.Who, Note: t.Date(req.MadeAt)})
	}
	if v.Words != "" {
		found, err := p.Privacy.Find(r.Context(), a, employer.ID, v.Words, onPage)
		if err != nil {
			return err
		}
		v.Count = t.T("privacy.handle.found", "n", len(found))
		if len(found) == 0 {
			v.Count = t.T("privacy.handle.found_none")
		}
		for _, f := range found {
			v.Found = append(v.Found, ui.Part{Href: "/kommun/personuppgifter/person/" + f.PersonID, Title: f.Shown(), Note: f.Number})
		}
	}
	v.Doors = []ui.Part{
		{Href: at("/kommun/personuppgifter/lagring", employer, all), Title: t.T("privacy.handle.keeping"), Note: t.T("privacy.handle.keeping_about")},
		{Href: at("/kommun/personuppgifter/raderingar", employer, all), Title: t.T("privacy.handle.list"), Note: t.T("privacy.handle.list_about")},
		{Href: "/kommun/personuppgifter/skydd", Title: t.T("privacy.handle.protect"), Note: t.T("privacy.handle.protect_about")},
	}
	switch q.Get("gjort") {
	case "svarat":
		v.Said = t.T("privacy.handle.answered")
	case "raderat":
		v.Said = t.T("privacy.handle.erased", "n", atoi(q.Get("n")))
	}
	return p.Frame.Show(w, r, http.StatusOK, "privacy.handle.title", handlePage(v))
}

// answerForm is the answer to a request as it is typed.
type answerForm struct {
	privacy.Request
	Made         string
	Chosen, Text string
	Wrong        map[string]string
}

func (p *Pages) request(w http.ResponseWriter, r *http.Request) error {
	req, err := p.Privacy.Request(r.Context(), web.ActorOf(r.Context()), r.PathValue("request"))
	if err != nil {
		return err
	}
	return p.showAnswer(w, r, http.StatusOK, answerForm{Request: req})
}

func (p *Pages) showAnswer(w http.ResponseWriter, r *http.Request, status int, f answerForm) error {
	t := p.catalog(r)
	f.Made = t.Date(f.MadeAt)
	s := p.Frame.Shell(r, t.T("privacy.answer.title", "who", f.Who))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, answerPage(f))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	a, id := web.ActorOf(r.Context()), r.PathValue("request")
	f := answerForm{Chosen: r.PostFormValue("svar"), Text: r.PostFormValue("text")}
	err := p.Privacy.Answer(r.Context(), a, id, privacy.State(f.Chosen), f.Text)
	if refused := expected(err); refused != nil {
		if f.Request, err = p.Privacy.Request(r.Context(), a, id); err != nil {
			return err
		}
		f.Wrong = wrongOn(refused, "text")
		return p.showAnswer(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/personuppgifter?gjort=svarat")
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Privacy.Person(r.Context(), web.ActorOf(r.Context()), r.PathValue("person"))
	if err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, f.Shown()), personPage(f))
}

func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	a := web.ActorOf(r.Context())
	f, err := p.Privacy.Person(r.Context(), a, r.PathValue("person"))
	if err != nil {
		return err
	}
	c, err := p.Privacy.Export(r.Context(), a, f.Employer.ID, f.PersonID)
	if err != nil {
		return err
	}
	return p.sendZip(w, r, "personuppgifter", c)
}

// destroyForm is an erasure before it is done: what would go, and what is typed.
type destroyForm struct {
	privacy.Found
	Goes   privacy.Erased
	Rows   []ui.Row
	Why    string
	Number string
	Wrong  map[string]string
}

func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	return p.showDestroy(w, r, http.StatusOK, destroyForm{})
}

func (p *Pages) showDestroy(w http.ResponseWriter, r *http.Request, status int, f destroyForm) error {
	a, t := web.ActorOf(r.Context()), p.catalog(r)
	found, err := p.Privacy.Person(r.Context(), a, r.PathValue("person"))
	if err != nil {
		return err
	}
	f.Found = found
	if f.Goes, err = p.Privacy.Preview(r.Context(), a, found.Employer.ID, found.PersonID); err != nil {
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(f.Goes.Counts)) {
		name := table
		if key := "privacy.sheet." + table; t.Has(key) {
			name = t.T(key)
		}
		f.Rows = append(f.Rows, ui.Row{Head: ui.Text(name), Cells: cells(strconv.FormatInt(f.Goes.Counts[table], 10))})
	}
	s := p.Frame.Shell(r, t.T("privacy.destroy.title", "who", found.Shown()))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, destroyPage(f))
}

func (p *Pages) erase(w http.ResponseWriter, r *http.Request) error {
	f := destroyForm{Why: r.PostFormValue("varfor"), Number: r.PostFormValue("nummer")}
	done, err := p.Privacy.EraseTyped(r.Context(), web.ActorOf(r.Context()), r.PathValue("person"), f.Number, privacy.Reason(f.Why))
	if refused := expected(err); refused != nil {
		f.Wrong = wrongOn(refused, "nummer")
		return p.showDestroy(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/personuppgifter?gjort=raderat&n="+strconv.FormatInt(done.Total, 10))
}
