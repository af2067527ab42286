package groupweb

import (
	"net/http"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// leaveView is a person's times away.
type leaveView struct {
	ID, Name, Back, Title string
	Leaves                []leavePart
	From, To              string
	Wrong                 map[string]string
	Said                  string
}

// leavePart is one time away; Open is without an end, Now is under way.
type leavePart struct {
	From, Text string
	Now        bool
}

func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	return p.showLeave(w, r, http.StatusOK, leaveView{})
}

func (p *Pages) showLeave(w http.ResponseWriter, r *http.Request, status int, v leaveView) error {
	visit, today := page.Of(r.Context()), p.Staff.Today()
	k, err := p.Staff.Know(r.Context(), visit.Actor, may.SetLeave, r.PathValue("person"), today)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(visit)
	v.ID, v.Name, v.Back = k.Employee.PersonID, nameOf(k), "/min-grupp"
	if may.Ask(visit.Actor, may.SeeProgress, k.At.Path) == nil {
		v.Back = hrefOf(v.ID)
	}
	v.Title = c.T("group.leave.title", "name", v.Name)
	leaves, err := p.Staff.Leaves(r.Context(), v.ID)
	if err != nil {
		return err
	}
	if err := p.Staff.Audit.Person(r.Context(), p.Staff.DB, visit.Actor, "staff.leave", v.ID); err != nil {
		return err
	}
	for i := len(leaves) - 1; i >= 0; i-- {
		l := leaves[i]
		part := leavePart{From: l.From, Now: l.To >= today}
		if part.Text = c.T("group.leave.days", "from", c.DateOf(l.From), "to", c.DateOf(l.To)); l.To == db.NoEnd {
			part.Text = c.T("group.leave.open", "from", c.DateOf(l.From))
		}
		v.Leaves = append(v.Leaves, part)
	}
	if r.URL.Query().Get("sparad") != "" {
		v.Said = c.T("group.leave.saved")
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, leavePage(v))
}

// setLeave notes a time away, ends one that is under way, or takes away one that never was.
func (p *Pages) setLeave(w http.ResponseWriter, r *http.Request) error {
	visit, personID := page.Of(r.Context()), r.PathValue("person")
	v := leaveView{From: r.PostFormValue("from"), To: r.PostFormValue("to")}
	var err error
	switch r.PostFormValue("gor") {
	case "ta-bort":
		err = p.Staff.DropLeave(r.Context(), visit.Actor, personID, v.From)
	case "tillbaka": // back at work today: yesterday was the last day away
		last := dayBefore(p.Staff.Today())
		if v.From > last {
			err = p.Staff.DropLeave(r.Context(), visit.Actor, personID, v.From)
		} else {
			err = p.Staff.NoteLeave(r.Context(), visit.Actor, personID, v.From, last)
		}
	default:
		err = p.Staff.NoteLeave(r.Context(), visit.Actor, personID, v.From, v.To)
	}
	if v.Wrong, err = wrong(p.Frame.Catalog(visit), err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showLeave(w, r, http.StatusUnprocessableEntity, v)
	}
	return web.Redirect(w, r, hrefOf(personID)+"/ledighet?sparad=1")
}

// dayBefore is the day before a day.
func dayBefore(day string) string { return string(plan.Date(day).AddDays(-1)) }
