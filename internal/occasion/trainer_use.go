package occasion

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Faults of choosing trainers.
var (
	ErrNoTrainer  = fault.New(fault.Missing, "occasion.trainer_missing")
	ErrUnapproved = fault.New(fault.Conflict, "occasion.trainer_unapproved").On("kursledare") // rule 32
	ErrClash      = fault.New(fault.Conflict, "occasion.trainer_clash").On("kursledare")
)

// checkTrainers holds the trainers of sessions that are new, moved or otherwise led against their approvals (rule 32)
// and against where else they are at that time. Each trainer is held meanwhile, so that of two who choose the same one
// for the same hour the second is refused. What stood before and stays as it was is let be.
func (o *Occasions) checkTrainers(ctx context.Context, tx *db.Tx, x around, was, is Occasion) error {
	type led struct {
		trainer string
		session Session
	}
	var todo []led
	for _, s := range is.Sessions {
		old, _ := was.session(s.ID)
		for _, id := range s.Trainers {
			if old.When() != s.When() || !slices.Contains(old.Trainers, id) {
				todo = append(todo, led{id, s})
			}
		}
	}
	slices.SortStableFunc(todo, func(a, b led) int { return strings.Compare(a.trainer, b.trainer) }) // all hold in one order
	for _, l := range todo {
		t, err := holdTrainer(ctx, tx, l.trainer)
		if err != nil {
			return err
		}
		ok, err := approved(ctx, tx, x.journeys, t.ID, is, l.session.Day)
		if err != nil {
			return err
		}
		if !ok {
			return ErrUnapproved.With("trainer", t.ID).With("day", l.session.Day)
		}
		other, err := clash(ctx, tx, t.ID, is.ID, l.session)
		if err != nil {
			return err
		}
		if other.OccasionID != "" {
			return ErrClash.With("trainer", t.ID).With("title", other.title).With("when", other.When())
		}
	}
	return nil
}

// naming puts the trainer's name into a refusal about a trainer, after the transaction.
func (o *Occasions) naming(ctx context.Context, err error) error {
	f := fault.Of(err)
	if f == nil || f.Args["trainer"] == "" {
		return err
	}
	all, failed := o.TrainersByID(ctx, []string{f.Args["trainer"]})
	if failed != nil {
		return failed
	}
	return f.With("name", all[f.Args["trainer"]].Name)
}

// holdTrainer reads a trainer and lets nobody else choose the same one until the transaction ends.
func holdTrainer(ctx context.Context, tx *db.Tx, id string) (Trainer, error) {
	if _, err := tx.Exec(ctx, `UPDATE trainer SET id = id WHERE id = $1`, id); err != nil {
		return Trainer{}, err
	}
	return findTrainer(ctx, tx, id)
}

// approved tells whether a trainer may lead an occasion on a day: by one of its owners, for all that it arranges or for
// the course; by who owns the course; or by who produces a journey that has the course.
func approved(ctx context.Context, q db.Q, journeys []string, trainerID string, oc Occasion, day string) (bool, error) {
	all, err := approvals(ctx, q, trainerID)
	if err != nil {
		return false, err
	}
	owner, err := courseOwner(ctx, q, oc.CourseID)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(all, func(a Approval) bool { return a.On(day) && a.covers(oc, owner, journeys) }), nil
}

// covers tells whether an approval is for an occasion: owner owns its course, and journeys have it.
func (a Approval) covers(oc Occasion, owner string, journeys []string) bool {
	switch {
	case a.JourneyID != "":
		return slices.Contains(journeys, a.JourneyID)
	case a.CourseID == "":
		return slices.Contains(oc.Owners, a.NodeID)
	}
	return a.CourseID == oc.CourseID && (slices.Contains(oc.Owners, a.NodeID) || a.NodeID == owner)
}

// elsewhere is a session somewhere else.
type elsewhere struct {
	Session
	title string
}

// clash finds a session of another occasion that a trainer leads at the time; the zero value when there is none.
func clash(ctx context.Context, q db.Q, trainerID, occasionID string, s Session) (elsewhere, error) {
	found, err := db.All(ctx, q, func(r db.Scanner) (e elsewhere, err error) {
		err = r.Scan(&e.OccasionID, &e.ID, &e.Day, &e.Begins, &e.Ends, &e.title)
		return e, err
	}, `
		SELECT s.occasion_id, s.id, s.on_day, s.begins, s.ends, COALESCE(v.title, o.course_id)
		FROM session_trainer t
		JOIN occasion_session s ON s.id = t.session_id
		JOIN occasion o ON o.id = s.occasion_id
		LEFT JOIN course c ON c.id = o.course_id
		LEFT JOIN course_version v ON v.course_id = c.id AND v.version = c.current
		WHERE t.trainer_id = $1 AND s.on_day = $2 AND s.begins < $4 AND s.ends > $3 AND s.occasion_id <> $5 AND o.state <> 'cancelled'
		ORDER BY s.begins, s.id
		LIMIT 1`,
		trainerID, s.Day, s.Begins, s.Ends, occasionID)
	if err != nil || len(found) == 0 {
		return elsewhere{}, err
	}
	return found[0], nil
}

func courseOwner(ctx context.Context, q db.Q, courseID string) (string, error) {
	found, err := db.All(ctx, q, db.Text, `SELECT owner_id FROM course WHERE id = $1`, courseID)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
