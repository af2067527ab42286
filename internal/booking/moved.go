package booking

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// followDay moves the days on which unused seats go to the pool along with the first day of a postponed occasion; those
// that have come stay.
func (t *turn) followDay(ctx context.Context, c occasion.Change) error {
	was := c.FirstDayBefore(t.o)
	if was == "" || was == t.o.FirstDay {
		return nil
	}
	today, err := time.Parse(time.DateOnly, t.today)
	if err != nil {
		return err
	}
	for _, q := range releases {
		if err := t.releasesFollow(ctx, q, was, today.AddDate(0, 0, 1).Format(time.DateOnly)); err != nil {
			return err
		}
	}
	return t.read(ctx)
}

// releases read and write the days of release of an occasion: of places, and of organisations outside.
var releases = []struct{ read, write string }{
	{`
		SELECT node_id, released_on
		FROM quota
		WHERE occasion_id = $1 AND released_on >= $2
		ORDER BY node_id`, `
		UPDATE quota
		SET released_on = $3
		WHERE occasion_id = $1 AND node_id = $2`},
	{`
		SELECT id, released_on
		FROM guest_organisation
		WHERE occasion_id = $1 AND released_on >= $2
		ORDER BY id`, `
		UPDATE guest_organisation
		SET released_on = $3
		WHERE occasion_id = $1 AND id = $2`},
}

func (t *turn) releasesFollow(ctx context.Context, q struct{ read, write string }, was, tomorrow string) error {
	all, err := db.All(ctx, t.tx, func(s db.Scanner) (r [2]string, err error) { err = s.Scan(&r[0], &r[1]); return r, err }, q.read, t.o.ID, tomorrow)
	for _, r := range all {
		if _, err := t.tx.Exec(ctx, q.write, t.o.ID, r[0], occasion.Follow(r[1], was, t.o.FirstDay, tomorrow)); err != nil {
			return err
		}
	}
	return err
}

// clash is somebody with a seat whose other course day is at the same time.
type clash struct {
	Booking
	other, day string // the other occasion, and the first day on which they clash
}

// clashes lists who has, or is offered, a seat of an occasion and also of another one at the same time, from a day on.
// Nobody books oneself so: it comes of moving a day.
func clashes(ctx context.Context, q db.Q, occasionID, from string) ([]clash, error) {
	all, err := db.All(ctx, q, func(s db.Scanner) (c clash, err error) {
		err = s.Scan(append(c.fields(), &c.other, &c.day)...)
		return c, err
	}, `
		SELECT `+columns+`, x.occasion_id, s.on_day
		FROM booking b
		JOIN booking x ON x.person_id = b.person_id AND x.occasion_id <> b.occasion_id AND x.state IN ('booked', 'offered')
		JOIN occasion o ON o.id = x.occasion_id AND o.state = 'open'
		JOIN occasion_session m ON m.occasion_id = b.occasion_id AND m.on_day >= $2
		JOIN occasion_session s ON s.occasion_id = x.occasion_id AND s.on_day = m.on_day AND m.begins < s.ends AND s.begins < m.ends
		WHERE b.occasion_id = $1 AND b.person_id <> '' AND b.state IN ('booked', 'offered')
		ORDER BY b.made_at, b.id, s.on_day, x.occasion_id`,
		occasionID, from)
	return slices.CompactFunc(all, func(a, b clash) bool { return a.ID == b.ID }), err
}

// Clashing counts who has a seat of an occasion and also of another one at the same time. It asks no leave: who arranges
// the occasion is shown it.
func (b *Bookings) Clashing(ctx context.Context, occasionID string) (int64, error) {
	all, err := clashes(ctx, b.DB, occasionID, b.Today())
	return int64(len(all)), err
}

// tellClashes tells those with a seat of an occasion that has got other times, and who answers for them, that they have
// another course day at the same time. Twice is once.
func (b *Bookings) tellClashes(ctx context.Context, o occasion.Occasion, c Changed) error {
	if c.What != occasion.Postponed {
		return nil
	}
	all, err := clashes(ctx, b.DB, o.ID, b.Today())
	if err != nil || len(all) == 0 {
		return err
	}
	ids := make([]string, len(all))
	for i, k := range all {
		ids[i] = k.other
	}
	others, err := b.Occasions.FindMany(ctx, ids)
	if err != nil {
		return err
	}
	for _, k := range all {
		leaders, err := b.leadersOf(ctx, k.Booking) // before the transaction
		if err != nil {
			return err
		}
		if err := b.DB.Tx(ctx, func(tx *db.Tx) error {
			t := &turn{Bookings: b, tx: tx, o: o, at: b.Now(), today: b.Today()}
			return t.tellClash(ctx, k, leaders, "booking/clash/"+c.ChangeID+"/"+k.ID, others[k.other].Title)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tellClash(ctx context.Context, k clash, leaders []string, once, title string) error {
	args := map[string]string{"other": title, "other_day": t.day(k.day)}
	if err := t.tellOnce(ctx, k.Booking, "clash", once, args); err != nil {
		return err
	}
	for _, id := range leaders {
		n := t.note(k.Booking, "clash_leader", args)
		n.PersonID, n.AboutID, n.Href, n.OnceKey = id, k.PersonID, "/min-grupp/kursdagar", once+"/"+id
		if err := t.Messages.Tell(ctx, t.tx, n); err != nil {
			return err
		}
	}
	return nil
}
