// Package bookweb is the pages of course days for those who go there and those who lead them: the days that a
// person has a place at, waits for or can choose, and a manager's answers and bookings for a unit (R133).
package bookweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/group"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/staffing"
)

// Texts are the words of these pages, of what people are told about places, and of why a place is refused, for
// lang.New.
//
//go:embed sv.json sv-latt.json
var Texts embed.FS

// onPage is how many days a page lists, and mostUnits how many units one chooses from.
const (
	onPage    = 20
	mostUnits = 500
)

// Preparation is what these pages ask of the courses.
type Preparation interface {
	// Left is how many preparations and lessons a person has left to do before a course's day; ok is false when the
	// course asks for none.
	Left(ctx context.Context, personID, courseID string) (n int, ok bool, err error)
}

// Pages serves them.
type Pages struct {
	Staffing    *staffing.Staffing
	Bookings    *booking.Bookings
	Occasions   *occasion.Occasions
	Groups      *group.Groups
	Preparation Preparation
	Staff       *staff.Staff
	Tree        *org.Tree
	Frame       *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /kursdagar", web.Own, p.list)
	r.Page("GET /kursdagar/{occasion}", web.Own, p.day)
	r.Page("POST /kursdagar/{occasion}/anmal", web.Own, p.ask)
	r.Page("GET /kursdagar/{occasion}/avboka", web.Own, p.cancelForm)
	r.Page("POST /kursdagar/{occasion}/avboka", web.Own, p.cancel)
	r.Page("GET /kursdagar/{occasion}/erbjudande", web.Own, p.offer)
	r.Page("POST /kursdagar/{occasion}/erbjudande", web.Own, p.answer)
	r.Page("GET /min-grupp/kursdagar", web.To(may.BookStaff), p.group)
	r.Page("POST /min-grupp/kursdagar/svar", web.To(may.BookStaff), p.decide)
	r.Page("GET /min-grupp/kursdagar/boka", web.To(may.BookStaff), p.pick)
	r.Page("POST /min-grupp/kursdagar/boka", web.To(may.BookStaff), p.book)
	r.Page("GET /min-grupp/kursdagar/plats/{booking}", web.To(may.BookStaff), p.place)
	r.Page("GET /min-grupp/kursdagar/plats/{booking}/lapp", web.To(may.BookStaff), p.slip)
	r.Page("POST /min-grupp/kursdagar/plats/{booking}/svar", web.To(may.BookStaff), p.answerFor)
	r.Page("POST /min-grupp/kursdagar/plats/{booking}/byt", web.To(may.BookStaff), p.send)
	r.Page("GET /min-grupp/kursdagar/plats/{booking}/avboka", web.To(may.BookStaff), p.cancelForForm)
	r.Page("POST /min-grupp/kursdagar/plats/{booking}/avboka", web.To(may.BookStaff), p.cancelFor)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// render shows a page with a title of its own.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body templBody) error {
	s := p.Frame.Shell(r, title)
	s.Wrong = status == http.StatusUnprocessableEntity || status == http.StatusConflict
	return p.Frame.ShowAs(w, r, status, s, body)
}

// wrong turns a refusal into what the page says, by field, and its status; other errors are given back.
func wrong(c *lang.Catalog, err error, field string) (map[string]string, int, error) {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal || f.Kind == fault.Missing {
		return nil, 0, err
	}
	at := field
	if f.Field != "" {
		at = f.Field
	}
	status := http.StatusUnprocessableEntity
	if f.Kind == fault.Conflict {
		status = http.StatusConflict
	}
	return map[string]string{at: page.Say(c, f)}, status, nil
}

// problems lists what is wrong in the order of the page; what is about no field of it leads nowhere.
func problems(wrong map[string]string, fields ...string) []ui.Problem {
	var out []ui.Problem
	for _, f := range append([]string{""}, fields...) {
		if wrong[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: wrong[f]})
		}
	}
	return out
}

// said is the sentence that an address asks for after something has been done; "" when it asks for none.
func said(c *lang.Catalog, r *http.Request, of ...string) string {
	if done := r.URL.Query().Get("gjort"); slices.Contains(of, done) {
		return c.T("booking.said." + done)
	}
	return ""
}

func dayHref(occasionID string) string { return "/kursdagar/" + url.PathEscape(occasionID) }

func placeHref(bookingID string) string {
	return "/min-grupp/kursdagar/plats/" + url.PathEscape(bookingID)
}

// capital begins a line with a large letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// statuses are how the states of a booking look.
var statuses = map[seat.State]ui.StatusKind{
	seat.Asked: ui.Ongoing, seat.Approved: ui.Ongoing, seat.Waiting: ui.Paused, seat.Offered: ui.Ongoing, seat.Booked: ui.Booked,
	seat.Declined: ui.NotApplicable, seat.Cancelled: ui.NotApplicable, seat.Substituted: ui.NotApplicable, seat.Excused: ui.NotApplicable,
	seat.Attended: ui.Done, seat.Part: ui.Ongoing, seat.Absent: ui.Missing,
}

// comes tells whether something may still come of a booking before the day.
func comes(s seat.State) bool {
	return s == seat.Asked || s == seat.Approved || s == seat.Waiting || s == seat.Offered || s == seat.Booked
}

// teller writes occasions in words.
type teller struct {
	c        *lang.Catalog
	now      time.Time
	place    *time.Location
	towns    map[string]string
	trainers map[string]string
}

func (p *Pages) teller(r *http.Request, all ...occasion.Occasion) (teller, error) {
	t := teller{c: p.catalog(r), now: p.Frame.Now(), place: p.Bookings.Place, towns: map[string]string{}, trainers: map[string]string{}}
	for _, o := range all {
		if _, have := t.towns[o.Town]; have || o.Town == "" {
			continue
		}
		n, err := p.Tree.FindEver(r.Context(), o.Town)
		if err != nil {
			return t, err
		}
		t.towns[o.Town] = n.Name
	}
	return t, nil
}

// date writes a day (YYYY-MM-DD).
func (t teller) date(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.c.Weekday(d, t.now)
}

// hours writes when a session is: "torsdag 14 mars klockan 9–16".
func (t teller) hours(s occasion.Session) string {
	return t.date(s.Day) + " " + t.c.Hours(s.BeginsAt(t.place), s.EndsAt(t.place))
}

// when writes when an occasion is, as the beginning of a line; whenIn inside one.
func (t teller) when(o occasion.Occasion) string { return capital(t.whenIn(o)) }

func (t teller) whenIn(o occasion.Occasion) string {
	switch n := len(o.Sessions); {
	case n == 0:
		return t.c.T("booking.when.open")
	case n == 1:
		return t.hours(o.Sessions[0])
	default:
		return t.c.T("booking.when.more", "when", t.hours(o.Sessions[0]), "n", n-1)
	}
}

// where writes where an occasion is, in one line.
func (t teller) where(o occasion.Occasion) string {
	town := strings.TrimSuffix(t.towns[o.Town], " kommun")
	switch o.Form {
	case occasion.Online:
		return t.c.T("booking.form.online")
	case occasion.AtWorkplace:
		return strings.Join(slices.DeleteFunc([]string{t.c.T("booking.form.workplace"), o.Place, town}, empty), ", ")
	}
	return strings.Join(slices.DeleteFunc([]string{town, o.Place}, empty), ", ")
}

func empty(s string) bool { return s == "" }

// until writes when an offer runs out.
func (t teller) until(k booking.Booking) string {
	if k.OfferedUntil == nil {
		return ""
	}
	return t.c.When(*k.OfferedUntil, t.now)
}

// language names what an occasion is held in; "" when it is Swedish.
func (t teller) language(o occasion.Occasion) string {
	if o.Language == "" {
		return ""
	}
	if key := "booking.language." + o.Language; t.c.Has(key) {
		return t.c.T(key)
	}
	return o.Language
}

// describes tells those who hear a button alone which day it is about.
func (t teller) describes(o occasion.Occasion) string { return o.Title + ", " + t.when(o) }
