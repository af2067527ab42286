package introduction

import (
	"context"
	"time"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

const (
	// newDays is how long after somebody was first told of an introduction begins by itself.
	newDays = 60
	// LookEvery is how often who is new is looked for.
	LookEvery = 6 * time.Hour
)

// Looked asks for introductions to begin for who is new, and for those there are to follow what has happened.
type Looked struct{}

// Kind implements job.Args.
func (Looked) Kind() string { return "introduction.looked" }

// Settled asks for one person's introductions to follow the learning record.
type Settled struct{ PersonID string }

// Kind implements job.Args.
func (Settled) Kind() string { return "introduction.settled" }

// Completed says that an introduction is done.
type Completed struct{ ID string }

// Kind implements job.Args.
func (Completed) Kind() string { return "introduction.completed" }

// OnFact listens to the record: what somebody has done, or has not after all, may be an item's.
func (in *Introductions) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if f.Kind == record.Revoked { // what is done may be so no more
		n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM introduction WHERE person_id = $1 AND state = 'done'`, f.PersonID)
		if err != nil {
			return err
		}
		if n > 0 {
			return in.Jobs.Add(ctx, tx, Settled{PersonID: f.PersonID})
		}
	}
	if f.CourseID == "" {
		return nil
	}
	return in.OnShared(ctx, tx, f.PersonID)
}

// OnShared follows what a person lets employers see.
func (in *Introductions) OnShared(ctx context.Context, tx *db.Tx, personID string) error {
	n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM introduction WHERE person_id = $1 AND state IN ('active', 'paused')`, personID)
	if err != nil || n == 0 {
		return err
	}
	return in.Jobs.Add(ctx, tx, Settled{PersonID: personID})
}

// OnSettled ticks what the record says is done, and takes such ticks back when it says so no more. What is done stays
// done when a course has only grown old or is shared no more; not when it is revoked.
func (in *Introductions) OnSettled(ctx context.Context, s Settled) (err error) {
	defer fault.Wrap(&err, "settle the introductions of a person")
	all, err := db.All(ctx, in.DB, scanIntroduction, `SELECT `+columns+` FROM introduction i WHERE i.person_id = $1 AND i.state IN ('active', 'paused', 'done')`, s.PersonID)
	if err != nil {
		return err
	}
	for _, x := range all {
		if err := in.followRecord(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

func (in *Introductions) followRecord(ctx context.Context, x Introduction) error {
	done, err := in.doneCourses(ctx, x.EmployerID, x.PersonID)
	if err != nil {
		return err
	}
	facts, err := in.Record.Facts(ctx, x.PersonID)
	if err != nil {
		return err
	}
	ever := map[string]bool{}
	for _, f := range record.Standing(facts) {
		ever[f.CourseID] = ever[f.CourseID] || f.Done()
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, x.ID)
		if err != nil || !x.Open() && x.State != Done {
			return err
		}
		_, s, err := in.stand(ctx, tx, x)
		if err != nil {
			return err
		}
		taken := false
		for _, l := range s.Lines() {
			if l.Tick == nil || l.Tick.How != "course" || done[l.Course] || x.State == Done && ever[l.Course] {
				continue
			}
			taken = true
			if _, err := tx.Exec(ctx, `DELETE FROM introduction_tick WHERE introduction_id = $1 AND item_id = $2 AND how = 'course'`, x.ID, l.ID); err != nil {
				return err
			}
		}
		if x.State == Done && !taken {
			return nil
		}
		if err := in.tickCourses(ctx, tx, x, done); err != nil {
			return err
		}
		return in.settle(ctx, tx, x.ID)
	})
}

// untouched are introductions that began by themselves lately and in which nobody has done anything: they are derived, and
// begin anew when they are looked for.
const untouched = `
			SELECT i.id
			FROM introduction i
			WHERE i.employer_id = $1 AND i.why = 'new' AND i.revision = 1 AND i.state = 'active' AND i.made_at >= $2 AND i.start_day >= $3
			      AND NOT EXISTS (SELECT 1 FROM introduction_tick t WHERE t.introduction_id = i.id AND t.how <> 'course')
			      AND NOT EXISTS (SELECT 1 FROM introduction_guide g WHERE g.introduction_id = i.id)
			      AND NOT EXISTS (SELECT 1 FROM introduction_ask k WHERE k.introduction_id = i.id)
			      AND NOT EXISTS (SELECT 1 FROM introduction_meeting m WHERE m.introduction_id = i.id AND m.revision > 1)
			      AND NOT EXISTS (SELECT 1 FROM introduction_note n JOIN introduction_meeting m ON m.id = n.meeting_id WHERE m.introduction_id = i.id)`

// OnStaffChanged hears, in its transaction, that an employer's staff has changed or is about to be taken back: what
// nobody has touched gives way, so that undoing a file finds people and units as free as it made them, and who is new
// is looked for afterwards.
func (in *Introductions) OnStaffChanged(ctx context.Context, tx *db.Tx, employerID string) error {
	for _, q := range []string{
		`DELETE FROM introduction_tick WHERE introduction_id IN (` + untouched + `)`,
		`DELETE FROM introduction_meeting WHERE introduction_id IN (` + untouched + `)`,
	} {
		if _, err := tx.Exec(ctx, q, employerID, in.Now().AddDate(0, 0, -14), checklist.Later(in.Today(), -newDays+15)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM introduction WHERE id IN (`+untouched+`)`, employerID, in.Now().AddDate(0, 0, -14), checklist.Later(in.Today(), -newDays+15)); err != nil {
		return err
	}
	return in.Jobs.Add(ctx, tx, Looked{})
}

// OnLooked begins an introduction for everybody who is new at an employer, lets those there are follow who has moved or
// left, and reminds of meetings. Twice is once.
func (in *Introductions) OnLooked(ctx context.Context, _ Looked) (err error) {
	defer fault.Wrap(&err, "look for newcomers")
	if err := in.beginNew(ctx); err != nil {
		return err
	}
	if err := in.follow(ctx); err != nil {
		return err
	}
	if err := in.endGone(ctx); err != nil {
		return err
	}
	return in.remind(ctx)
}

// beginNew begins introductions for who is new. Due days count from the day the work began or was first told of,
// whichever is later, and never from before the room was there: nobody is late from the beginning.
func (in *Introductions) beginNew(ctx context.Context) error {
	first, err := db.Setting(ctx, in.DB, since)
	if err != nil {
		return err
	}
	today := in.Today()
	from := checklist.Later(today, -newDays)
	fresh, err := in.Staff.Begun(ctx, max(from, first), checklist.Later(today, -365), today)
	if err != nil || len(fresh) == 0 {
		return err
	}
	had, err := in.begunBefore(ctx)
	if err != nil {
		return err
	}
	all, err := library(ctx, in.DB)
	if err != nil {
		return err
	}
	ref, err := in.Tree.CachedReference(ctx)
	if err != nil {
		return err
	}
	places := map[string]uses{}
	for _, b := range fresh {
		if had["employment:"+b.ID] || had[b.PersonID+"@"+b.EmployerID] {
			continue
		}
		used, known := places[b.UnitID]
		if !known {
			if used, err = in.usesOf(ctx, b); err != nil {
				return err
			}
			places[b.UnitID] = used
		}
		v, ok := fit(all, used, person(b.Employment, ref))
		if !ok {
			continue
		}
		x := begun(v, b.Employment, b.UnitID, max(b.StartDate, b.FirstKnown, first))
		x.ID, x.Why = in.NewID(), ForNew
		if _, err := in.insert(ctx, x, v, "employment:"+b.ID, ""); err != nil {
			return err
		}
		had[b.PersonID+"@"+b.EmployerID] = true
	}
	return nil
}

func (in *Introductions) usesOf(ctx context.Context, b staff.Begun) (uses, error) {
	employer, err := org.EmployerOf(ctx, in.DB, b.UnitPath, in.Today())
	if err != nil {
		return nil, err
	}
	return in.usedAt(ctx, in.DB, b.UnitPath, employer.Path)
}

// begunBefore are the employments that have had an introduction, and who has one under way at which employer.
func (in *Introductions) begunBefore(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{}
	type row struct{ key, person, employer, state string }
	err := db.Each(ctx, in.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.key, &r.person, &r.employer, &r.state)
		return r, err
	}, func(r row) error {
		out[r.key] = true
		if r.state == string(Active) || r.state == string(Paused) {
			out[r.person+"@"+r.employer] = true
		}
		return nil
	}, `
		SELECT once_key, person_id, employer_id, state
		FROM introduction
		WHERE made_at >= $1 OR state IN ('active', 'paused')`,
		in.Now().AddDate(0, 0, -2*newDays))
	return out, err
}

// goneDays is for how long what has ended because somebody was gone goes on if the same employment is there again: a
// staff file that was wrong is corrected, and nothing that is ticked is lost.
const goneDays = 365

// follow lets introductions go where the work has gone: to another unit or employment, to an end, or on again when the
// end was a mistake in a file. In steps, since they are many.
func (in *Introductions) follow(ctx context.Context) error {
	for last := ""; ; {
		all, err := db.All(ctx, in.DB, scanIntroduction, `
			SELECT `+columns+`
			FROM introduction i
			WHERE i.id > $1 AND (i.state IN ('active', 'paused') OR i.state = 'ended' AND i.changed_by = '' AND i.end_reason = '' AND i.ended_on >= $2)
			ORDER BY i.id
			LIMIT 500`,
			last, checklist.Later(in.Today(), -goneDays))
		if err != nil || len(all) == 0 {
			return err
		}
		last = all[len(all)-1].ID
		people := make([]string, len(all))
		for i, x := range all {
			people[i] = x.PersonID
		}
		known, err := in.Staff.HistoriesOn(ctx, people, in.Today())
		if err != nil {
			return err
		}
		served, err := in.Staff.ServedBy(ctx, people, in.Today())
		if err != nil {
			return err
		}
		for _, x := range all {
			if err := in.followOne(ctx, x, known[x.PersonID], served[x.PersonID]); err != nil {
				return err
			}
		}
	}
}

func (in *Introductions) followOne(ctx context.Context, x Introduction, known []staff.Period, served []staff.Service) error {
	to, same := in.workOf(x, known, served)
	switch {
	case x.State == Ended && !same:
		return nil
	case x.State == Ended:
		return in.goOn(ctx, x, to.unit)
	case to.unit == "":
		return in.endGoneOne(ctx, x)
	case to.unit == x.UnitID && to.employment == x.EmploymentID:
		return nil
	}
	moved, err := in.moveTo(ctx, x, to)
	if err == nil && !moved && !same { // the other one goes on there
		err = in.endGoneOne(ctx, x)
	}
	return err
}

// work is where somebody works, and by which employment.
type work struct{ unit, employment string }

// workOf tells where the work of an introduction is today, and whether it is the same employment; nowhere when it is
// over. A new number after the old one, as when hourly work becomes permanent, is the same work; what the person had
// beside it before is not.
func (in *Introductions) workOf(x Introduction, known []staff.Period, served []staff.Service) (to work, same bool) {
	here := work{x.UnitID, x.EmploymentID}
	for _, v := range served {
		if v.UnitID == x.UnitID {
			to, same = here, same || v.EmploymentID == x.EmploymentID // begun where the person serves
		}
	}
	if same {
		return to, true
	}
	today, latest := in.Today(), ""
	start, first := x.StartDay, map[string]string{}
	for _, p := range known {
		if p.ID == x.EmploymentID && x.Why == ForNew { // who was new was new in all that began with it
			start = min(start, p.StartDate)
		}
		if first[p.ID] == "" || p.KnownFrom < first[p.ID] {
			first[p.ID] = p.KnownFrom
		}
	}
	for _, p := range known {
		if !p.CurrentOn(today) || p.EmployerID != x.EmployerID || p.EndDate != "" && p.EndDate < today {
			continue
		}
		switch after := p.StartDate >= start || first[p.ID] > x.StartDay; {
		case p.ID == x.EmploymentID:
			return work{p.UnitID, p.ID}, true
		case to.unit == x.UnitID:
		case p.UnitID == x.UnitID:
			to = work{p.UnitID, p.ID}
		case after && p.StartDate >= latest:
			to, latest = work{p.UnitID, p.ID}, p.StartDate
		}
	}
	return to, false
}

// endGoneOne ends an introduction whose work is over.
func (in *Introductions) endGoneOne(ctx context.Context, x Introduction) error {
	_, err := in.DB.Exec(ctx, `
		UPDATE introduction
		SET state = 'ended', ended_on = $2, end_reason = '', revision = revision + 1, changed_by = '', changed_at = $3
		WHERE id = $1 AND state IN ('active', 'paused')`,
		x.ID, in.Today(), in.Now())
	return err
}

// moveTo lets an introduction go on with other work; false when one is under way there. The new place may ask for less.
func (in *Introductions) moveTo(ctx context.Context, x Introduction, to work) (moved bool, err error) {
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE introduction
			SET unit_id = $2, employment_id = $3, revision = revision + 1, changed_by = '', changed_at = $4
			WHERE id = $1 AND state IN ('active', 'paused') AND NOT EXISTS (
				SELECT 1
				FROM introduction o
				WHERE o.id <> introduction.id AND o.person_id = introduction.person_id AND o.unit_id = $2 AND o.state IN ('active', 'paused'))`,
			x.ID, to.unit, to.employment, in.Now())
		if moved = n > 0; err != nil || !moved {
			return err
		}
		return in.Jobs.Add(ctx, tx, Settled{PersonID: x.PersonID})
	})
	return moved, err
}

// goOn lets what has ended by itself go on at a unit, unless another has begun meanwhile. The days between are as a pause.
func (in *Introductions) goOn(ctx context.Context, x Introduction, unitID string) error {
	state, pause := Active, max(checklist.Between(x.EndedOn, in.Today()), 0)
	if x.PausedOn != "" { // its pause has gone on
		state, pause = Paused, 0
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE introduction
			SET state = $2, unit_id = $3, paused_days = paused_days + $4, ended_on = '', revision = revision + 1, changed_at = $5
			WHERE id = $1 AND state = 'ended' AND changed_by = '' AND end_reason = '' AND NOT EXISTS (
				SELECT 1
				FROM introduction o
				WHERE o.id <> introduction.id AND o.person_id = introduction.person_id
				      AND (o.unit_id = $3 AND o.state <> 'ended' OR o.employer_id = introduction.employer_id AND o.state IN ('active', 'paused')))`,
			x.ID, string(state), unitID, pause, in.Now())
		if err != nil || n == 0 {
			return err
		}
		return in.Jobs.Add(ctx, tx, Settled{PersonID: x.PersonID}) // what has been learned meanwhile
	})
}

// remind tells mentor and newcomer of meetings that are tomorrow.
func (in *Introductions) remind(ctx context.Context) error {
	type row struct{ meeting, introduction, item, newcomer, mentor, employer, guide, works string }
	tomorrow := checklist.Later(in.Today(), 1)
	all, err := db.All(ctx, in.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.meeting, &r.introduction, &r.item, &r.newcomer, &r.employer, &r.mentor, &r.guide, &r.works)
		return r, err
	}, `
		SELECT m.id, i.id, m.item_id, i.person_id, i.employer_id, COALESCE(g.person_id, ''), COALESCE(g.id, ''), COALESCE(g.employer_id, '')
		FROM introduction_meeting m
		JOIN introduction i ON i.id = m.introduction_id
		LEFT JOIN introduction_guide g ON g.introduction_id = i.id AND g.part = 'mentor' AND g.until_day > $1
		WHERE m.on_day = $1 AND m.state = 'planned' AND i.state = 'active'
		ORDER BY m.id
		LIMIT 10000`,
		tomorrow)
	if err != nil {
		return err
	}
	var mentors []Guide
	for _, r := range all {
		if r.mentor != "" && r.item == "" {
			mentors = append(mentors, Guide{ID: r.guide, PersonID: r.mentor, EmployerID: r.works})
		}
	}
	gone, err := in.gone(ctx, mentors)
	if err != nil {
		return err
	}
	for _, r := range all {
		once := r.meeting
		if r.item != "" { // a session of what began by itself is made anew with each staff file
			once = r.newcomer + ":" + r.employer + ":" + r.item
		}
		if err := in.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, to := range []string{r.newcomer, r.mentor} {
				if to == "" || to == r.mentor && (r.item != "" || gone[r.guide]) {
					continue
				}
				n := message.Note{PersonID: to, EmployerID: r.employer, Kind: message.Reminders, Key: "introduction.told." + "meeting", Href: "/introduktion/samtal/" + r.meeting,
					OnceKey: "introduction.meeting:" + once + ":" + tomorrow + ":" + to}
				if err := in.Messages.Tell(ctx, tx, n); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// OnCompleted tells the newcomer and who leads the unit that an introduction is done.
func (in *Introductions) OnCompleted(ctx context.Context, c Completed) error {
	x, err := find(ctx, in.DB, c.ID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing || err == nil && x.State != Done {
		return nil // taken back, or the person is erased
	}
	if err != nil {
		return err
	}
	leaders, err := in.Leaders(ctx, x.UnitID, x.PersonID)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		once := "introduction.done:" + x.ID + ":"
		if err := in.Messages.Tell(ctx, tx, message.Note{PersonID: x.PersonID, EmployerID: x.EmployerID, Kind: message.Learning, Key: "introduction.told." + "done", Href: homeHref, OnceKey: once}); err != nil {
			return err
		}
		for _, to := range leaders {
			n := message.Note{PersonID: to, EmployerID: x.EmployerID, Kind: message.Learning, Key: "introduction.told." + "newcomer_done", AboutID: x.PersonID, Href: leaderHref + x.ID, OnceKey: once + to}
			if err := in.Messages.Tell(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}
