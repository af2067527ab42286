package attendance

import (
	"context"
	"strconv"
	"time"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Led lists the days that the actor leads, from a day on, the earliest first.
func (at *Attendance) Led(ctx context.Context, a may.Actor, from string) ([]occasion.Occasion, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	all, _, err := at.Occasions.LedBy(ctx, a.PersonID, occasion.Filter{From: from, Limit: mostLed})
	return all, err
}

// mostLed bounds the days of one trainer's page.
const mostLed = 100

// Closed tells which of some occasions are closed.
func (at *Attendance) Closed(ctx context.Context, occasionIDs []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(occasionIDs) == 0 {
		return out, nil
	}
	args := make([]any, len(occasionIDs))
	for i, id := range occasionIDs {
		args[i] = id
	}
	return out, db.Each(ctx, at.DB, db.Text, func(id string) error { out[id] = true; return nil }, `
		SELECT occasion_id
		FROM day_close
		WHERE occasion_id IN (`+db.Marks(1, len(args))+`)`,
		args...)
}

// Open gives an occasion to whoever leads or arranges it, with the list of who has a seat and what was noted of
// each (R134). Those on it can read who looked, once a day.
func (at *Attendance) Open(ctx context.Context, a may.Actor, occasionID string) (d Day, err error) {
	defer fault.Wrap(&err, "open the day of %s", occasionID)
	if d, err = at.led(ctx, a, occasionID); err != nil {
		return d, err
	}
	if err := at.fill(ctx, at.DB, &d); err != nil {
		return d, err
	}
	return d, at.looked(ctx, a, d)
}

// led gives an occasion without its list.
func (at *Attendance) led(ctx context.Context, a may.Actor, occasionID string) (d Day, err error) {
	if d.Occasion, err = at.Occasions.Find(ctx, occasionID); err != nil {
		return d, err
	}
	d.Arranges, err = at.Occasions.Leads(ctx, a, d.Occasion)
	return d, err
}

// fill adds the list to a day, and what was noted.
func (at *Attendance) fill(ctx context.Context, q db.Q, d *Day) (err error) {
	if d.Lines, err = at.lines(ctx, q, d.ID); err != nil {
		return err
	}
	if d.ClosedAt, err = closedAt(ctx, q, d.ID); err != nil {
		return err
	}
	marks, err := marksOf(ctx, q, d.ID, "")
	if err != nil {
		return err
	}
	outcomes, err := outcomesOf(ctx, q, d.ID)
	if err != nil {
		return err
	}
	of := map[string][]Mark{}
	for _, m := range marks {
		of[m.BookingID] = append(of[m.BookingID], m)
	}
	for i := range d.Lines {
		l := &d.Lines[i]
		l.Presence, l.Sum = judge(d.Sessions, of[l.BookingID])
		l.Outcome = outcomes[l.BookingID]
	}
	return nil
}

// judge tells what marks of one person say, session by session and in all.
func judge(sessions []occasion.Session, marks []Mark) (map[string]rule.Presence, rule.Outcome) {
	of := map[string][]rule.Mark{}
	for _, m := range marks {
		of[m.SessionID] = append(of[m.SessionID], rule.Mark{ID: m.ID, What: m.What, Time: m.Time, At: m.At})
	}
	out, all := map[string]rule.Presence{}, make([]rule.Presence, 0, len(sessions))
	for _, s := range sessions {
		p := rule.At(planOf(s), of[s.ID])
		out[s.ID] = p
		all = append(all, p)
	}
	return out, rule.Sum(all)
}

// lines are those who have a seat, in name order.
func (at *Attendance) lines(ctx context.Context, q db.Q, occasionID string) ([]Line, error) {
	roll, err := at.Bookings.Seated(ctx, q, occasionID)
	if err != nil {
		return nil, err
	}
	towns, err := at.towns(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]Line, len(roll))
	for i, b := range roll {
		out[i] = at.line(b, towns)
	}
	lang.SortBy(out, func(l Line) string { return l.Name })
	return out, nil
}

func (at *Attendance) line(b booking.Seated, towns map[string]string) Line {
	l := Line{BookingID: b.ID, PersonID: b.PersonID, GuestID: b.GuestID, EmployerID: b.EmployerID, MunicipalityID: b.MunicipalityID, UnitID: b.UnitID,
		Name: b.Name, From: towns[b.MunicipalityID], Protected: b.Protected, Code: at.ownCode(b.ID)}
	if b.Protected {
		l.From, l.MunicipalityID, l.UnitID = "", "", ""
	}
	if b.GuestID != "" {
		l.From = b.Organisation
	}
	return l
}

// towns are the names of the municipalities.
func (at *Attendance) towns(ctx context.Context, q db.Q) (map[string]string, error) {
	all, err := org.Municipalities(ctx, q, at.Today())
	out := make(map[string]string, len(all))
	for _, n := range all {
		out[n.ID] = n.Name
	}
	return out, err
}

// looked lets those on a list read who has seen it: once a day.
func (at *Attendance) looked(ctx context.Context, a may.Actor, d Day) error {
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO day_look (occasion_id, viewer_id, on_day)
			VALUES ($1, $2, $3)
			ON CONFLICT DO NOTHING`,
			d.ID, a.PersonID, at.Today())
		if err != nil || n == 0 {
			return err
		}
		for _, l := range d.Lines {
			if l.PersonID == "" {
				continue
			}
			if err := at.Audit.Person(ctx, tx, a, "attendance.roll", l.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// ownCode is the six digits that a participant shows who leads: of this seat and no other.
func (at *Attendance) ownCode(bookingID string) string {
	return digits(at.Keys.Hash("day-own", bookingID))
}

// digits are six of a keyed hash ("key:hex").
func digits(hash string) string {
	n, err := strconv.ParseUint(hash[len(hash)-12:], 16, 64)
	if err != nil {
		return "" // a keyed hash ends in hexadecimal digits
	}
	text := strconv.FormatUint(1_000_000+n%1_000_000, 10)
	return text[1:]
}

// begun tells whether the day of a session has come, for what was noted at a moment.
func (at *Attendance) begun(s occasion.Session, when time.Time) bool {
	return when.In(at.Place).Format(time.DateOnly) >= s.Day
}
