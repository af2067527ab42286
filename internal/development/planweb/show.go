package planweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile/layer"
)

type component = templ.Component

// planView is a plan to read, and the ways to change it.
type planView struct {
	desk
	Said       string
	Lead       string
	Agreement  []string // where it stands, in sentences
	Tone       ui.NoticeKind
	AgreeText  string // the button; "" when there is nothing to agree on, or the visitor has
	Revision   int64
	AskStudy   string // the question; "" none
	Answered   string
	Facts      []ui.Fact
	Items      []ui.Part
	Ended      []ui.Part
	Ideas      []ideaView
	Needs      []needView
	Summed     []ui.Fact
	Units      []ui.Part
	Ways       []ui.Part
	Duties     []dutyView
	Follows    []ui.Fact
	Agreed     []ui.Fact // who agreed to what before
	May        bool
	IsPerson   bool
	MoreNeeds  string
	NoNeeds    string
	HowWeUseIt bool
}

// ideaView is something that is missing and could be put in the plan.
type ideaView struct {
	Title, Text, Button string
	How, Ref, Key       string
}

// needView is something that is missing at a place.
type needView struct{ Title, Text, Href string }

type dutyView struct {
	ID, Title, Text string
	Open            bool
}

func (p *Pages) show(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		return p.showPlan(w, r, http.StatusOK, d, "")
	}
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request, status int, d desk, refused string) error {
	ctx, c, a := r.Context(), p.catalog(r), web.ActorOf(r.Context())
	plan, err := p.Plans.Of(ctx, a, d.Whose)
	if err != nil {
		return err
	}
	d.EmployerID = plan.ControllerID
	book, err := p.Frameworks.Book(ctx, p.Staff.Today())
	if err != nil {
		return err
	}
	v := planView{desk: d, Revision: plan.Revision, IsPerson: d.Kind == development.OfPerson, May: p.Plans.MayChange(ctx, a, d.Whose), Lead: c.T("development.lead." + string(d.Kind))}
	if d.own {
		v.Lead = c.T("development.lead.own")
	}
	if said := r.URL.Query().Get("klart"); said != "" && c.Has("development.said."+said) {
		v.Said = c.T("development.said." + said)
	}
	v.facts(c, &plan)
	v.items(c, &plan, book, p.Staff.Today())
	for _, f := range plan.Follows {
		v.Follows = append(v.Follows, ui.Fact{Term: c.DateOf(f.On), Text: orElse(f.Note, c.T("development.follow.no_note"))})
	}
	if v.IsPerson {
		p.ownUnit(r, &v)
		err = p.fillPerson(ctx, r, &v, &plan)
	} else {
		err = p.fillPlace(ctx, r, &v, &plan, book)
	}
	if err != nil {
		return err
	}
	if refused != "" {
		v.Agreement, v.Tone = append([]string{refused}, v.Agreement...), ui.Warn
	}
	return p.render(w, r, status, d.title, planPage(v))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// facts are the period, the goals, the study time and the follow-up.
func (v *planView) facts(c *lang.Catalog, plan *development.Plan) {
	add := func(term, text string) {
		if text != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: c.T(term), Text: text})
		}
	}
	switch {
	case plan.From != "" && plan.Until != "":
		add("development.period", c.T("development.from_until", "from", c.DateOf(plan.From), "until", c.DateOf(plan.Until)))
	case plan.Until != "":
		add("development.period", c.T("development.until_day", "until", c.DateOf(plan.Until)))
	case plan.From != "":
		add("development.period", c.T("development.from_day", "from", c.DateOf(plan.From)))
	}
	add("development.goals", plan.Goals)
	if v.IsPerson && plan.Study.Hours > 0 {
		text := c.T("development.study."+plan.Study.Per, "hours", hours(plan.Study.Hours))
		if plan.Study.Paid {
			text += " " + c.T("development.study.paid")
		} else {
			text += " " + c.T("development.study.unpaid")
		}
		if plan.Study.Note != "" {
			text += " " + plan.Study.Note
		}
		add("development.study", text)
	}
	if plan.FollowOn != "" {
		add("development.follow_on", c.DateOf(plan.FollowOn))
	}
}

func hours(h float64) string {
	return strings.TrimSuffix(strings.Replace(strconv.FormatFloat(h, 'f', 1, 64), ".", ",", 1), ",0")
}

var statuses = map[development.State]ui.StatusKind{development.Planned: ui.NotStarted, development.Ongoing: ui.Ongoing, development.Done: ui.Done, development.Dropped: ui.NotApplicable}

// items lists what remains by date, and what has ended.
func (v *planView) items(c *lang.Catalog, plan *development.Plan, book *frame.Book, today string) {
	list := slices.Clone(plan.Items)
	slices.SortStableFunc(list, func(a, b development.Item) int { return strings.Compare(orElse(a.Due, "9"), orElse(b.Due, "9")) })
	for _, i := range list {
		part := ui.Part{Title: titleOf(i, book), Note: noteOf(c, i, book), Status: statuses[i.State], Word: c.T("development.state." + string(i.State))}
		if v.May {
			part.Href = v.at("/del/" + i.ID)
		}
		switch {
		case i.Late(today):
			part.Status, part.Word = ui.Overdue, c.T("development.late")
		case i.State == development.Done && i.StateOn != "":
			part.Word = c.T("development.done_on", "date", c.DateOf(i.StateOn))
			if i.UsePerson == "" && i.UseManager == "" && v.IsPerson {
				part.Note = strings.TrimSpace(part.Note + " " + c.T("development.use_missing"))
			}
		}
		if i.Open() {
			v.Items = append(v.Items, part)
		} else {
			v.Ended = append(v.Ended, part)
		}
	}
}

// titleOf is what an item is called; without a title what it closes.
func titleOf(i development.Item, book *frame.Book) string {
	if i.Title != "" {
		return i.Title
	}
	if e, ok := book.Find(i.Requirement); ok {
		return e.Name
	}
	return orElse(i.Ref, i.Requirement)
}

func noteOf(c *lang.Catalog, i development.Item, book *frame.Book) string {
	said := []string{c.T("development.how."+string(i.How)) + "."}
	if i.Due != "" && i.Open() {
		said = append(said, c.T("development.due_said", "date", c.DateOf(i.Due)))
	}
	if i.Responsible != "" {
		said = append(said, c.T("development.responsible_said", "who", i.Responsible))
	}
	if e, ok := book.Find(i.Requirement); ok && i.Title != "" {
		said = append(said, c.T("development.closes", "name", e.Name))
	}
	if i.Why != "" {
		said = append(said, c.T("development.why_said", "why", i.Why))
	}
	if i.UsePerson != "" {
		said = append(said, c.T("development.use_said", "text", i.UsePerson))
	}
	if i.UseManager != "" {
		said = append(said, c.T("development.use_said", "text", i.UseManager))
	}
	return strings.Join(said, " ")
}

// fillPerson is what a person's plan has besides: the agreement, study time, what is missing, duties.
func (p *Pages) fillPerson(ctx context.Context, r *http.Request, v *planView, plan *development.Plan) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	v.agreement(c, plan)
	if period, answered := plan.StudyAsk(p.Staff.Today()); v.own && period != "" {
		if answered {
			v.Answered = c.T("development.study_answered." + map[bool]string{true: "yes", false: "no"}[plan.Answers[slices.IndexFunc(plan.Answers, func(x development.Answer) bool { return x.Period == period })].Given])
		}
		v.AskStudy = c.T("development.study_ask." + map[bool]string{true: "week", false: "month"}[plan.Study.Per == development.PerWeek])
	}
	duties, err := p.Plans.Duties(ctx, a, v.Whose)
	if err != nil {
		return err
	}
	for _, d := range duties {
		text := c.T("development.near."+string(d.Near)) + ". " + c.T("development.duty_since", "date", c.DateOf(d.From))
		if d.Title != "" {
			text = c.T("development.duty_after", "title", d.Title) + " " + text
		}
		if d.Ended {
			text += " " + c.T("development.duty_ended")
		}
		v.Duties = append(v.Duties, dutyView{d.ID, d.Duty, text, !d.Ended && !v.own && v.May})
	}
	if !v.May {
		return nil
	}
	g, err := p.Gaps.Person(ctx, a, plan.PersonID, plan.ControllerID, p.Staff.Today())
	if f := fault.Of(err); f != nil {
		return nil // what is missing is told elsewhere: the plan is shown without
	}
	if err != nil {
		return err
	}
	v.ideas(c, plan, g)
	return nil
}

// mostIdeas bounds what is suggested.
const mostIdeas = 5

// ideas are what is missing and not in the plan, formal first.
func (v *planView) ideas(c *lang.Catalog, plan *development.Plan, g gap.PersonGap) {
	planned := map[string]bool{}
	for _, i := range plan.Items {
		if i.Open() || i.State == development.Done {
			planned[i.Requirement], planned["course "+i.Ref] = true, true
		}
	}
	for _, w := range g.Works {
		for _, i := range w.Lacking() {
			if planned[i.Key] || i.Mark != count.Learn || i.Measure != layer.Each {
				continue // what the unit needs some of is the unit's to plan, and a licence is not learnt here
			}
			planned[i.Key] = true
			idea := ideaView{Title: i.Name, Key: i.Key, How: string(development.ByOther), Button: c.T("development.put"), Text: c.T("development.idea.other")}
			if i.Formal {
				idea.How, idea.Text = string(development.ByEducation), c.T("development.idea.formal")
			}
			for _, course := range i.Close {
				if !planned["course "+course.Course] {
					idea.Ref, idea.How, idea.Text = course.Course, string(development.ByCourse), c.T("development.idea.course", "course", course.Title)
					break
				}
			}
			if v.Ideas = append(v.Ideas, idea); len(v.Ideas) == mostIdeas {
				return
			}
		}
	}
}

// agreement tells where the plan stands between the two.
func (v *planView) agreement(c *lang.Catalog, plan *development.Plan) {
	standing := plan.Standing()
	side, other := "manager", v.name
	if v.own {
		side, other = "own", ""
	}
	v.Agreement = []string{c.T("development.standing."+side+"."+string(standing), "name", other)}
	if standing == development.AgreedOn {
		v.Tone = ui.OK
	}
	mine, theirs := development.ManagerSide, development.PersonSide
	if v.own {
		mine, theirs = theirs, mine
	}
	if con := plan.Agreed(mine); con != nil {
		v.Agreement = append(v.Agreement, c.T("development.you_agreed."+string(mine), "date", c.Date(con.At)))
	}
	if con := plan.Agreed(theirs); con != nil {
		v.Agreement = append(v.Agreement, c.T("development.agreed_on."+string(theirs), "name", other, "date", c.Date(con.At)))
	}
	if standing != development.NoPlan && plan.Agreed(mine) == nil && v.May {
		v.AgreeText = c.T("development.agree")
	}
	for _, con := range slices.Backward(plan.Consents) {
		v.Agreed = append(v.Agreed, ui.Fact{Term: c.Date(con.At), Text: c.T("development.agreed_past."+string(con.Side), "n", int(con.Revision))})
	}
}
