package booking

import (
	"context"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/message"
)

// toldGuests are what guests are told of; the rest is for those who have a page of their bookings.
var toldGuests = []string{"booked", "waiting", "offered", "cancelled", "excused", "expired", "closed", "remind",
	"new_times", "occasion_moved", "occasion_link", "occasion_online", "occasion_in_place", "occasion_cancelled"}

// tellGuest tells somebody without an account by e-mail, or by SMS where there is none, and brings the days to the
// guest's calendar. Who has neither is told by whoever made the booking.
func (t *turn) tellGuest(ctx context.Context, k Booking, what, once string, more map[string]string) error {
	what = strings.TrimPrefix(what, "wanted_")
	if !slices.Contains(toldGuests, what) {
		return nil
	}
	g, err := guestOf(ctx, t.tx, k.GuestID)
	if err != nil || g.Email == "" && g.Mobile == "" {
		return err
	}
	e, err := t.Occasions.EncloseOutside(ctx, t.tx, g.Email, t.o, k.State == seat.Booked)
	if err != nil {
		return err
	}
	args := map[string]string{"title": t.o.Title, "day": t.day(t.o.FirstDay), "where": where(t.o)}
	maps.Copy(args, more)
	return t.Messages.TellOutside(ctx, t.tx, message.Outside{Email: g.Email, Mobile: g.Mobile, Key: "booking.guest." + what, Args: args, OnceKey: once, Enclosed: e})
}
