package planweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// agree notes that the visitor agrees to the plan as it was read.
func (p *Pages) agree(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		revision, _ := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
		err = p.Plans.Agree(r.Context(), web.ActorOf(r.Context()), d.Whose, revision)
		if f := fault.Of(err); f != nil && (f.Kind == fault.Conflict || f.Kind == fault.Invalid) {
			return p.showPlan(w, r, web.Status(f), d, page.Say(p.catalog(r), f))
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, d.at("", "klart", "ja"))
	}
}

// answerStudy notes whether the own study time was given.
func (p *Pages) answerStudy(w http.ResponseWriter, r *http.Request) error {
	d, err := p.ownDesk(r)
	if err != nil {
		return err
	}
	given := r.PostFormValue("fick") == "ja"
	if err := p.Plans.AnswerStudy(r.Context(), web.ActorOf(r.Context()), d.Whose, given); err != nil {
		return err
	}
	said := "studietid-nej"
	if given {
		said = "studietid-ja"
	}
	return web.Redirect(w, r, d.at("", "klart", said))
}

// followView is the form of a follow-up: what was done and how it is used stands beside it (rule 38).
type followView struct {
	desk
	Note, Next string
	Done       []ui.Part
	Study      string
	Wrong      map[string]string
}

func (p *Pages) followForm(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		return p.showFollow(w, r, http.StatusOK, followView{desk: d})
	}
}

func (p *Pages) showFollow(w http.ResponseWriter, r *http.Request, status int, v followView) error {
	c := p.catalog(r)
	plan, err := p.Plans.Of(r.Context(), web.ActorOf(r.Context()), v.Whose)
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return err
	}
	all := planView{desk: v.desk, IsPerson: v.Kind == development.OfPerson, May: true}
	all.items(c, &plan, book, p.Staff.Today())
	v.Done = all.Ended
	given := 0
	for _, a := range plan.Answers {
		if a.Given {
			given++
		}
	}
	if len(plan.Answers) > 0 {
		v.Study = c.T("development.study_given", "given", given, "all", len(plan.Answers))
	}
	return p.render(w, r, status, c.T("development.follow"), followPage(v))
}

func (p *Pages) follow(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		v := followView{desk: d, Note: r.PostFormValue("note"), Next: r.PostFormValue("next")}
		err = p.Plans.FollowUp(r.Context(), web.ActorOf(r.Context()), d.Whose, v.Note, v.Next)
		if err == nil {
			return web.Redirect(w, r, d.at("", "klart", "uppfoljt"))
		}
		status := refused(err)
		if v.Wrong, err = wrong(p.catalog(r), err); err != nil {
			return err
		}
		return p.showFollow(w, r, status, v)
	}
}

// periodView is the form of a new period.
type periodView struct {
	desk
	From, Until string
	Wrong       map[string]string
}

func (p *Pages) periodForm(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		if _, err := p.Plans.Of(r.Context(), web.ActorOf(r.Context()), d.Whose); err != nil {
			return err
		}
		return p.render(w, r, http.StatusOK, p.catalog(r).T("development.new_period"), periodPage(periodView{desk: d, From: p.Staff.Today()}))
	}
}

func (p *Pages) newPeriod(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		v := periodView{desk: d, From: r.PostFormValue("from"), Until: r.PostFormValue("until")}
		err = p.Plans.NewPeriod(r.Context(), web.ActorOf(r.Context()), d.Whose, v.From, v.Until)
		if err == nil {
			return web.Redirect(w, r, d.at("", "klart", "period"))
		}
		status := refused(err)
		if v.Wrong, err = wrong(p.catalog(r), err); err != nil {
			return err
		}
		return p.render(w, r, status, p.catalog(r).T("development.new_period"), periodPage(v))
	}
}
