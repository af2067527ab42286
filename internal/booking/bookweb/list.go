package bookweb

import (
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// listView is a person's places and the days to choose from.
type listView struct {
	Doors              []ui.Part // to what else there is about course days
	Said               string
	Mine               []mineView
	Filter             bool // there is something to choose by
	Course, Town, Form string
	Courses, Towns     []ui.Option
	Forms              []ui.Option
	Days               []dayRow
	Pager              ui.PagerProps
	Empty, EmptyText   string
	EmptyLink          ui.Link
	Earlier            []ui.Part
}

// mineView is a day that the person has a place at, waits for or has asked for.
type mineView struct {
	ID, Course, When, Where string
	Status                  ui.StatusKind
	Word, Next              string
	Href, Offer, Cancel     string
	CancelText, Describes   string
}

// dayRow is a day to choose.
type dayRow struct {
	ID, Course, When, Where string
	Seats                   string
	Notes                   []string
	Href, Button, Describes string
}

// mostEarlier is how many of the person's earlier days are listed, and mostChoices how many days the choices of the
// filter are taken from.
const (
	mostEarlier = 20
	mostChoices = 200
)

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	v := listView{Said: said(p.catalog(r), r, "cancelled", "refused"), Doors: p.Frame.Behind(page.DaysHub, page.Of(r.Context()))}
	mine, err := p.own(r)
	if err != nil {
		return err
	}
	if err := p.fillMine(r, &v, mine); err != nil {
		return err
	}
	if err := p.fillDays(r, &v, mine); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "booking.days", listPage(v))
}

// fillMine fills in the person's places: those that come by day, and those that have been.
func (p *Pages) fillMine(r *http.Request, v *listView, mine own) error {
	t, err := p.teller(r, mine.occasions()...)
	if err != nil {
		return err
	}
	today := p.Bookings.Today()
	for _, x := range mine {
		if comes(x.State) && (x.Occasion.LastDay == "" || x.Occasion.LastDay >= today) && x.Occasion.State == occasion.Open {
			v.Mine = append(v.Mine, t.mine(x))
		} else if len(v.Earlier) < mostEarlier {
			v.Earlier = append(v.Earlier, ui.Part{Href: dayHref(x.OccasionID), Title: x.Occasion.Title, Note: t.when(x.Occasion), Status: statuses[x.State], Word: t.word(x)})
		}
	}
	slices.Reverse(v.Mine) // what comes first stands first
	return nil
}

func (t teller) mine(x booking.Entry) mineView {
	o := x.Occasion
	m := mineView{ID: x.ID, Course: o.Title, When: t.when(o), Where: t.where(o), Status: statuses[x.State], Word: t.word(x), Next: t.next(x), Href: dayHref(o.ID), Describes: t.describes(o)}
	if x.State == seat.Offered {
		m.Offer = dayHref(o.ID) + "/erbjudande"
	}
	if t.mayCancel(o) {
		m.Cancel, m.CancelText = dayHref(o.ID)+"/avboka", t.c.T("booking.cancel."+string(x.State))
	}
	return m
}

// mayCancel tells whether the day has not begun.
func (t teller) mayCancel(o occasion.Occasion) bool {
	return len(o.Sessions) == 0 || t.now.Before(o.Sessions[0].BeginsAt(t.place))
}

// word is how a booking stands, in a few words to the person.
func (t teller) word(x booking.Entry) string {
	if x.State == seat.Waiting && x.Queue > 0 {
		return t.c.T("booking.state.waiting.place", "n", x.Queue)
	}
	return t.c.T("booking.state." + string(x.State))
}

// next says what happens next with a place.
func (t teller) next(x booking.Entry) string {
	key := "booking.next." + string(x.State)
	if x.State == seat.Waiting && x.Queue > 0 {
		key += ".place"
	}
	return t.c.T(key, "n", x.Queue, "until", t.until(x.Booking), "when", t.whenIn(x.Occasion))
}

// fillDays fills in the days to choose from, without those that the person is in already.
func (p *Pages) fillDays(r *http.Request, v *listView, mine own) error {
	c, q := p.catalog(r), r.URL.Query()
	v.Course, v.Town, v.Form = q.Get("kurs"), q.Get("ort"), q.Get("form")
	seen, err := p.Bookings.SeenBy(r.Context(), web.ActorOf(r.Context()).PersonID)
	if err != nil {
		return err
	}
	choices, all, err := p.Occasions.Visible(r.Context(), seen, occasion.Filter{Limit: mostChoices})
	if err != nil {
		return err
	}
	if err := p.fillFilter(r, v, choices); err != nil {
		return err
	}
	number := page.Number(q.Get("sida"))
	f := occasion.Filter{Form: occasion.Form(v.Form), Town: v.Town, Limit: onPage, Offset: (number - 1) * onPage}
	if v.Course != "" {
		f.CourseIDs = []string{v.Course}
	}
	days, n, err := p.Occasions.Visible(r.Context(), seen, f)
	if err != nil {
		return err
	}
	v.Pager = page.Pager(page.At("/kursdagar", "kurs", v.Course, "ort", v.Town, "form", v.Form), "sida", number, n, onPage)
	if v.Days, err = p.rows(r, days, mine); err != nil || len(v.Days) > 0 {
		return err
	}
	v.Empty, v.EmptyText = c.T("booking.empty"), c.T("booking.empty_text")
	if all > 0 {
		v.Empty, v.EmptyText, v.EmptyLink = c.T("booking.empty.filter"), "", ui.Link{Href: "/kursdagar", Text: c.T("booking.empty.all")}
	}
	return nil
}

// fillFilter fills in what the days can be chosen by: what there is.
func (p *Pages) fillFilter(r *http.Request, v *listView, days []occasion.Occasion) error {
	c := p.catalog(r)
	t, err := p.teller(r, days...)
	if err != nil {
		return err
	}
	courses, towns := map[string]string{}, map[string]string{}
	for _, o := range days {
		courses[o.CourseID] = o.Title
		if o.Town != "" {
			towns[o.Town] = t.towns[o.Town]
		}
	}
	v.Courses, v.Towns = options(c.T("booking.filter.all_courses"), courses), options(c.T("booking.filter.all_towns"), towns)
	v.Forms = []ui.Option{{Value: "", Text: c.T("booking.filter.all_forms")}}
	for _, f := range []occasion.Form{occasion.AtPlace, occasion.Online, occasion.AtWorkplace} {
		v.Forms = append(v.Forms, ui.Option{Value: string(f), Text: c.T("booking.form." + string(f))})
	}
	v.Filter = len(days) > 1 || v.Course+v.Town+v.Form != ""
	return nil
}

// options are the choices of a filter in Swedish order, after the one that narrows nothing.
func options(all string, of map[string]string) []ui.Option {
	out := make([]ui.Option, 0, len(of))
	for id, name := range of {
		out = append(out, ui.Option{Value: id, Text: name})
	}
	lang.SortBy(out, func(o ui.Option) string { return o.Text })
	return append([]ui.Option{{Text: all}}, out...)
}

// rows are days to choose from, as the person sees them.
func (p *Pages) rows(r *http.Request, days []occasion.Occasion, mine own) ([]dayRow, error) {
	t, err := p.teller(r, days...)
	if err != nil {
		return nil, err
	}
	left, err := p.Bookings.LeftFor(r.Context(), web.ActorOf(r.Context()).PersonID, days)
	if err != nil {
		return nil, err
	}
	var out []dayRow
	for _, o := range days {
		d := t.row(o, left[o.ID])
		if x, has := mine.at(o.ID); has {
			d.Button = t.c.T("booking.see")
			d.Notes = append([]string{t.word(x)}, d.Notes...)
		}
		out = append(out, d)
	}
	return out, nil
}

func (t teller) row(o occasion.Occasion, l booking.Left) dayRow {
	d := dayRow{ID: o.ID, Course: o.Title, When: t.when(o), Where: t.where(o), Seats: t.seats(l), Href: dayHref(o.ID), Button: t.c.T("booking.see.ask"), Describes: t.describes(o)}
	var notes []string
	if said := t.language(o); said != "" {
		notes = append(notes, said)
	}
	switch {
	case o.CutOff != "" && o.CutOff < lang.ISO(t.now):
		notes, d.Button = append(notes, t.c.T("booking.closed", "day", t.date(o.CutOff))), t.c.T("booking.see")
	case o.CutOff != "":
		notes = append(notes, t.c.T("booking.by", "date", t.date(o.CutOff)))
	}
	if l.Free == 0 && d.Button == t.c.T("booking.see.ask") {
		d.Button = t.c.T("booking.see.queue")
	}
	d.Notes = notes
	return d
}

// seats says how many seats are left for the person, or how many wait.
func (t teller) seats(l booking.Left) string {
	switch {
	case l.Free > 0:
		return t.c.T("booking.left", "n", l.Free)
	case l.Waiting > 0:
		return t.c.T("booking.left.queue", "n", l.Waiting)
	}
	return t.c.T("booking.left.none")
}

// own are a person's bookings with their days, the latest day first.
type own []booking.Entry

func (p *Pages) own(r *http.Request) (own, error) {
	return p.Bookings.Own(r.Context(), web.ActorOf(r.Context()))
}

func (all own) occasions() []occasion.Occasion {
	out := make([]occasion.Occasion, len(all))
	for i, x := range all {
		out[i] = x.Occasion
	}
	return out
}

// at finds the person's booking of an occasion: the one that is alive, else the latest.
func (all own) at(occasionID string) (found booking.Entry, has bool) {
	for _, x := range all {
		if x.OccasionID != occasionID {
			continue
		}
		better := seat.Ended(found.State) && !seat.Ended(x.State) || seat.Ended(found.State) == seat.Ended(x.State) && x.MadeAt.After(found.MadeAt)
		if !has || better {
			found, has = x, true
		}
	}
	return found, has
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
