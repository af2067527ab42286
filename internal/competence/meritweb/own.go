package meritweb

import (
	"net/http"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// ownPage is what one has oneself.
type ownPage struct {
	Said, Wrong string
	Rights      []rightView
	Now, Gone   []meritView
	Cases       []caseLink
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"tillagd": "merit.said.added", "tillbaka": "merit.said.withdrawn"}[r.URL.Query().Get("klart")]
	return p.showOwn(w, r, http.StatusOK, said, "")
}

func (p *Pages) showOwn(w http.ResponseWriter, r *http.Request, status int, said, wrong string) error {
	a, c := actorOf(r), p.words(r)
	all, err := p.Competence.Merits(r.Context(), a, a.PersonID, "")
	if err != nil {
		return err
	}
	v := ownPage{Wrong: wrong}
	if said != "" {
		v.Said = c.T(said)
	}
	for _, m := range all {
		one, err := p.view(r, ownTop, m)
		if err != nil {
			return err
		}
		if m.EndedAt != nil {
			v.Gone = append(v.Gone, one)
			continue
		}
		if m.CheckedAt == nil {
			one.Withdraw = ownTop + "/ta-tillbaka/" + m.ID
		}
		v.Now = append(v.Now, one)
	}
	rights, err := p.Competence.Rights(r.Context(), a, a.PersonID, "")
	if err != nil {
		return err
	}
	v.Rights = p.rights(c, rights, true)
	if v.Cases, err = p.caseLinks(r, ownTop, a.PersonID); err != nil {
		return err
	}
	return p.show(w, r, status, c.T("merit.own_title"), false, ownBody(v))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	err := p.Competence.WithdrawMerit(r.Context(), actorOf(r), r.PathValue("merit"))
	if f := expected(err); f != nil {
		return p.showOwn(w, r, web.Status(f), "", p.words(r).T(f.Key))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, ownTop+"?klart=tillbaka")
}

// employers are the ones that one works for, to choose from when there are several.
func (p *Pages) employers(r *http.Request) (out []ui.Option, err error) {
	jobs, err := p.Staff.Employments(r.Context(), actorOf(r).PersonID, p.Staff.Today())
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, j := range jobs {
		if seen[j.EmployerID] {
			continue
		}
		seen[j.EmployerID] = true
		n, err := p.Tree.Find(r.Context(), j.EmployerID, p.Staff.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out, nil
}

func (p *Pages) ownForm(w http.ResponseWriter, r *http.Request) error {
	employers, err := p.employers(r)
	if err != nil {
		return err
	}
	f := p.formOf(r, ownTop, ownTop, "merit.back_own", r.URL.Query().Get("sort"))
	f.Employers = employers
	return p.showForm(w, r, http.StatusOK, f)
}

func (p *Pages) ownAdd(w http.ResponseWriter, r *http.Request) error {
	n, err := readForm(r)
	if err == nil {
		n.PersonID, n.Seen = actorOf(r).PersonID, false
		_, err = p.Competence.AddMerit(r.Context(), actorOf(r), n)
	}
	if f := expected(err); f != nil {
		employers, err := p.employers(r)
		if err != nil {
			return err
		}
		v := p.formOf(r, ownTop, ownTop, "merit.back_own", string(n.Kind))
		v.Employers, v.Typed, v.Wrong = employers, typed(r), p.refusal(r, f, "kind")
		return p.showForm(w, r, web.Status(f), v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, ownTop+"?klart=tillagd")
}

// lastDay is the last day of what no longer holds from a day.
func lastDay(until string) string {
	t, err := lang.ParseDate(until)
	if err != nil {
		return until
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// caseLink leads to a validation.
type caseLink struct {
	Href, Title, Text string
	Status            ui.StatusKind
	Word              string
}

func (p *Pages) caseLinks(r *http.Request, top, personID string) (out []caseLink, err error) {
	list, err := p.Competence.Validations(r.Context(), actorOf(r), personID, "")
	c := p.words(r)
	for _, v := range list {
		out = append(out, caseLink{Href: top + "/validering/" + v.ID, Title: c.T("merit.case_title", "programme", programmeName(v.Programme)),
			Text: c.T("merit.case_passed", "passed", v.Passed(), "all", len(v.Parts)), Status: caseStatus[v.State], Word: c.T("merit.case." + string(v.State))})
	}
	return out, err
}

var caseStatus = map[competence.CaseState]ui.StatusKind{competence.Open: ui.Ongoing, competence.Whole: ui.Done, competence.Partial: ui.Renew, competence.Stopped: ui.NotApplicable}
