package groupweb

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
)

// mostToDo is how many things to act on are shown first, and mostNames how many names in each.
const (
	mostToDo  = 5
	mostNames = 3
)

// lateItem is something that some people are late with, the longest late first.
type lateItem struct {
	key, title string
	since      plan.Date // the earliest date that has passed
	people     []journey.Member
}

// toDo is what to act on in a group: people late with the same are one thing to do.
type toDo []lateItem

// doView is one thing to act on: who, what, by when and one button.
type doView struct{ Title, Text, Href, Button, Name string }

func (p *Pages) toDo(ctx context.Context, members []journey.Member) (toDo, error) {
	var out toDo
	for _, m := range members {
		if m.State != journey.Late {
			continue
		}
		for _, it := range m.Late {
			key := it.Course
			if key == "" {
				key = it.ID
			}
			i := slices.IndexFunc(out, func(l lateItem) bool { return l.key == key })
			if i < 0 {
				title, err := p.titleOf(ctx, it)
				if err != nil {
					return nil, err
				}
				i, out = len(out), append(out, lateItem{key: key, title: title, since: it.Due})
			}
			out[i].people, out[i].since = append(out[i].people, m), min(out[i].since, it.Due)
		}
	}
	slices.SortStableFunc(out, func(a, b lateItem) int { return strings.Compare(string(a.since), string(b.since)) })
	return out, nil
}

func (t toDo) find(key string) (lateItem, bool) {
	i := slices.IndexFunc(t, func(l lateItem) bool { return l.key == key })
	if i < 0 {
		return lateItem{}, false
	}
	return t[i], true
}

// views is the first things to do as they are shown; at is the address of the group.
func (t toDo) views(c *lang.Catalog, at string) []doView {
	var out []doView
	for _, l := range t[:min(len(t), mostToDo)] {
		v := doView{Title: c.T("group.do", "names", names(c, l.people), "item", l.title), Text: c.T("group.should_be_done", "date", date(c, l.since)),
			Href: at + "&sen=" + url.QueryEscape(l.key), Button: c.T("group.look_who"), Name: l.title}
		if len(l.people) == 1 {
			v.Href, v.Button, v.Name = hrefOf(l.people[0].Employee.PersonID), c.T("group.look"), listName(l.people[0])
		} else {
			v.Text = c.T("group.should_be_done_first", "date", date(c, l.since))
		}
		out = append(out, v)
	}
	return out
}

// names says who, the first by name: "Amina, Bengt, Carmen och 4 till".
func names(c *lang.Catalog, people []journey.Member) string {
	var said []string
	for _, m := range people[:min(len(people), mostNames)] {
		said = append(said, listName(m))
	}
	if more := len(people) - mostNames; more > 0 {
		said = append(said, c.T("group.more", "n", more))
	}
	return c.And(said...)
}

// byDue picks those with a date, the first date first; on the same day the list's own order.
func byDue(members []journey.Member, pick func(journey.Member) bool) []journey.Member {
	out := slices.DeleteFunc(slices.Clone(members), func(m journey.Member) bool { return m.Due == "" || !pick(m) })
	slices.SortStableFunc(out, func(a, b journey.Member) int { return strings.Compare(string(a.Due), string(b.Due)) })
	return out
}
