package introduction

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Part is what somebody is to a newcomer.
type Part string

// The parts. A mentor follows the newcomer through the checklist (R244); a buddy is somebody of the same profession to
// turn to for who works alone, also from another unit or municipality (R246).
const (
	MentorPart Part = "mentor"
	BuddyPart  Part = "buddy"
)

// Guide is a mentor or a buddy of one newcomer.
type Guide struct {
	ID, IntroductionID   string
	PersonID, EmployerID string
	Part                 Part
	From                 string
	Since                time.Time // the moment of it
}

// guidesOf are those who follow some newcomers on a day, by introduction.
func guidesOf(ctx context.Context, q db.Q, ids []string, on string) (map[string][]Guide, error) {
	out := map[string][]Guide{}
	for chunk := range slices.Chunk(ids, 200) {
		err := db.Each(ctx, q, func(s db.Scanner) (g Guide, err error) {
			err = s.Scan(&g.ID, &g.IntroductionID, &g.PersonID, &g.EmployerID, &g.Part, &g.From, &g.Since)
			return g, err
		}, func(g Guide) error { out[g.IntroductionID] = append(out[g.IntroductionID], g); return nil }, `
			SELECT id, introduction_id, person_id, employer_id, part, from_day, made_at
			FROM introduction_guide
			WHERE until_day > $1 AND introduction_id IN (`+db.Marks(2, len(chunk))+`)
			ORDER BY part DESC, from_day`,
			db.Args(chunk, on)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// mostElsewhere is how many numbers at other employers somebody may try within an hour.
const mostElsewhere = 30

// Elsewhere finds one person at another employer by the exact employment number: a buddy may be of another municipality.
// Nobody can look through the staff of another that way: numbers are tried slowly, and who is found can read of it.
// Errors: ErrNone, ErrGuide, ErrWait, may.ErrDenied.
func (in *Introductions) Elsewhere(ctx context.Context, a may.Actor, id, employerID, number string) (c Candidate, err error) {
	if _, err := in.leads(ctx, a, id, may.Appoint); err != nil {
		return c, err
	}
	ok, err := in.Access.Turn(ctx, "introduction.elsewhere:"+a.PersonID, mostElsewhere, time.Hour)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, ErrWait
	}
	personID, err := in.Staff.ByNumber(ctx, employerID, strings.TrimSpace(number))
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing || number == "" {
		return c, ErrGuide.On("nummer")
	}
	if err != nil {
		return c, err
	}
	if works, err := in.worksAt(ctx, personID, employerID); err != nil || !works {
		if err == nil {
			err = ErrGuide.On("nummer")
		}
		return c, err
	}
	names, err := in.names(ctx, []string{personID})
	if err != nil {
		return c, err
	}
	employer, err := in.Tree.FindEver(ctx, employerID)
	if err != nil {
		return c, err
	}
	return Candidate{PersonID: personID, Name: names[personID], Unit: employer.Name}, in.Audit.Person(ctx, in.DB, a, "introduction.buddy", personID)
}

// worksAt tells whether somebody works for an employer today, employed there or serving a unit of it.
func (in *Introductions) worksAt(ctx context.Context, personID, employerID string) (bool, error) {
	today, ended := in.Today(), map[string]bool{}
	jobs, err := in.Staff.Employments(ctx, personID, today)
	if err != nil {
		return false, err
	}
	for _, e := range jobs {
		if ended[e.ID] = e.EndDate != "" && e.EndDate < today; !ended[e.ID] && e.EmployerID == employerID {
			return true, nil
		}
	}
	served, err := in.Staff.Served(ctx, personID, today)
	if err != nil {
		return false, err
	}
	for _, v := range served {
		if ended[v.EmploymentID] {
			continue
		}
		if whose, err := org.EmployerOf(ctx, in.DB, v.UnitPath, today); err != nil || whose.ID == employerID {
			return err == nil, err
		}
	}
	return false, nil
}

// gone tells which of some guides no longer work where they guide for, by guide. They are guides no more: what a newcomer
// has done and noted is no business of who has left.
func (in *Introductions) gone(ctx context.Context, all []Guide) (map[string]bool, error) {
	if len(all) == 0 {
		return nil, nil
	}
	today, people := in.Today(), map[string]bool{}
	for _, g := range all {
		people[g.PersonID] = true
	}
	known, err := in.Staff.HistoriesOn(ctx, slices.Sorted(maps.Keys(people)), today)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, g := range all {
		if slices.ContainsFunc(known[g.PersonID], func(p staff.Period) bool {
			return p.CurrentOn(today) && p.EmployerID == g.EmployerID && (p.EndDate == "" || p.EndDate >= today)
		}) {
			continue
		}
		works, err := in.worksAt(ctx, g.PersonID, g.EmployerID) // who serves there is not employed there
		if err != nil {
			return nil, err
		}
		out[g.ID] = !works
	}
	return out, nil
}

// guides are those who follow some newcomers today and work where they do so, by introduction.
func (in *Introductions) guides(ctx context.Context, ids []string) (map[string][]Guide, error) {
	out, err := guidesOf(ctx, in.DB, ids, in.Today())
	if err != nil {
		return nil, err
	}
	var all []Guide
	for _, some := range out {
		all = append(all, some...)
	}
	gone, err := in.gone(ctx, all)
	for id := range out {
		out[id] = slices.DeleteFunc(out[id], func(g Guide) bool { return gone[g.ID] })
	}
	return out, err
}

// goneFor is for how many days a guide may be missing where they work before the part ends: a file that was wrong is
// corrected. Meanwhile the guide reads nothing, and the manager is told that nobody is.
const goneFor = 14

// endGone lets guides who have left be so no more. In steps, since they are many.
func (in *Introductions) endGone(ctx context.Context) error {
	for last := ""; ; {
		all, err := db.All(ctx, in.DB, func(s db.Scanner) (g Guide, err error) {
			err = s.Scan(&g.ID, &g.PersonID, &g.EmployerID)
			return g, err
		}, `SELECT id, person_id, employer_id FROM introduction_guide WHERE until_day = $1 AND id > $2 ORDER BY id LIMIT 500`, db.NoEnd, last)
		if err != nil || len(all) == 0 {
			return err
		}
		last = all[len(all)-1].ID
		gone, err := in.gone(ctx, all)
		if err != nil {
			return err
		}
		for _, g := range all {
			if !gone[g.ID] {
				continue
			}
			stints, err := in.Staff.Stints(ctx, in.DB, []string{g.PersonID})
			if err != nil {
				return err
			}
			left := ""
			for _, w := range stints[g.PersonID] {
				if w.EmployerID == g.EmployerID {
					left = max(left, w.Until)
				}
			}
			if left != "" && checklist.Between(left, in.Today()) < goneFor {
				continue
			}
			if _, err := in.DB.Exec(ctx, `UPDATE introduction_guide SET until_day = $2 WHERE id = $1 AND until_day > $2`, g.ID, in.Today()); err != nil {
				return err
			}
		}
	}
}

// employerOfGuide is where a guide works: the newcomer's employer, or for a buddy any.
func (in *Introductions) employerOfGuide(ctx context.Context, s Sight, part Part, personID string) (string, error) {
	works, err := in.worksAt(ctx, personID, s.EmployerID)
	if err != nil || works {
		return s.EmployerID, err
	}
	if part == MentorPart {
		return "", ErrElsewhere
	}
	jobs, err := in.Staff.Employments(ctx, personID, in.Today())
	if err != nil {
		return "", err
	}
	for _, e := range jobs {
		if e.Current(in.Today()) {
			return e.EmployerID, nil
		}
	}
	return "", ErrGuide
}

// SetGuide names the mentor or buddy of a newcomer, in place of the one there was; personID "" is nobody. A mentor gets
// meetings proposed in weeks 1, 2, 4, 8 and 12 when none are planned. Both are told. Errors: ErrNone, ErrGuide, ErrSelf, ErrLeads,
// ErrElsewhere, ErrState, may.ErrDenied.
func (in *Introductions) SetGuide(ctx context.Context, a may.Actor, id string, part Part, personID string) (err error) {
	defer fault.Wrap(&err, "name a %s of %s", part, id)
	s, err := in.leads(ctx, a, id, may.Appoint)
	switch {
	case err != nil:
		return err
	case part != MentorPart && part != BuddyPart:
		return ErrGuide
	case personID == s.PersonID:
		return ErrSelf
	}
	employerID := ""
	if personID != "" {
		if employerID, err = in.employerOfGuide(ctx, s, part, personID); err != nil {
			return err
		}
		if leads, err := in.leading(ctx, s, []string{personID}); err != nil {
			return err
		} else if part == MentorPart && leads[personID] {
			return ErrLeads
		}
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if !x.Open() {
			return ErrState
		}
		guides, err := guidesOf(ctx, tx, []string{id}, in.Today())
		if err != nil {
			return err
		}
		if slices.ContainsFunc(guides[id], func(g Guide) bool { return g.Part == part && g.PersonID == personID }) {
			return nil
		}
		if err := in.endGuide(ctx, tx, id, part); err != nil || personID == "" {
			return err
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO introduction_guide (id, introduction_id, person_id, employer_id, part, from_day, until_day, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			in.NewID(), id, personID, employerID, string(part), in.Today(), db.NoEnd, a.PersonID, in.Now()); err != nil {
			return err
		}
		if part == MentorPart {
			if err := in.planMeetings(ctx, tx, x, a.PersonID); err != nil {
				return err
			}
		}
		return in.tellGuide(ctx, tx, x, part, personID)
	})
}

// endGuide lets the mentor or buddy there is be so no more.
func (in *Introductions) endGuide(ctx context.Context, tx *db.Tx, id string, part Part) error {
	_, err := tx.Exec(ctx, `UPDATE introduction_guide SET until_day = $3 WHERE introduction_id = $1 AND part = $2 AND until_day > $3`, id, string(part), in.Today())
	return err
}

func (in *Introductions) tellGuide(ctx context.Context, tx *db.Tx, x Introduction, part Part, personID string) error {
	to := message.Note{PersonID: personID, EmployerID: x.EmployerID, Kind: message.Roles, Key: "introduction.told." + "mentor", AboutID: x.PersonID, Href: guideHref}
	from := message.Note{PersonID: x.PersonID, EmployerID: x.EmployerID, Kind: message.Learning, Key: "introduction.told." + "your_mentor", AboutID: personID, Href: homeHref}
	if part == BuddyPart {
		to.Key, from.Key = "introduction.told.buddy", "introduction.told.your_buddy"
	}
	if err := in.Messages.Tell(ctx, tx, to); err != nil {
		return err
	}
	return in.Messages.Tell(ctx, tx, from)
}

// Decline lets a mentor or buddy be so no more; who leads the unit is told. Errors: ErrNone.
func (in *Introductions) Decline(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "decline to guide in %s", id)
	x, err := find(ctx, in.DB, id)
	if err != nil {
		return err
	}
	leaders, err := in.Leaders(ctx, x.UnitID, x.PersonID)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE introduction_guide SET until_day = $3 WHERE introduction_id = $1 AND person_id = $2 AND until_day > $3`, id, a.PersonID, in.Today())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNone
		}
		for _, to := range leaders {
			if err := in.Messages.Tell(ctx, tx, message.Note{PersonID: to, EmployerID: x.EmployerID, Kind: message.Other, Key: "introduction.told." + "declined", AboutID: x.PersonID, Href: leaderHref + id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Guided is a newcomer whom the reader follows.
type Guided struct {
	Introduction
	Part     Part
	Name     string
	Unit     org.Node
	Standing checklist.Standing // of a mentor's newcomer only
	Next     *Meeting           // the next meeting that is planned
}

// Guiding lists whom the actor follows: of a mentor's newcomers how they stand, of a buddy's nothing but who it is.
func (in *Introductions) Guiding(ctx context.Context, a may.Actor) (out []Guided, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	type row struct {
		Introduction
		part            Part
		guide, employer string
	}
	rows, err := db.All(ctx, in.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(append(r.fields(), &r.part, &r.guide, &r.employer)...)
		return r, err
	}, `
		SELECT `+columns+`, g.part, g.id, g.employer_id
		FROM introduction_guide g
		JOIN introduction i ON i.id = g.introduction_id
		WHERE g.person_id = $1 AND g.until_day > $2 AND i.state IN ('active', 'paused')
		ORDER BY i.start_day, i.id
		LIMIT 100`,
		a.PersonID, in.Today())
	if err != nil {
		return nil, err
	}
	var own []Guide
	for _, r := range rows {
		own = append(own, Guide{ID: r.guide, PersonID: a.PersonID, EmployerID: r.employer})
	}
	gone, err := in.gone(ctx, own)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r row) bool { return gone[r.guide] })
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.PersonID)
	}
	names, err := in.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		g := Guided{Introduction: r.Introduction, Part: r.part, Name: names[r.PersonID]}
		if g.Unit, _, err = in.place(ctx, in.DB, r.UnitID, r.EmployerID); err != nil {
			return nil, err
		}
		if r.part == MentorPart {
			if _, g.Standing, err = in.stand(ctx, in.DB, r.Introduction); err != nil {
				return nil, err
			}
			if g.Next, err = in.next(ctx, r.ID); err != nil {
				return nil, err
			}
		}
		out = append(out, g)
	}
	return out, nil
}
