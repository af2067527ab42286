package suggest

import (
	"slices"
	"time"
)

// What keeps a day from being chosen, in days that another may lie from where it ought to: the day chosen is the one with
// the least.
const (
	atOnce     = 400 // the region, or one of the places, has another day then
	sameWeek   = 40  // the week has a holiday: fewer are at work
	notWished  = 4   // few have wished the weekday
	edgeOfWeek = 3   // Monday and Friday
)

// date gives proposals their days: spread evenly over the period.
func (in *Input) date(all []Proposal) {
	days := in.days()
	if len(days) == 0 {
		return
	}
	taken := map[string][]string{}
	for d, places := range in.Taken {
		taken[d] = slices.Clone(places)
	}
	first, err := time.Parse(time.DateOnly, in.From)
	if err != nil {
		return
	}
	last, err := time.Parse(time.DateOnly, in.Until)
	if err != nil {
		return
	}
	span := int(last.Sub(first).Hours() / 24)
	for i := range all {
		p := &all[i]
		target := first.AddDate(0, 0, span*(2*i+1)/(2*len(all)))
		best, least := "", 0
		for _, d := range days {
			burden := in.burden(d, target, taken, p)
			if best == "" || burden < least {
				best, least = d.Format(time.DateOnly), burden
			}
		}
		p.Day, p.Busy = best, least >= atOnce
		taken[best] = append(taken[best], Everywhere)
	}
}

// days are the days that may be chosen at all: working days within the period, not in the summer or about the turn of
// the year, when many are away.
func (in *Input) days() (out []time.Time) {
	first, err := time.Parse(time.DateOnly, in.From)
	if err != nil {
		return nil
	}
	for d := first; d.Format(time.DateOnly) <= in.Until; d = d.AddDate(0, 0, 1) {
		day := d.Format(time.DateOnly)
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || away(day[5:]) || in.off(day) {
			continue
		}
		out = append(out, d)
	}
	return out
}

// away tells whether most have leave on a day of the year, MM-DD.
func away(day string) bool {
	return "06-15" <= day && day <= "08-20" || day >= "12-18" || day <= "01-08"
}

func (in *Input) off(day string) bool { return in.Off != nil && in.Off(day) }

// burden is how much speaks against a day.
func (in *Input) burden(d, target time.Time, taken map[string][]string, p *Proposal) int {
	n := int(d.Sub(target).Hours() / 24)
	if n < 0 {
		n = -n
	}
	day := d.Format(time.DateOnly)
	if slices.ContainsFunc(taken[day], func(place string) bool {
		return place == Everywhere || slices.ContainsFunc(p.From, func(s Share) bool { return s.Place == place })
	}) {
		n += atOnce
	}
	monday := d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	for i := range 5 {
		if in.off(monday.AddDate(0, 0, i).Format(time.DateOnly)) {
			n += sameWeek
			break
		}
	}
	most := 0
	for w := time.Monday; w <= time.Friday; w++ {
		most = max(most, in.Wishes[w])
	}
	switch {
	case most > 0 && in.Wishes[d.Weekday()]*2 < most:
		n += notWished
	case most == 0 && (d.Weekday() == time.Monday || d.Weekday() == time.Friday):
		n += edgeOfWeek
	}
	return n
}
