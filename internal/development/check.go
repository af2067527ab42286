package development

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
)

// How long texts may be, in letters.
const (
	longestText = 2000
	longestLine = 200
)

// mostHours bounds study hours and the hours of an item: two years of full time.
const mostHours = 4000

// checkText tells what is wrong with a text that people write: too long, or with an identity number
// (rule 42).
func checkText(text, field string, most int, now time.Time) error {
	switch {
	case utf8.RuneCountInString(text) > most:
		return ErrLong.On(field)
	case identity.In(text, now):
		return ErrIdentity.On(field)
	}
	return nil
}

// tidy trims what was typed.
func (i *Item) tidy() {
	for _, s := range []*string{&i.Requirement, &i.Ref, &i.Title, &i.Responsible, &i.Due, &i.Why, &i.Note, &i.UsePerson, &i.UseManager} {
		*s = strings.TrimSpace(*s)
	}
	if i.State == "" {
		i.State = Planned
	}
	if i.State != Dropped {
		i.Why = ""
	}
}

// check tells what is wrong with an item, by field.
func (i *Item) check(now time.Time) error {
	switch {
	case !slices.Contains(Hows(), i.How):
		return ErrHow.On("how")
	case !slices.Contains(States(), i.State):
		return ErrState.On("state")
	case i.Title == "" && i.Ref == "" && i.Requirement == "":
		return ErrTitle.On("title")
	case i.How == ByCourse && i.Ref == "":
		return ErrCourse.On("ref")
	case i.Due != "" && !lang.IsDay(i.Due):
		return ErrDay.On("due")
	case !(i.Hours >= 0 && i.Hours <= mostHours):
		return ErrHours.On("hours")
	case i.State == Dropped && i.Why == "":
		return ErrWhy.On("why")
	}
	for _, t := range []struct {
		text, field string
		most        int
	}{
		{i.Requirement, "requirement", longestLine}, {i.Ref, "ref", longestLine}, {i.Title, "title", longestLine}, {i.Responsible, "responsible", longestLine},
		{i.Why, "why", longestText}, {i.Note, "note", longestText}, {i.UsePerson, "use_person", longestText}, {i.UseManager, "use_manager", longestText},
	} {
		if err := checkText(t.text, t.field, t.most, now); err != nil {
			return err
		}
	}
	return nil
}

// AboutCourse tells whether the item is about a course of the catalogue, or one that may be: on the web, given by
// somebody else, or with course days.
func (i *Item) AboutCourse() bool {
	return (i.How == ByCourse || i.How == ByExternal || i.How == ByDay) && i.Ref != ""
}

// same names what an item is: two with the same are one while they are open.
func (i *Item) same() string {
	what := i.Ref
	if what == "" {
		what = "~" + strings.ToLower(strings.Join(strings.Fields(i.Title), " "))
	}
	if i.How == ByCourse || i.How == ByExternal || i.AboutCourse() {
		return "course\n" + what // a course is one thing, whatever it closes
	}
	return string(i.How) + "\n" + i.Requirement + "\n" + what
}

// content is what both agree on; how far it has come is not.
func (i *Item) content() []string {
	return []string{i.Requirement, string(i.How), i.Ref, i.Title, i.Responsible, i.Due, i.Note, dropped(i.State), strconv.FormatFloat(i.Hours, 'g', -1, 64)}
}

func dropped(s State) string {
	if s == Dropped {
		return "dropped"
	}
	return ""
}

// tidy trims what was typed.
func (h *Head) tidy() {
	h.Goals, h.Study.Note = strings.TrimSpace(h.Goals), strings.TrimSpace(h.Study.Note)
	if h.Study.Hours == 0 {
		h.Study = Study{Per: PerWeek, Paid: true}
	}
}

// check tells what is wrong with a plan's head, by field.
func (h *Head) check(now time.Time) error {
	for field, day := range map[string]string{"from": h.From, "until": h.Until, "follow": h.FollowOn} {
		if day != "" && !lang.IsDay(day) {
			return ErrDay.On(field)
		}
	}
	switch {
	case h.From != "" && h.Until != "" && h.Until < h.From:
		return ErrPeriod.On("until")
	case !(h.Study.Hours >= 0 && h.Study.Hours <= mostHours):
		return ErrHours.On("study_hours")
	case !slices.Contains(Pers(), h.Study.Per):
		return ErrHours.On("study_per")
	}
	if err := checkText(h.Goals, "goals", longestText, now); err != nil {
		return err
	}
	return checkText(h.Study.Note, "study_note", longestText, now)
}
