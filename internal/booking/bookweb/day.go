package bookweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type templBody = templ.Component

// dayView is a course day as somebody sees it who has a place there or can ask for one.
type dayView struct {
	Course, Said                     string
	Wrong                            map[string]string
	Notices                          []string
	Has                              bool // the person has a place, waits or has asked
	Steps                            []ui.Part
	Next                             string
	Here                             string // the own attendance, from the day on
	Offer, Needs, Calendar           string
	Cancel, CancelText               string
	Prepare                          ui.Link
	PrepareText                      string
	Facts                            []ui.Fact
	MayAsk                           bool
	AskTitle, Queue, AskAction, Note string
	AskButton                        string
	Closed, Others                   string
	Sessions                         []sessionView
	Info                             string
	History                          []ui.Part
}

// sessionView is one meeting and its plan.
type sessionView struct {
	ID, Title, Trainers string
	Parts               []partView
}

type partView struct {
	Title, Note, Material string
	Link                  ui.Link
}

func (p *Pages) day(w http.ResponseWriter, r *http.Request) error {
	mine, err := p.own(r)
	if err != nil {
		return err
	}
	for _, x := range mine {
		if x.ID != r.PathValue("occasion") {
			continue
		}
		if x.State == seat.Offered { // a note leads to the place that it tells of
			return web.Redirect(w, r, dayHref(x.OccasionID)+"/erbjudande")
		}
		return web.Redirect(w, r, dayHref(x.OccasionID))
	}
	return p.showDay(w, r, http.StatusOK, "", nil)
}

// visible finds the day of a page: one that the person has or has had a place at, or that is for the person.
func (p *Pages) visible(r *http.Request) (occasion.Occasion, own, error) {
	mine, err := p.own(r)
	if err != nil {
		return occasion.Occasion{}, mine, err
	}
	o, err := p.Occasions.Find(r.Context(), r.PathValue("occasion"))
	if err != nil {
		return o, mine, err
	}
	if _, has := mine.at(o.ID); has {
		return o, mine, nil
	}
	seen, err := p.Bookings.SeenBy(r.Context(), web.ActorOf(r.Context()).PersonID)
	if err == nil && !seen.IsVisible(o) {
		err = occasion.ErrNoOccasion
	}
	return o, mine, err
}

func (p *Pages) showDay(w http.ResponseWriter, r *http.Request, status int, note string, wrong map[string]string) error {
	o, mine, err := p.visible(r)
	if err != nil {
		return err
	}
	t, err := p.teller(r, o)
	if err != nil {
		return err
	}
	if err := p.nameTrainers(r, &t, o); err != nil {
		return err
	}
	v := dayView{Course: o.Title, Said: said(t.c, r, "asked", "booked", "waiting", "accepted"), Note: note, Wrong: wrong, Info: o.Note, Others: page.At("/kursdagar", "kurs", o.CourseID), AskAction: dayHref(o.ID) + "/anmal"}
	x, has := mine.at(o.ID)
	v.Facts = t.facts(o, has && seat.Holds(x.State))
	v.Sessions = t.sessions(o)
	if has {
		if err := p.fillPlace(r, &v, t, x); err != nil {
			return err
		}
	}
	if err := p.fillAsk(r, &v, t, o, x, has); err != nil {
		return err
	}
	if err := p.fillPreparation(r, &v, o, has && comes(x.State)); err != nil {
		return err
	}
	return p.render(w, r, status, t.c.T("booking.day.title", "course", o.Title, "when", t.when(o)), dayPage(v))
}

// fillPlace fills in how the person's place stands, what comes next and what has happened.
func (p *Pages) fillPlace(r *http.Request, v *dayView, t teller, x booking.Entry) error {
	o := x.Occasion
	seen, err := p.Bookings.Find(r.Context(), web.ActorOf(r.Context()), x.ID)
	if err != nil {
		return err
	}
	events := seen.History
	v.History = t.history(events, web.ActorOf(r.Context()).PersonID)
	if o.State == occasion.Cancelled {
		v.Notices = append(v.Notices, t.c.T("booking.day.cancelled"))
		return nil
	}
	v.Has, v.Next = true, t.next(x)
	if x.State == seat.Declined || x.State == seat.Cancelled {
		v.Next = strings.TrimSpace(v.Next + " " + t.why(events))
	}
	v.Steps = t.steps(x)
	if seat.Holds(x.State) && o.FirstDay <= p.Bookings.Today() {
		v.Here = dayHref(o.ID) + "/pa-plats"
	}
	if !comes(x.State) {
		return nil
	}
	if x.State == seat.Offered {
		v.Offer = dayHref(o.ID) + "/erbjudande"
	}
	if x.State == seat.Booked {
		v.Calendar, v.Needs = "/kurstillfallen/"+o.ID+"/kalender.ics", dayHref(o.ID)+"/behov"
	}
	if t.mayCancel(o) {
		v.Cancel, v.CancelText = dayHref(o.ID)+"/avboka", t.c.T("booking.cancel."+string(x.State))
	}
	return nil
}

// why is the reason that was given for the last step, as a sentence; "" when none was.
func (t teller) why(events []booking.Event) string {
	if len(events) == 0 || events[len(events)-1].Why == "" {
		return ""
	}
	return t.c.T("booking.why", "why", t.reason(events[len(events)-1].Why))
}

// reason is what was given as a reason: what somebody wrote, or one of the rules' own.
func (t teller) reason(why string) string {
	if strings.HasPrefix(why, "booking.why.") && t.c.Has(why) {
		return t.c.T(why)
	}
	return why
}

// steps are the way to a place: what is done, what is now and what comes.
func (t teller) steps(x booking.Entry) []ui.Part {
	at := map[seat.State]int{seat.Asked: 1, seat.Approved: 2, seat.Waiting: 2, seat.Offered: 2, seat.Booked: 3}[x.State]
	if at == 0 {
		return []ui.Part{{Title: t.word(x), Status: statuses[x.State], Word: t.c.T("booking.step.over")}}
	}
	first := "booking.step.you_asked"
	if x.MadeBy != x.PersonID {
		first = "booking.step.was_booked"
	}
	steps := []ui.Part{{Title: t.c.T(first)}, {Title: t.c.T("booking.step.answered")}, {Title: t.word(x)}}
	if x.State == seat.Asked {
		steps[1].Title, steps[2].Title = t.c.T("booking.step.answers"), t.c.T("booking.step.seat")
	}
	if x.MadeBy != x.PersonID {
		steps = slices.Delete(steps, 1, 2)
		at--
	}
	for i := range steps {
		switch {
		case i < at:
			steps[i].Status, steps[i].Word = ui.Done, t.c.T("booking.step.done")
		case i == at:
			steps[i].Status, steps[i].Word = ui.Ongoing, t.c.T("booking.step.now")
		default:
			steps[i].Status, steps[i].Word = ui.NotStarted, t.c.T("booking.step.later")
		}
	}
	return steps
}

// fillAsk fills in the form to ask for a place, or why there is none.
func (p *Pages) fillAsk(r *http.Request, v *dayView, t teller, o occasion.Occasion, x booking.Entry, has bool) error {
	if has && !seat.Ended(x.State) {
		return nil
	}
	left, err := p.Bookings.LeftFor(r.Context(), web.ActorOf(r.Context()).PersonID, []occasion.Occasion{o})
	if err != nil {
		return err
	}
	l := left[o.ID]
	v.Facts = t.toBook(v.Facts, o, l)
	today := p.Bookings.Today()
	switch {
	case o.State == occasion.Cancelled:
		if !has {
			v.Closed = t.c.T("booking.occasion_cancelled")
		}
		return nil
	case o.LastDay != "" && o.LastDay < today || !t.mayCancel(o):
		v.Closed = t.c.T("booking.over")
		return nil
	case o.CutOff != "" && o.CutOff < today:
		v.Closed = t.c.T("booking.closed", "day", t.date(o.CutOff))
		return nil
	}
	v.MayAsk, v.AskTitle, v.AskButton = true, t.c.T("booking.ask.title"), t.c.T("booking.ask")
	if l.Free == 0 {
		v.AskTitle, v.AskButton = t.c.T("booking.ask.queue_title"), t.c.T("booking.ask.queue")
		v.Queue = t.c.T("booking.ask.before_you", "n", l.Waiting)
	}
	if !has {
		v.Steps = []ui.Part{{Title: t.c.T("booking.step.you_ask")}, {Title: t.c.T("booking.step.answers")}, {Title: t.c.T("booking.step.seat_or_queue")}}
	}
	return nil
}

// facts are what an occasion is: when, where, how one gets in and who arranges it. The link to a meeting on the net
// is shown to those who have a place.
func (t teller) facts(o occasion.Occasion, inside bool) []ui.Fact {
	c := t.c
	out := []ui.Fact{{Term: c.T("booking.fact.when"), Text: t.when(o)}, {Term: c.T("booking.fact.where"), Text: t.where(o)}}
	add := func(term, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: c.T("booking.fact." + term), Text: text})
		}
	}
	add("address", o.Address)
	add("room", o.Room)
	add("access", o.AccessNotes)
	switch {
	case o.Link == "", o.State == occasion.Cancelled:
	case inside:
		out = append(out, ui.Fact{Term: c.T("booking.fact.link"), Body: ui.CellLink(o.Link, c.T("booking.fact.link.open"))})
	default:
		add("link", c.T("booking.fact.link.later"))
	}
	add("language", t.language(o))
	add("organiser", strings.Join(slices.DeleteFunc([]string{t.towns[o.OrganiserID], o.Outside}, empty), ", "))
	return out
}

// toBook adds, for who may book, how many seats are left and until when.
func (t teller) toBook(facts []ui.Fact, o occasion.Occasion, l booking.Left) []ui.Fact {
	if o.State == occasion.Cancelled { // nobody books it any more
		return facts
	}
	facts = append(facts, ui.Fact{Term: t.c.T("booking.fact.seats"), Text: t.seats(l)})
	if o.CutOff != "" {
		facts = append(facts, ui.Fact{Term: t.c.T("booking.fact.by"), Text: t.date(o.CutOff)})
	}
	return facts
}

// sessions are the meetings of an occasion with their plans.
func (t teller) sessions(o occasion.Occasion) []sessionView {
	var out []sessionView
	for i, s := range o.Sessions {
		v := sessionView{ID: "traff-" + itoa(int64(i+1)), Title: capital(t.hours(s))}
		if len(o.Sessions) > 1 {
			v.Title = t.c.T("booking.session", "n", i+1, "when", t.hours(s))
		}
		var names []string
		for _, id := range s.Trainers {
			if t.trainers[id] != "" {
				names = append(names, t.trainers[id])
			}
		}
		if len(names) > 0 {
			v.Trainers = t.c.T("booking.trainers", "names", t.c.And(names...))
		}
		for _, x := range s.Parts {
			part := partView{Title: x.Title, Note: t.c.T("booking.part."+x.Kind) + ", " + t.c.Duration(int(x.Minutes)), Material: x.Material}
			if x.Title == "" {
				part.Title, part.Note = t.c.T("booking.part."+x.Kind), t.c.Duration(int(x.Minutes))
			}
			if x.Link != "" {
				part.Link = ui.Link{Href: x.Link, Text: t.c.T("booking.part.link", "part", part.Title)}
			}
			v.Parts = append(v.Parts, part)
		}
		out = append(out, v)
	}
	return out
}

// history is what has happened to a booking, as lines.
func (t teller) history(events []booking.Event, personID string) []ui.Part {
	var out []ui.Part
	for _, e := range events {
		by := "other"
		switch e.By {
		case personID:
			by = "self"
		case "":
			by = "rule"
		}
		key := "booking.event." + e.What
		if !t.c.Has(key) {
			key = "booking.state." + string(e.To)
		}
		note := capital(t.c.When(e.At, t.now)) + ". " + t.c.T("booking.by."+by)
		if e.Why != "" {
			note += " " + t.c.T("booking.why", "why", t.reason(e.Why))
		}
		out = append(out, ui.Part{Title: t.c.T(key), Note: note})
	}
	return out
}

// ask asks for a place.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := p.visible(r); err != nil {
		return err
	}
	id, note := r.PathValue("occasion"), r.PostFormValue("note")
	k, err := p.Bookings.Ask(r.Context(), web.ActorOf(r.Context()), id, note)
	if f := fault.Of(err); f != nil && f.Key == booking.ErrAlready.Key {
		return web.Redirect(w, r, dayHref(id)) // pressed twice: the page tells how it stands
	}
	if err != nil {
		bad, status, err := wrong(p.catalog(r), err, "")
		if err != nil {
			return err
		}
		return p.showDay(w, r, status, note, bad)
	}
	done := map[seat.State]string{seat.Booked: "booked", seat.Waiting: "waiting"}[k.State]
	if done == "" {
		done = "asked"
	}
	return web.Redirect(w, r, page.At(dayHref(id), "gjort", done))
}

// fillPreparation leads to what is to be done before the day, and tells whether it is done.
func (p *Pages) fillPreparation(r *http.Request, v *dayView, o occasion.Occasion, comes bool) error {
	if !comes && !v.MayAsk {
		return nil
	}
	c := p.catalog(r)
	left, ok, err := p.Preparation.Left(r.Context(), web.ActorOf(r.Context()).PersonID, o.CourseID)
	if err != nil || !ok {
		return err
	}
	v.Prepare = ui.Link{Href: "/kurs/" + o.CourseID, Text: c.T("booking.before.see")}
	v.PrepareText = c.T("booking.before.done")
	if left > 0 {
		v.PrepareText = c.T("booking.before.not_done", "n", left)
	}
	return nil
}

// nameTrainers reads what those who lead an occasion are called.
func (p *Pages) nameTrainers(r *http.Request, t *teller, o occasion.Occasion) error {
	if n, err := p.Tree.FindEver(r.Context(), o.OrganiserID); err == nil {
		t.towns[o.OrganiserID] = n.Name
	}
	var ids []string
	for _, s := range o.Sessions {
		ids = append(ids, s.Trainers...)
	}
	slices.Sort(ids)
	all, err := p.Occasions.TrainersByID(r.Context(), slices.Compact(ids))
	for id, x := range all {
		t.trainers[id] = x.Name
	}
	return err
}
