package booking

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/lang"
)

// day is a day as people read it.
func (b *Bookings) day(iso string) string {
	t, err := lang.ParseDate(iso)
	if err != nil || b.Messages == nil {
		return iso
	}
	return b.Messages.Texts.Weekday(t, b.Now())
}

// clock is an instant as people read it.
func (b *Bookings) clock(at time.Time) string {
	at = at.In(b.Place)
	return fmt.Sprintf("%s %s", b.day(at.Format(time.DateOnly)), at.Format("15.04"))
}

// title is what a course is called; its id when it is called nothing.
func (t *turn) title(ctx context.Context, courseID string) string {
	if courseID == t.o.CourseID && t.o.Title != "" {
		return t.o.Title
	}
	if t.Title != nil {
		if title := t.Title(ctx, courseID); title != "" {
			return title
		}
	}
	return courseID
}

// tell tells the person of a booking what has happened; guests have no inbox, and nobody is told of what one has done
// oneself.
func (t *turn) tell(ctx context.Context, k Booking, what string, more map[string]string) error {
	if !k.Person() || k.PersonID == t.by {
		return nil
	}
	return t.say(ctx, k.PersonID, "", k, what, more)
}

func (t *turn) say(ctx context.Context, to, about string, k Booking, what string, more map[string]string) error {
	if t.Messages == nil {
		return nil
	}
	args := map[string]string{"title": t.title(ctx, t.o.CourseID), "day": t.day(t.o.FirstDay)}
	maps.Copy(args, more)
	href := "/kursdagar/" + k.ID
	if about != "" {
		href = "/min-grupp/kursdagar"
	}
	return t.Messages.Tell(ctx, t.tx, message.Note{PersonID: to, EmployerID: k.EmployerID, Key: "booking.told." + what, Args: args, AboutID: about, Href: href})
}

// tellPlaced tells whoever was booked, or came to wait and in which place.
func (t *turn) tellPlaced(ctx context.Context, k Booking) error {
	if k.State != seat.Waiting {
		return t.tell(ctx, k, "booked", nil)
	}
	if !k.Person() || k.PersonID == t.by {
		return nil
	}
	place, err := t.placeInQueue(ctx, k)
	if err != nil {
		return err
	}
	return t.tell(ctx, k, "waiting", map[string]string{"n": strconv.FormatInt(place, 10)})
}

// placeInQueue is the place of a booking among those that wait, from 1.
func (t *turn) placeInQueue(ctx context.Context, k Booking) (int64, error) {
	rule, err := ruleOf(ctx, t.tx, t.o.ID)
	if err != nil {
		return 0, err
	}
	if rule.Queue == seat.ByTime && k.Rank == 0 && k.CommonRank == 0 {
		return t.queue, nil // who came last waits last
	}
	waiting, err := inState(ctx, t.tx, t.o.ID, seat.Waiting)
	if err != nil {
		return 0, err
	}
	for i, w := range seat.Order(rule.Queue, t.waiters(waiting)) {
		if w.ID == k.ID {
			return int64(i + 1), nil
		}
	}
	return 0, nil
}

// tellLeaders tells whoever answers for the person's unit, by the person's name as they may know it.
func (t *turn) tellLeaders(ctx context.Context, k Booking, what string) error {
	if t.Leaders == nil {
		return nil
	}
	leaders, err := t.Leaders(ctx, t.tx, k.UnitID, t.today)
	if err != nil {
		return err
	}
	for _, id := range leaders {
		if id == k.PersonID || id == t.by {
			continue
		}
		if err := t.say(ctx, id, k.PersonID, k, what, nil); err != nil {
			return err
		}
	}
	return nil
}
