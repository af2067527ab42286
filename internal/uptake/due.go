package uptake

import (
	"context"
	"slices"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Uses are the notes of a unit's people.
type Uses struct {
	Add     []Note // the learner has proposed, and nobody has added
	Due     []Note // to be followed up
	Coming  []Note
	Waiting []Note // the learner has not written
	Earlier []Note // followed up for the last time
}

// NotesAt lists the notes of those who work at a unit, to who plans with them: what is to be done first. Reading it is
// logged. Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) NotesAt(ctx context.Context, a may.Actor, unitID string) (_ org.Node, out Uses, err error) {
	defer fault.Wrap(&err, "notes on use at %s", unitID)
	n, employer, err := u.place(ctx, u.DB, a, may.PlanPerson, unitID)
	if err != nil {
		return n, out, err
	}
	crew, err := u.Staff.Crew(ctx, a, []string{unitID}, employer.ID, u.Today())
	if err != nil {
		return n, out, err
	}
	ids, names := make([]string, len(crew)), map[string]string{}
	for i, m := range crew {
		ids[i], names[m.Employee.PersonID] = m.Employee.PersonID, m.Shown()
	}
	all, err := u.notesOf(ctx, employer.ID, ids)
	if err != nil {
		return n, out, err
	}
	lang.SortBy(all, func(x Note) string { return x.FollowOn + names[x.PersonID] })
	today := u.Today()
	for _, x := range all {
		switch x.Name = names[x.PersonID]; {
		case x.State == Closed:
			out.Earlier = append(out.Earlier, x)
		case x.State == New:
			out.Waiting = append(out.Waiting, x)
		case x.Due(today):
			out.Due = append(out.Due, x)
		case x.State == Proposed:
			out.Add = append(out.Add, x)
		default:
			out.Coming = append(out.Coming, x)
		}
	}
	slices.Reverse(out.Earlier)
	return n, out, u.Audit.Node(ctx, u.DB, a, "uptake.unit", unitID)
}

// mostOpen and mostEarlier bound the notes that are listed, of some people: those that wait, and those that are closed.
const (
	mostOpen    = 500
	mostEarlier = 200
)

// notesOf reads the notes of some people of an employer: those that are not closed, what is to be done first, and of those
// that are, the latest. The closed ones grow with the years and take no room from the others.
func (u *Uptake) notesOf(ctx context.Context, employerID string, people []string) (out []Note, err error) {
	for some := range slices.Chunk(people, 200) {
		const of = `
			SELECT ` + noteColumns + `
			FROM use_note n
			WHERE n.employer_id = $1 AND n.person_id IN (`
		open, err := db.All(ctx, u.DB, scanNote, of+db.Marks(3, len(some))+`) AND n.state <> 'closed'
			ORDER BY CASE WHEN n.state = 'new' THEN 1 ELSE 0 END, n.follow_on, n.id
			LIMIT $2`,
			db.Args(some, employerID, mostOpen)...)
		if err != nil {
			return nil, err
		}
		closed, err := db.All(ctx, u.DB, scanNote, of+db.Marks(3, len(some))+`) AND n.state = 'closed'
			ORDER BY n.follow_on DESC, n.id
			LIMIT $2`,
			db.Args(some, employerID, mostEarlier)...)
		if err != nil {
			return nil, err
		}
		out = append(append(out, open...), closed...)
	}
	return out, nil
}

// Due counts what whoever leads some people does about them now.
type Due struct {
	Reflect int // who wait for a reflection
	Add     int // proposals to add to
	Follow  int // notes to be followed up
}

// DueAmong counts it among some people of an employer: what they do for another one is not counted (rule 19).
func (u *Uptake) DueAmong(ctx context.Context, employerID string, people []string) (d Due, err error) {
	waits, err := u.waiting(ctx, employerID, people)
	if err != nil {
		return d, err
	}
	reflect := map[string]bool{}
	for _, g := range waits {
		reflect[g.personID] = true
	}
	d.Reflect = len(reflect)
	for some := range slices.Chunk(people, 200) {
		type pair struct{ add, follow int64 }
		p, err := db.One(ctx, u.DB, func(s db.Scanner) (p pair, err error) { err = s.Scan(&p.add, &p.follow); return p, err }, `
			SELECT COUNT(CASE WHEN state = 'proposed' AND follow_on > $1 THEN 1 END), COUNT(CASE WHEN follow_on <= $1 THEN 1 END)
			FROM use_note
			WHERE state IN ('proposed', 'agreed') AND employer_id = $2 AND person_id IN (`+db.Marks(3, len(some))+`)`,
			db.Args(some, u.Today(), employerID)...)
		if err != nil {
			return d, err
		}
		d.Add, d.Follow = d.Add+int(p.add), d.Follow+int(p.follow)
	}
	return d, nil
}

// DueNow asks for those to be told whose note is to be followed up. It is done daily.
type DueNow struct{}

// Kind implements job.Args.
func (DueNow) Kind() string { return "uptake.due" }

// forgotten is after how many days a note that nobody wrote in is gone.
const forgotten = 180

// OnDue tells the learner and who leads, once for each day that was set. Twice is once.
func (u *Uptake) OnDue(ctx context.Context, _ DueNow) (err error) {
	defer fault.Wrap(&err, "notes to follow up")
	if _, err := u.DB.Exec(ctx, `DELETE FROM use_note WHERE state = 'new' AND made_on < $1`, lang.ISO(u.Now().In(lang.Zone()).AddDate(0, 0, -forgotten))); err != nil {
		return err
	}
	for after := ""; ; {
		due, err := db.All(ctx, u.DB, scanNote, `
			SELECT `+noteColumns+`
			FROM use_note n
			WHERE n.state <> 'closed' AND n.follow_on <= $1 AND n.told_for <> n.follow_on AND n.id > $2
			ORDER BY n.id
			LIMIT 500`,
			u.Today(), after)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, n := range due {
			if err := u.tellDue(ctx, n); err != nil {
				return err
			}
		}
		after = due[len(due)-1].ID
	}
}

func (u *Uptake) tellDue(ctx context.Context, n Note) error {
	unit, err := u.unitIn(ctx, u.DB, n.PersonID, n.EmployerID)
	if err != nil {
		return err
	}
	var leads []string
	if unit != "" && n.State != New { // who has left is asked nothing
		if leads, err = u.Leaders(ctx, unit, n.PersonID); err != nil {
			return err
		}
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		same, err := tx.Exec(ctx, `UPDATE use_note SET told_for = follow_on WHERE id = $1 AND follow_on = $2 AND state <> 'closed'`, n.ID, n.FollowOn)
		if err != nil || same == 0 || unit == "" { // somebody has set another day meanwhile: it is told on that one
			return err
		}
		args := map[string]string{"course": n.Title}
		if err := u.tell(ctx, tx, "follow", message.Note{PersonID: n.PersonID, EmployerID: n.EmployerID, Args: args, Href: "/anvanda/" + n.ID, OnceKey: "use-follow:" + n.ID + ":" + n.FollowOn}); err != nil {
			return err
		}
		for _, lead := range leads {
			if err := u.tell(ctx, tx, "follow_lead", message.Note{PersonID: lead, EmployerID: n.EmployerID, Args: args, AboutID: n.PersonID, Href: "/min-grupp/anvanda/not/" + n.ID,
				OnceKey: "use-follow:" + n.ID + ":" + n.FollowOn + ":" + lead}); err != nil {
				return err
			}
		}
		return nil
	})
}
