package folder

import (
	"slices"
	"strconv"
	"strings"
)

// kindDay is a course with course days: preparation, lessons and test where there are any, days, follow-up.
const kindDay = "day"

const (
	mostDays  = 20
	mostWeeks = 52 // until the follow-up
)

// readDays reads the course days and the follow-up (R120, R134).
func (r *reader) readDays(f fields) {
	ids := once{}
	f.each("days", func(d fields) {
		day := Day{ID: d.id("id"), Title: d.text("title"), EasyTitle: d.maybe("easy_title"), Hours: d.hours("hours"), Goals: d.mustIDs("goals"),
			Text: d.text("text"), Easy: d.maybe("easy"), Optional: d.flag("optional")}
		ids.add(d.at("id"), day.ID)
		for _, goal := range day.Goals {
			r.checkGoal(d.at("goals"), goal)
		}
		r.c.Days = append(r.c.Days, day)
	})
	if part, ok := f.part("follow_up"); ok {
		r.c.FollowUp = &FollowUp{Weeks: part.whole("weeks", 1, mostWeeks), Text: part.text("text"), Easy: part.maybe("easy"), Done: part.text("done")}
		part.close()
	}
	switch {
	case r.c.Kind == kindDay:
		r.checkDays(f)
	case len(r.c.Days) > 0:
		f.at("days").wrong("day_kind")
	case r.c.FollowUp != nil:
		f.at("follow_up").wrong("day_kind")
	}
}

// checkDays checks what holds for the days together.
func (r *reader) checkDays(f fields) {
	days := r.c.Days
	switch {
	case len(days) == 0:
		f.at("kind").wrong("day_none")
	case len(days) > mostDays:
		f.at("days").wrong("day_many", "most", strconv.Itoa(mostDays))
	case !slices.ContainsFunc(days, func(d Day) bool { return !d.Optional }):
		f.at("days").wrong("day_optional")
	case r.c.Hours > 0 && r.c.Hours < r.c.DayHours():
		f.at("hours").wrong("day_hours", "hours", strconv.FormatFloat(r.c.DayHours(), 'f', -1, 64))
	}
	if len(r.c.Preparation) == 0 {
		f.at("preparation").doubtful("day_preparation")
	}
	if r.c.FollowUp == nil {
		f.at("follow_up").doubtful("day_follow_up")
	}
	r.checkDayProse(f)
}

// checkDayProse measures what the learner reads about preparation, days and follow-up.
func (r *reader) checkDayProse(f fields) {
	var normal, easy []string
	for _, k := range r.c.Preparation {
		normal = append(normal, k.Text, k.Reason)
	}
	for _, d := range r.c.Days {
		normal, easy = append(normal, d.Title, d.Text), append(easy, d.EasyTitle, d.Easy)
	}
	if u := r.c.FollowUp; u != nil {
		normal, easy = append(normal, u.Text, u.Done), append(easy, u.Easy)
	}
	for _, text := range slices.Concat(normal, easy) {
		warnLong(f.place, text, "")
	}
	warnLix(f.place, Measure(htmlProse(r.c.WhyHTML)+"\n\n"+strings.Join(normal, "\n\n")), normalProse)
	warnLix(f.place, Measure(htmlProse(r.c.WhyEasyHTML)+"\n\n"+strings.Join(easy, "\n\n")), easyProse)
}
