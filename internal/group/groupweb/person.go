package groupweb

import (
	"net/http"
	"strings"
	"unicode"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/staff"
)

// personView is one person as the manager may see the person.
type personView struct {
	ID, Name, Unit, Back string
	State                ui.StatusKind
	Word, Summary        string
	Shared               string
	Journeys             []journeyView
	Codes, Mobile        bool
	Enrolled             []enrolledPart
	Enrol, Leave         string // where one puts a course in, and notes leave; "" = may not
	Said                 string // about what was just done
	Wrong                string // why it was refused
}

// enrolledPart is a course that a leader has put in, and can take back.
type enrolledPart struct{ Course, Title, Text string }

// journeyView is one journey: blocks with what counts.
type journeyView struct {
	ID, Title, Count string
	Notes            []string
	Blocks           []blockView
	Reasons          []ui.Fact // why each of them is there
}

type blockView struct {
	Title   string
	Parts   []ui.Part
	Reasons []ui.Fact
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	return p.showPerson(w, r, r.PathValue("person"), nil)
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, personID string, refused *fault.Fault) error {
	visit := page.Of(r.Context())
	s, err := p.Journeys.Seen(r.Context(), visit.Actor, personID, p.Staff.Today())
	if err != nil {
		return err
	}
	b := &builder{p: p, r: r, c: p.Frame.Catalog(visit)}
	if b.ref, err = p.Tree.CachedReference(r.Context()); err != nil {
		return err
	}
	v, err := b.person(personID, s)
	if err != nil {
		return err
	}
	if err := b.enrolled(&v, s); err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case refused != nil:
		v.Wrong, status = page.Say(b.c, refused), http.StatusUnprocessableEntity
	case r.URL.Query().Get("sms") != "":
		v.Said = b.c.T("group.code.texted", "name", v.Name)
	case r.URL.Query().Get("tillbaka") != "":
		v.Said = b.c.T("group.enrol.withdrawn")
	}
	shell := p.Frame.Shell(r, v.Name)
	shell.Wrong = refused != nil
	return p.Frame.ShowAs(w, r, status, shell, personPage(v))
}

// builder turns what the rules answer into what the page shows.
type builder struct {
	p   *Pages
	r   *http.Request
	c   *lang.Catalog
	ref org.Reference
}

func (b *builder) person(personID string, s journey.Seen) (personView, error) {
	t, _ := group.Count(s.Journeys, plan.Date(b.p.Staff.Today()))
	v := personView{ID: personID, Name: nameOf(s.Known), Unit: s.UnitName, Back: "/min-grupp", State: kinds[t.State], Word: b.c.T("group.state." + string(t.State)), Mobile: s.Mobile != ""}
	codes, err := b.p.Access.MayGiveCode(b.r.Context(), page.Of(b.r.Context()).Actor, personID)
	if err != nil {
		return v, err
	}
	v.Codes = codes
	v.Shared = b.c.T("group.shared_none")
	if s.Shared > 0 {
		v.Shared = b.c.T("group.shared", "n", s.Shared)
	}
	if t.Total > 0 {
		v.Summary = b.c.T("group.of_all", "done", t.Done, "all", t.Total)
	}
	if t.Due != "" && t.State != group.Resting {
		title, err := t.Next.Title, error(nil)
		if title == "" {
			title, err = b.p.Courses.Title(b.r.Context(), t.Next.Course)
		}
		if err != nil {
			return v, err
		}
		key := "group.next"
		if t.State == group.Late {
			key = "group.next_late"
		}
		v.Summary += " " + b.c.T(key, "item", title, "date", date(b.c, t.Due))
	}
	for i := range s.Journeys {
		j, err := b.journey(&s.Journeys[i])
		if err != nil {
			return v, err
		}
		v.Journeys = append(v.Journeys, j)
	}
	return v, nil
}

// enrolled fills in what a leader has put in, and what this one may do.
func (b *builder) enrolled(v *personView, s journey.Seen) error {
	actor := page.Of(b.r.Context()).Actor
	if may.Ask(actor, may.SetLeave, s.At.Path) == nil {
		v.Leave = hrefOf(v.ID) + "/ledighet"
	}
	if may.Ask(actor, may.Enrol, s.At.Path) != nil {
		return nil
	}
	v.Enrol = scope{s.At.ID}.at("/min-grupp/lagg-till", "person", v.ID)
	all, err := b.p.Journeys.EnrolmentsAt(b.r.Context(), s.Employer.ID, []string{v.ID})
	if err != nil {
		return err
	}
	for _, e := range all[v.ID] {
		title, err := b.p.Courses.Title(b.r.Context(), e.CourseID)
		if err != nil {
			return err
		}
		if title == "" {
			title = e.CourseID
		}
		text := b.c.T("group.enrol.since", "date", b.c.DateOf(e.MadeOn))
		if e.Due != "" {
			text += " " + b.c.T("group.due", "date", b.c.DateOf(e.Due))
		}
		if e.Note != "" {
			text += " " + b.c.T("group.enrol.wrote", "note", e.Note)
		}
		v.Enrolled = append(v.Enrolled, enrolledPart{e.CourseID, title, text})
	}
	return nil
}

func nameOf(k staff.Known) string { return strings.TrimSpace(k.Employee.Name()) }

func (b *builder) journey(j *plan.Personal) (journeyView, error) {
	v := journeyView{ID: j.Journey, Title: j.Title}
	if j.Total > 0 {
		v.Count = b.c.Of(j.Done, j.Total)
	}
	if j.Step != nil {
		v.Notes = append(v.Notes, b.c.T("group.step", "step", j.Step.Title))
	}
	if j.Paused {
		v.Notes = append(v.Notes, b.c.T("group.away"))
	}
	for i := range j.Blocks {
		block, err := b.block(&j.Blocks[i])
		if err != nil {
			return v, err
		}
		if len(block.Parts) > 0 {
			v.Blocks = append(v.Blocks, block)
			v.Reasons = append(v.Reasons, block.Reasons...)
		}
	}
	return v, nil
}

// block leaves out what the person has chosen freely and not finished: it is the person's own.
func (b *builder) block(block *plan.PersonalBlock) (blockView, error) {
	v := blockView{Title: block.Title}
	if block.Kind == plan.Earlier {
		v.Title = b.c.T("group.earlier")
	}
	for i := range block.Items {
		it := &block.Items[i]
		if !it.Counts() && !it.IsDone() {
			continue
		}
		title, err := b.p.titleOf(b.r.Context(), it)
		if err != nil {
			return v, err
		}
		v.Parts = append(v.Parts, ui.Part{Title: title, Note: b.note(it), Status: statuses[it.Status], Word: b.word(it)})
		if why := b.reasons(it); why != "" {
			v.Reasons = append(v.Reasons, ui.Fact{Term: title, Text: why})
		}
	}
	return v, nil
}

var statuses = map[plan.Status]ui.StatusKind{plan.NotStarted: ui.NotStarted, plan.Started: ui.Ongoing, plan.Done: ui.Done,
	plan.CreditedStatus: ui.Done, plan.Overdue: ui.Overdue, plan.Paused: ui.Paused}

func (b *builder) word(it *plan.PersonalItem) string {
	switch {
	case it.Status == plan.Done && it.At != "":
		return b.c.T("group.done_on", "date", date(b.c, it.At))
	case it.Status == plan.CreditedStatus:
		return b.c.T("group.credited")
	}
	return ""
}

// note says by when, and how strongly it is asked for.
func (b *builder) note(it *plan.PersonalItem) string {
	var said []string
	switch {
	case it.IsDone() && it.ValidUntil != "":
		said = append(said, b.c.T("group.valid_until", "date", date(b.c, it.ValidUntil.AddDays(1))))
	case !it.IsDone() && it.Due != "":
		said = append(said, b.c.T("group.due", "date", date(b.c, it.Due)))
	}
	if !it.IsDone() {
		said = append(said, b.c.T("group.requirement."+string(it.Requirement)))
	}
	return strings.Join(said, " ")
}

// reasons says why an item is there, who decided it and from when.
func (b *builder) reasons(it *plan.PersonalItem) string {
	var said []string
	for _, reason := range it.Reasons {
		if s := b.reason(reason); s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

// reason is one reason in a short sentence about the person.
func (b *builder) reason(r plan.Reason) string {
	key := "group.why." + string(r.Rule)
	if !b.c.Has(key) {
		return ""
	}
	return b.c.T(key, "node", r.DecidedBy, "since", date(b.c, r.Since), "days", r.Days, "date", date(b.c, r.Date),
		"occupation", lower(b.ref.Occupation(r.Occupation).Name), "area", lower(b.ref.AreaName(r.Area)), "step", r.Step, "journey", r.Journey)
}

// lower writes a name inside a sentence; what is an abbreviation stays (MAS, LSS-handläggare).
func lower(name string) string {
	if r := []rune(name); len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsUpper(r[1]) {
		return name
	}
	return strings.ToLower(name)
}
