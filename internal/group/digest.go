package group

import (
	"context"
	"errors"
	"strconv"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/may"
)

// Digests tells the messages who leads people, and what is to do there, in counts. It implements
// message.Digests.
type Digests struct{ *Groups }

// Leaders gives the managers and their deputies, in the order of ids, after one of them.
func (d Digests) Leaders(ctx context.Context, after string, n int) ([]string, error) {
	return d.Access.Holding(ctx, []may.Role{may.Manager, may.Deputy}, d.Staff.Today(), after, n)
}

// ToDo gives what a person has to do about the people that the person leads, as counts of people a
// thing. Nobody is named, so nobody is logged as seen. Whoever leads more units than are shown
// together has none.
func (d Digests) ToDo(ctx context.Context, personID string) ([]message.DigestLine, error) {
	grants, err := access.Grants(ctx, d.DB, personID, d.Staff.Today())
	if err != nil {
		return nil, err
	}
	a := may.Actor{PersonID: personID, Grants: grants}
	t, err := d.teamAt(ctx, a, "")
	if errors.Is(err, ErrManyUnits) || errors.Is(err, may.ErrDenied) {
		return nil, nil
	}
	if err == nil {
		t, err = d.fill(ctx, a, t)
	}
	if err != nil {
		return nil, err
	}
	days, err := d.DaysDue(ctx, a, &t)
	if err != nil {
		return nil, err
	}
	var lines []message.DigestLine
	if days.Ending > 0 {
		lines = append(lines, message.DigestLine{Key: "group.digest.offers", Args: map[string]string{"n": strconv.Itoa(days.Ending)}})
	}
	if days.Asked > 0 {
		lines = append(lines, message.DigestLine{Key: "group.digest.asked", Args: map[string]string{"n": strconv.Itoa(days.Asked)}})
	}
	uses, err := d.UsesDue(ctx, a, &t)
	if err != nil {
		return nil, err
	}
	if uses.Reflect > 0 {
		lines = append(lines, message.DigestLine{Key: "group.digest.reflect", Args: map[string]string{"n": strconv.Itoa(uses.Reflect)}})
	}
	if uses.Follow > 0 {
		lines = append(lines, message.DigestLine{Key: "group.digest.uses", Args: map[string]string{"n": strconv.Itoa(uses.Follow)}})
	}
	for _, task := range ToDo(&t) {
		title := task.Title
		if title == "" && task.Item != "" {
			if title, err = d.Courses.Title(ctx, task.Item); err != nil {
				return nil, err
			}
		}
		lines = append(lines, message.DigestLine{Key: "group.digest." + string(task.Kind), Args: map[string]string{"n": strconv.Itoa(len(task.People)), "item": title}})
	}
	return lines, nil
}
