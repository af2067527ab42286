package journeyweb

import (
	"context"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

// Days is what these pages ask of the course days.
type Days interface {
	// OfCourses gives how a person stands for the course days of some courses, by course. Courses without days
	// that the person could take are not among them.
	OfCourses(ctx context.Context, personID string, courseIDs []string) (map[string]Day, error)
	// Next is the course day that the person is to be reminded of: an offer to answer, else the next day that is
	// booked; ok is false when there is none.
	Next(ctx context.Context, personID string) (d Day, ok bool, err error)
}

// DayState is how far a person has come to a place at a course day.
type DayState string

// The states.
const (
	DayChoose  DayState = "choose"  // there are days to choose from
	DayAsked   DayState = "asked"   // the manager has not answered
	DayWaiting DayState = "waiting" // on the reserve list
	DayOffered DayState = "offered" // to be answered
	DayBooked  DayState = "booked"
)

// Day is how a person stands for a course day.
type Day struct {
	State    DayState
	Occasion string // "" when one is to be chosen
	Title    string // of the course
	On       string // the first day, YYYY-MM-DD
	Place    int    // in the queue; 0: not told
	Until    time.Time
	Begins   time.Time // when the first session does
	Homework bool      // what is to be done before is not done
}

// nextHomework is the suggestion to prepare a day that comes; the rules of the journey know no course days.
const nextHomework plan.SuggestionKind = "homework"

// homeworkWithin is how near a booked day is, in days, when its preparation goes before what has been begun.
const homeworkWithin = 7

// takeDays reads how the person stands for the days of the courses; nothing where there are no course days.
func (b *builder) takeDays(personID string) (err error) {
	if b.p.Days == nil || len(b.cards) == 0 {
		return nil
	}
	ids := make([]string, 0, len(b.cards))
	for id := range b.cards {
		ids = append(ids, id)
	}
	b.days, err = b.p.Days.OfCourses(b.ctx, personID, ids)
	return err
}

// dayLink says on a course's card how it stands with the course day, and leads there.
func (b *builder) dayLink(it *plan.PersonalItem) ui.Link {
	d, has := b.days[it.Course]
	if !has || it.IsDone() || it.Course == "" {
		return ui.Link{}
	}
	key := "journey.day." + string(d.State)
	if d.State == DayWaiting && d.Place > 0 {
		key += ".place"
	}
	return ui.Link{Href: d.href(it.Course), Text: b.c.T(key, "date", b.c.Weekday(d.Begins, b.now), "until", b.c.When(d.Until, b.now), "n", d.Place)}
}

func (d Day) href(course string) string {
	switch {
	case d.State == DayOffered:
		return "/kursdagar/" + d.Occasion + "/erbjudande"
	case d.Occasion != "":
		return "/kursdagar/" + d.Occasion
	}
	return "/kursdagar?kurs=" + course
}

// homework is the course whose booked day comes soonest and is not prepared; nil when there is none.
func (b *builder) homework() *suggestion {
	today := plan.Date(b.p.Today())
	var first *suggestion
	for i := range b.journeys {
		for k := range b.journeys[i].Blocks {
			items := b.journeys[i].Blocks[k].Items
			for n := range items {
				d, has := b.days[items[n].Course]
				if !has || items[n].Course == "" || d.State != DayBooked || !d.Homework || items[n].IsDone() || plan.Date(d.On) < today || plan.Date(d.On) > today.AddDays(homeworkWithin) {
					continue
				}
				if first == nil || plan.Date(d.On) < first.Date {
					first = &suggestion{plan.Suggestion{Kind: nextHomework, Item: items[n].ID, Date: plan.Date(d.On)}, &b.journeys[i], &items[n]}
				}
			}
		}
	}
	return first
}

// notice is the one dated notice of the home page, with its way on.
type notice struct {
	Text string
	Link ui.Link
	Warn bool
}

// Meetings is what these pages ask of the meetings at the workplace.
type Meetings interface {
	// Next is the next meeting that the person takes part in or leads; ok is false when there is none.
	Next(ctx context.Context, personID string) (m Meeting, ok bool, err error)
}

// Meeting is a meeting at the workplace.
type Meeting struct {
	Title  string
	Begins time.Time
	Href   string
}

// dated is the one dated notice of the home page: an offer of a seat to answer, else what comes first of the next booked
// day and the next meeting; the zero notice when there is nothing.
func (b *builder) dated(personID string) (notice, error) {
	n, day, err := b.dayNotice(personID)
	if err != nil || b.p.Meetings == nil || day.State == DayOffered {
		return n, err
	}
	m, ok, err := b.p.Meetings.Next(b.ctx, personID)
	if err != nil || !ok || n.Text != "" && !m.Begins.Before(day.Begins) {
		return n, err
	}
	return notice{Text: b.c.T("journey.notice.meeting", "when", b.c.When(m.Begins, b.now), "title", m.Title), Link: ui.Link{Href: m.Href, Text: b.c.T("journey.notice.meeting.see")}}, nil
}

// dayNotice tells of an offer to answer, else of the next booked day; the zero notice when there is neither.
func (b *builder) dayNotice(personID string) (notice, Day, error) {
	if b.p.Days == nil {
		return notice{}, Day{}, nil
	}
	d, ok, err := b.p.Days.Next(b.ctx, personID)
	if err != nil || !ok {
		return notice{}, d, err
	}
	n := notice{Text: b.c.T("journey.notice.booked", "when", b.c.When(d.Begins, b.now), "course", d.Title), Link: ui.Link{Href: d.href(""), Text: b.c.T("journey.notice.booked.see")}}
	if d.State == DayOffered {
		n = notice{Text: b.c.T("journey.notice.offered", "when", b.c.Weekday(d.Begins, b.now), "course", d.Title, "until", b.c.When(d.Until, b.now)),
			Link: ui.Link{Href: d.href(""), Text: b.c.T("journey.notice.offered.see")}, Warn: true}
	}
	return n, d, nil
}

func noticeKind(n notice) ui.NoticeKind {
	if n.Warn {
		return ui.Warn
	}
	return ui.Info
}
