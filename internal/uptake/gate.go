package uptake

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/uptake/rule"
)

// FromCircle is the source of the facts that say that somebody has reflected.
const FromCircle = "circle"

// reflections reads what a person's record says of reflections on a course.
func reflections(facts []record.Fact) (out []rule.Reflection) {
	for _, f := range record.Standing(facts) {
		if !isReflection(f) || f.Part() {
			continue
		}
		var d struct{ Alone bool }
		if json.Unmarshal([]byte(f.Detail), &d) != nil {
			d.Alone = false
		}
		out = append(out, rule.Reflection{ID: f.ID, At: f.At, Alone: d.Alone})
	}
	return out
}

func isReflection(f record.Fact) bool {
	return f.Kind == record.Attended && f.Source == FromCircle && f.CourseID != ""
}

// counted gives the reflection that a study is done with, as far as it asks for one.
func counted(ctx context.Context, q db.Q, need rule.Need, s course.Study) (r rule.Reflection, ok bool, err error) {
	facts, err := record.About(ctx, q, s.PersonID, s.CourseID)
	if err != nil {
		return r, false, err
	}
	before, err := course.CompletedBefore(ctx, q, s)
	if err != nil {
		return r, false, err
	}
	r, ok = rule.Counted(need, reflections(facts), before)
	return r, ok, nil
}

// Open implements course.Gate: the strictest that a place on the person's paths asks for today is met (R143). What it
// says is kept, so that who waits can be shown and a reflection that is taken back opens the right study.
func (u *Uptake) Open(ctx context.Context, tx *db.Tx, s course.Study) (bool, error) {
	asked, err := u.holds(ctx, tx, s.PersonID, s.CourseID, u.Today())
	if err != nil {
		return false, err
	}
	if asked.Reflect == rule.None {
		_, err := tx.Exec(ctx, `DELETE FROM uptake_gate WHERE study_id = $1`, s.ID)
		return err == nil, err
	}
	r, ok, err := counted(ctx, tx, asked.Reflect, s)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO uptake_gate (study_id, person_id, employer_id, course_id, need, fact_id, since)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (study_id) DO UPDATE SET employer_id = excluded.employer_id, need = excluded.need, fact_id = excluded.fact_id`,
		s.ID, s.PersonID, asked.EmployerID, s.CourseID, string(asked.Reflect), r.ID, u.Now())
	return ok && err == nil, err
}

// gated is a study that asked for a reflection; employerID is who asks for the strictest.
type gated struct {
	studyID, personID, courseID, employerID string
	need                                    rule.Need
	factID                                  string
	since                                   time.Time
}

const gatedColumns = `study_id, person_id, course_id, employer_id, need, fact_id, since`

func scanGated(s db.Scanner) (g gated, err error) {
	err = s.Scan(&g.studyID, &g.personID, &g.courseID, &g.employerID, &g.need, &g.factID, &g.since)
	return g, err
}

// OnFact listens to the record. A reflection ends the study that waited for it, as of its own instant or the last
// lesson's, whichever is later. One that is taken back takes the completion back, unless another counts in its place.
// A completion asks for "how will we use it", where a place says so.
func (u *Uptake) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) (err error) {
	defer fault.Wrap(&err, "what follows from fact %s", f.ID)
	switch {
	case isReflection(f):
		return u.Studies.GateOpened(ctx, tx, f.PersonID, f.CourseID, f.ControllerID, f.At)
	case f.Kind == record.Completed && f.CourseID != "":
		return u.completed(ctx, tx, f)
	case f.Kind == record.Revoked && f.CourseID != "":
		if err := u.withdrawn(ctx, tx, f); err != nil {
			return err
		}
		return u.closed(ctx, tx, f)
	}
	return nil
}

// closed follows a reflection that is taken back.
func (u *Uptake) closed(ctx context.Context, tx *db.Tx, back record.Fact) error {
	all, err := db.All(ctx, tx, scanGated, `
		SELECT `+gatedColumns+`
		FROM uptake_gate
		WHERE fact_id = $1 AND person_id = $2`,
		back.Revokes, back.PersonID)
	if err != nil {
		return err
	}
	for _, g := range all {
		study, err := course.FindStudy(ctx, tx, g.studyID)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return err
		}
		r, ok, err := counted(ctx, tx, g.need, study)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE uptake_gate SET fact_id = $2 WHERE study_id = $1`, g.studyID, r.ID); err != nil {
			return err
		}
		if !ok {
			if err := u.Studies.GateClosed(ctx, tx, g.personID, g.studyID, back.ActorID, back.Reason()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Eased asks for those who wait for a reflection on a course to be looked at again: a place asks for less. CourseID ""
// is every course; it is done daily, since people move.
type Eased struct {
	CourseID string `json:"course"`
}

// Kind implements job.Args.
func (Eased) Kind() string { return "uptake.eased" }

// OnEased ends what waits no more. Twice is once.
func (u *Uptake) OnEased(ctx context.Context, e Eased) (err error) {
	defer fault.Wrap(&err, "who still waits for a reflection on %q", e.CourseID)
	for after := ""; ; {
		waits, err := db.All(ctx, u.DB, scanGated, `
			SELECT `+gatedColumns+`
			FROM uptake_gate
			WHERE fact_id = '' AND study_id > $1 AND $2 IN ('', course_id)
			ORDER BY study_id
			LIMIT 500`,
			after, e.CourseID)
		if err != nil || len(waits) == 0 {
			return err
		}
		for _, g := range waits {
			if err := u.again(ctx, g); err != nil {
				return err
			}
		}
		after = waits[len(waits)-1].studyID
	}
}

// again asks for one who waits whether the course is done now.
func (u *Uptake) again(ctx context.Context, g gated) error {
	jobs, err := u.Staff.Employments(ctx, g.personID, u.Today())
	if err != nil {
		return err
	}
	employer := ""
	for _, e := range jobs {
		if employer == "" && e.Current(u.Today()) {
			employer = e.EmployerID
		}
	}
	if employer == "" { // who has left waits for nothing here; who comes back is asked anew
		return nil
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		asked, err := u.holds(ctx, tx, g.personID, g.courseID, u.Today())
		if err != nil || asked.Reflect != rule.None && asked.Reflect == g.need && asked.EmployerID == g.employerID {
			return err
		}
		return u.Studies.GateOpened(ctx, tx, g.personID, g.courseID, employer, u.Now())
	})
}

// Wait is that a person waits for a reflection.
type Wait struct {
	PersonID, Name  string
	CourseID, Title string
	Need            rule.Need
	Since           string // YYYY-MM-DD
	Next            Sitting
}

// OwnWait tells whether the person's course under way waits only for a reflection, and when the next meeting is.
func (u *Uptake) OwnWait(ctx context.Context, personID, courseID string) (w Wait, ok bool, err error) {
	all, err := u.OwnWaits(ctx, personID)
	for _, w := range all {
		if w.CourseID == courseID {
			return w, true, err
		}
	}
	return w, false, err
}

// OwnWaits lists the courses that wait for the person's reflection.
func (u *Uptake) OwnWaits(ctx context.Context, personID string) (out []Wait, err error) {
	waits, err := u.waiting(ctx, "", []string{personID})
	if err != nil || len(waits) == 0 {
		return nil, err
	}
	for _, g := range waits {
		w := Wait{PersonID: personID, CourseID: g.courseID, Need: g.need, Since: lang.ISO(g.since)}
		if w.Title, err = u.title(ctx, g.courseID); err != nil {
			return nil, err
		}
		if u.Meetings != nil {
			if w.Next, err = u.Meetings.Next(ctx, personID, g.courseID); err != nil {
				return nil, err
			}
		}
		out = append(out, w)
	}
	return out, nil
}

// waiting lists what waits for a reflection that an employer asks of some people; employerID "" is every employer, for the
// person's own eyes: what another employer asks is not this one's to know (rule 19). Of a person at two employers what is
// kept is who asks for the strictest: what the other one asks for on its own is worked out, and is met or not on its own.
func (u *Uptake) waiting(ctx context.Context, employerID string, people []string) (out []gated, err error) {
	for some := range slices.Chunk(people, 200) {
		all, err := db.All(ctx, u.DB, scanGated, `
			SELECT `+gatedColumns+`
			FROM uptake_gate
			WHERE fact_id = '' AND person_id IN (`+db.Marks(1, len(some))+`)
			ORDER BY course_id, since, study_id`,
			db.Args(some)...)
		if err != nil {
			return nil, err
		}
		for _, g := range all {
			waits := employerID == "" || g.employerID == employerID
			if !waits {
				if g.need, waits, err = u.waitsAt(ctx, g, employerID); err != nil {
					return nil, err
				}
			}
			if waits {
				out = append(out, g)
			}
		}
	}
	return out, nil
}

// waitsAt tells whether somebody waits for what an employer asks for on its own, when another one asks for the strictest.
func (u *Uptake) waitsAt(ctx context.Context, g gated, employerID string) (rule.Need, bool, error) {
	asked, err := u.holdsAt(ctx, u.DB, g.personID, g.courseID, employerID, u.Today())
	if err != nil || asked.Reflect == rule.None {
		return rule.None, false, err
	}
	study, err := course.FindStudy(ctx, u.DB, g.studyID)
	if isMissing(err) {
		return rule.None, false, nil
	}
	if err != nil {
		return rule.None, false, err
	}
	_, met, err := counted(ctx, u.DB, asked.Reflect, study)
	return asked.Reflect, !met, err
}

// Waits lists who at a unit waits for a reflection that its employer asks for, course by course in the order of titles and people in that of
// names, to who sees progress there. Reading it is logged. Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) Waits(ctx context.Context, a may.Actor, unitID string) (_ org.Node, out []Wait, err error) {
	defer fault.Wrap(&err, "who waits for a reflection at %s", unitID)
	n, employer, err := u.place(ctx, u.DB, a, may.SeeProgress, unitID)
	if err != nil {
		return n, nil, err
	}
	crew, err := u.Staff.Crew(ctx, a, []string{unitID}, employer.ID, u.Today())
	if err != nil {
		return n, nil, err
	}
	ids, names := make([]string, len(crew)), map[string]string{}
	for i, m := range crew {
		ids[i], names[m.Employee.PersonID] = m.Employee.PersonID, m.Shown()
	}
	waits, err := u.waiting(ctx, employer.ID, ids)
	if err != nil {
		return n, nil, err
	}
	for _, g := range waits {
		w := Wait{PersonID: g.personID, Name: names[g.personID], CourseID: g.courseID, Need: g.need, Since: lang.ISO(g.since)}
		if w.Title, err = u.title(ctx, g.courseID); err != nil {
			return n, nil, err
		}
		out = append(out, w)
	}
	lang.SortBy(out, func(w Wait) string { return w.Title + "\x00" + w.Name })
	return n, out, u.Audit.Node(ctx, u.DB, a, "uptake.unit", unitID)
}
