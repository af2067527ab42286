package uptake

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/uptake/rule"
)

// Rule is what a place has decided comes after a course.
type Rule struct {
	ID string
	rule.Decided
	CourseID    string
	Title       string // of the course
	Node        string // what the place is called
	From, Until string // the days it holds; db.NoEnd for none
	By          string
	At          time.Time
}

const ruleColumns = `r.id, r.node_id, r.employer_id, r.course_id, r.reflect, r.use_weeks, r.valid_from, r.valid_until, r.made_by, r.made_at`

func scanRule(s db.Scanner) (r Rule, err error) {
	err = s.Scan(&r.ID, &r.NodeID, &r.EmployerID, &r.CourseID, &r.Reflect, &r.UseWeeks, &r.From, &r.Until, &r.By, &r.At)
	return r, err
}

// mostWeeks bounds when the use of a course is followed up.
const mostWeeks = 52

// Decide lets a place of an employer say what comes after a course, from today or a coming day (R143, R146). Both none
// takes what it had said back. Who has completed the course is untouched; who waits for what is no longer asked is done
// by itself. was is the id of what the place had said when the form was read, "" when nothing: when somebody has said
// otherwise since, it is refused. Errors: ErrPlace, ErrCourse, ErrNeed, ErrWeeks, ErrFrom, ErrNothing, ErrChanged, may.ErrDenied.
func (u *Uptake) Decide(ctx context.Context, a may.Actor, r Rule, was string) (err error) {
	defer fault.Wrap(&err, "decide what comes after %s at %s", r.CourseID, r.NodeID)
	_, employer, err := u.place(ctx, u.DB, a, may.EditLayer, r.NodeID)
	if err != nil {
		return err
	}
	if err := u.checkRule(ctx, &r); err != nil {
		return err
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, r.NodeID); err != nil { // one at a time
			return err
		}
		old, err := one(ctx, tx, scanRule, nil, `
			SELECT `+ruleColumns+`
			FROM uptake_rule r
			WHERE r.node_id = $1 AND r.course_id = $2 AND r.valid_until = $3`,
			r.NodeID, r.CourseID, db.NoEnd)
		if err != nil {
			return err
		}
		if old.ID != was {
			return ErrChanged
		}
		ended, err := u.endRules(ctx, tx, r, a.PersonID)
		if err != nil {
			return err
		}
		asks := r.Reflect != rule.None || r.UseWeeks > 0
		if !asks && ended == 0 {
			return ErrNothing
		}
		if asks {
			if _, err := tx.Exec(ctx, `
				INSERT INTO uptake_rule (id, node_id, employer_id, course_id, reflect, use_weeks, valid_from, valid_until, made_by, made_at, ended_by)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`,
				u.NewID(), r.NodeID, employer.ID, r.CourseID, string(r.Reflect), r.UseWeeks, r.From, db.NoEnd, a.PersonID, u.Now()); err != nil {
				return err
			}
		}
		return u.Jobs.Add(ctx, tx, Eased{CourseID: r.CourseID})
	})
}

func (u *Uptake) checkRule(ctx context.Context, r *Rule) error {
	_, kind, err := u.known(ctx, u.DB, r.CourseID)
	switch {
	case err != nil:
		return err
	case kind == course.External && r.Reflect != rule.None:
		return ErrExternal
	case !r.Reflect.Known():
		return ErrNeed
	case r.UseWeeks < 0 || r.UseWeeks > mostWeeks:
		return ErrWeeks
	}
	if r.From == "" {
		r.From = u.Today()
	}
	if !isDay(r.From) || r.From < u.Today() {
		return ErrFrom
	}
	return nil
}

// endRules lets what a place had said hold until the day of what it says now, and tells how much; what never came to hold
// is gone.
func (u *Uptake) endRules(ctx context.Context, tx *db.Tx, r Rule, by string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE uptake_rule
		SET valid_until = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END, ended_by = $4
		WHERE node_id = $1 AND course_id = $2 AND valid_until > $3 AND valid_from < valid_until`,
		r.NodeID, r.CourseID, r.From, by)
}

// Lasts tells whether no day is set when it ends.
func (r Rule) Lasts() bool { return r.Until == db.NoEnd }

// Rules lists what a place says comes after courses, today or from a coming day, to who edits layers there: its own words
// first, then what the places above it within the employer say, in the order of courses and days. What is taken back
// from a coming day is there until then. Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) Rules(ctx context.Context, a may.Actor, nodeID string) (_ org.Node, own, above []Rule, err error) {
	defer fault.Wrap(&err, "what comes after courses at %s", nodeID)
	n, employer, err := u.place(ctx, u.DB, a, may.EditLayer, nodeID)
	if err != nil {
		return n, nil, nil, err
	}
	ids := within(n.Path, employer.ID)
	all, err := db.All(ctx, u.DB, scanRule, `
		SELECT `+ruleColumns+`
		FROM uptake_rule r
		WHERE r.valid_until > $1 AND r.valid_from < r.valid_until AND r.employer_id = $2 AND r.node_id IN (`+db.Marks(3, len(ids))+`)
		ORDER BY r.course_id, r.valid_from, r.id
		LIMIT 500`,
		db.Args(ids, u.Today(), employer.ID)...)
	if err != nil {
		return n, nil, nil, err
	}
	for _, r := range all {
		if r.Title, err = u.title(ctx, r.CourseID); err != nil {
			return n, nil, nil, err
		}
		if r.NodeID == n.ID {
			r.Node, own = n.Name, append(own, r)
			continue
		}
		at, err := u.Tree.FindEver(ctx, r.NodeID)
		if err != nil {
			return n, nil, nil, err
		}
		r.Node, above = at.Name, append(above, r)
	}
	return n, own, above, nil
}

// within are the nodes of a path from an employer down.
func within(path, employerID string) []string {
	ids := strings.Split(path, "/")
	return ids[max(0, slices.Index(ids, employerID)):]
}

// Places lists the places where the actor may say what comes after courses: those that the roles stand at.
func (u *Uptake) Places(ctx context.Context, a may.Actor) (out []org.Node, err error) {
	if err := may.AskSomewhere(a, may.EditLayer); err != nil {
		return nil, err
	}
	for _, path := range a.Scopes(may.EditLayer) {
		n, err := u.Tree.Find(ctx, path[strings.LastIndexByte(path, '/')+1:], u.Today())
		if err != nil {
			return nil, err
		}
		if k := org.Kind(n.Kind); k != org.Nation && k != org.RSS {
			out = append(out, n)
		}
	}
	return out, nil
}

// holds gives what holds for a person and a course on a day, inside or outside a transaction. It reads what the places on
// the person's paths have decided, however many others there are.
func (u *Uptake) holds(ctx context.Context, q db.Q, personID, courseID, on string) (rule.Decided, error) {
	return u.holdsAt(ctx, q, personID, courseID, "", on)
}

// holdsAt gives what holds at one of the person's employers; "" is all of them.
func (u *Uptake) holdsAt(ctx context.Context, q db.Q, personID, courseID, employerID, on string) (rule.Decided, error) {
	none := rule.Decided{Reflect: rule.None}
	paths, err := staff.PathsIn(ctx, q, personID, on)
	if err != nil || len(paths) == 0 {
		return none, err
	}
	var nodes []string
	for _, path := range paths {
		nodes = append(nodes, strings.Split(path, "/")...)
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	all, err := db.All(ctx, q, scanRule, `
		SELECT `+ruleColumns+`
		FROM uptake_rule r
		WHERE r.course_id = $1 AND r.valid_from <= $2 AND r.valid_until > $2 AND r.node_id IN (`+db.Marks(3, len(nodes))+`)
		ORDER BY r.node_id, r.id`,
		db.Args(nodes, courseID, on)...)
	if err != nil || len(all) == 0 {
		return none, err
	}
	var places []rule.Place
	for _, path := range paths {
		if !slices.ContainsFunc(all, func(r Rule) bool { return slices.Contains(strings.Split(path, "/"), r.NodeID) }) {
			continue
		}
		employer, err := org.EmployerOf(ctx, q, path, on)
		if err != nil {
			return none, err
		}
		if employerID == "" || employer.ID == employerID {
			places = append(places, within(path, employer.ID))
		}
	}
	decided := make([]rule.Decided, len(all))
	for i, r := range all {
		decided[i] = r.Decided
	}
	return rule.Holds(decided, places), nil
}

// Asked tells what holds for a person and a course today: whether a reflection is asked for.
func (u *Uptake) Asked(ctx context.Context, personID, courseID string) (rule.Decided, error) {
	return u.holds(ctx, u.DB, personID, courseID, u.Today())
}
