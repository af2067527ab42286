package demand

import (
	"context"
	"errors"
	"maps"
	"slices"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/demand/travel"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Verdict is what is proposed to do with an occasion at its cut-off.
type Verdict string

// The verdicts.
const (
	Go       Verdict = "go"       // enough have booked
	Await    Verdict = "await"    // enough when those who have asked get a yes
	Merge    Verdict = "merge"    // another day has room for those who have booked
	GoOnline Verdict = "online"   // nearly enough: without travel more can come
	Postpone Verdict = "postpone" // there is time to find more
	CallOff  Verdict = "cancel"
)

// nearDays is how many days before the cut-off an occasion is to be decided on.
const nearDays = 14

// longWay is how far another day may be, in kilometres, to be proposed instead.
const longWay = 100

// Decision is an occasion to decide on.
type Decision struct {
	occasion.Occasion
	booking.Filled
	Verdict Verdict
	Into    occasion.Occasion // with Merge: the other day
	Km      int               // with Merge: how far it is there, as the crow flies
	Past    bool              // the last day to book has been
	Due     string            // the last day to book; "" when there is none before the day itself
}

// Judge proposes what to do with an occasion, of the others of its course that are still to come.
func Judge(o occasion.Occasion, f booking.Filled, others []occasion.Occasion, filled map[string]booking.Filled, today string, codes map[string]string) (v Verdict, into occasion.Occasion, km int) {
	have, least := f.Booked+f.Offered, o.MinSeats
	if have >= least {
		return Go, into, 0
	}
	if have+f.Asked+f.Waiting >= least && (o.CutOff == "" || o.CutOff >= today) {
		return Await, into, 0
	}
	for _, x := range others {
		if x.ID == o.ID || x.CourseID != o.CourseID || x.StateOn(today) != occasion.Open || x.Decided == "no_go" || x.CutOff != "" && x.CutOff < today || filled[x.ID].Free < have {
			continue
		}
		far, known := 0, true
		if x.Form != occasion.Online && o.Form != occasion.Online {
			far, known = travel.Km(codes[o.Town], codes[x.Town])
		}
		if known && far <= longWay && (into.ID == "" || far < km) {
			into, km = x, far
		}
	}
	switch {
	case into.ID != "" && have > 0:
		return Merge, into, km
	case o.Form == occasion.AtPlace && have*2 >= least && have > 0:
		return GoOnline, occasion.Occasion{}, 0
	case o.FirstDay > shift(today, 0, nearDays):
		return Postpone, occasion.Occasion{}, 0
	}
	return CallOff, occasion.Occasion{}, 0
}

// Decisions lists the occasions of the actor's places whose last day to book is near or has been, and that nobody has decided on,
// with what is proposed, and those that are not to be held and are to be cancelled; by day, the first 200. Errors: may.ErrDenied for who arranges nowhere.
func (d *Demand) Decisions(ctx context.Context, a may.Actor) (out []Decision, err error) {
	defer fault.Wrap(&err, "days to decide on")
	if err := may.AskSomewhere(a, may.ArrangeDays); err != nil {
		return nil, err
	}
	places, err := d.Occasions.Places(ctx, a)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	ids := make([]string, len(places))
	for i, n := range places {
		ids[i] = n.ID
	}
	today := d.Today()
	due, err := d.Occasions.Undecided(ctx, ids, shift(today, 0, nearDays), 0)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	others, err := d.Occasions.Planned(ctx, ids, today, shift(today, 12, 0))
	if err != nil {
		return nil, err
	}
	filled, err := d.Bookings.FilledOf(ctx, due)
	if err != nil {
		return nil, err
	}
	more, err := d.Bookings.FilledOf(ctx, others)
	if err != nil {
		return nil, err
	}
	maps.Copy(filled, more)
	codes, err := d.codes(ctx)
	for _, o := range due {
		x := Decision{Occasion: o, Filled: filled[o.ID], Past: o.CutOff != "" && o.CutOff < today, Due: o.CutOff}
		x.Verdict, x.Into, x.Km = Judge(o, x.Filled, others, filled, today, codes)
		out = append(out, x)
	}
	return out, err
}

// codes gives the SCB codes of municipalities by id.
func (d *Demand) codes(ctx context.Context) (map[string]string, error) {
	all, err := d.Tree.Municipalities(ctx, d.Today())
	out := make(map[string]string, len(all))
	for _, n := range all {
		out[n.ID] = n.Code
	}
	return out, err
}

// Due is the job that reminds who arranges of days to decide on, once a day.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "demand.due" }

// arrangers are the roles that arrange course days, by the kind of place.
var arrangers = map[org.Kind]may.Role{org.Nation: may.National, org.RSS: may.Region, org.Municipality: may.Municipality, org.Employer: may.Municipality}

// OnDue tells who arranges an occasion whose last day to book has been that it waits for a decision, and of one that is not
// to be held that it waits to be cancelled: each once of each last day, however often the job runs.
func (d *Demand) OnDue(ctx context.Context, _ Due) (err error) {
	defer fault.Wrap(&err, "remind of days to decide on")
	for offset := 0; ; {
		some, err := d.Occasions.Undecided(ctx, nil, shift(d.Today(), 0, -1), offset)
		if err != nil || len(some) == 0 {
			return err
		}
		if err := d.remind(ctx, some); err != nil {
			return err
		}
		offset += len(some)
	}
}

// remind tells who arranges some occasions what is left to do with them.
func (d *Demand) remind(ctx context.Context, all []occasion.Occasion) error {
	filled, err := d.Bookings.FilledOf(ctx, all)
	if err != nil {
		return err
	}
	for _, o := range all {
		what := "decide"
		if o.Decided == "no_go" {
			if what = "no_go"; o.ChangedAt.After(d.Now().AddDate(0, 0, -1)) {
				continue // decided just now: whoever did is on the way to cancel it
			}
		}
		people, err := d.holders(ctx, o)
		if err != nil {
			return err
		}
		err = d.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, id := range people {
				note := message.Note{PersonID: id, Key: "demand.told." + what, Href: "/kurstillfallen/beslut", OnceKey: "demand." + what + ":" + o.ID + ":" + o.CutOff + ":" + id,
					Args: map[string]string{"title": o.Title, "booked": number(int(filled[o.ID].Booked)), "least": number(int(o.MinSeats))}}
				if err := d.Messages.Tell(ctx, tx, note); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// holders are those who arrange at the places that own an occasion.
func (d *Demand) holders(ctx context.Context, o occasion.Occasion) (out []string, err error) {
	for _, id := range o.Owners {
		n, err := d.Tree.Find(ctx, id, d.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue // a place that has ended has nobody
		}
		if err != nil {
			return nil, err
		}
		held, err := d.Access.Holders(ctx, arrangers[org.Kind(n.Kind)], id, d.Today())
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			if !slices.Contains(out, h.PersonID) {
				out = append(out, h.PersonID)
			}
		}
	}
	return out, nil
}
