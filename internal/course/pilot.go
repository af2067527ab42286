package course

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of versions.
var (
	ErrWithdrawn = fault.New(fault.Conflict, "course.version_withdrawn")
	ErrIsCurrent = fault.New(fault.Conflict, "course.version_current") // those who begin get it: choose another first
	ErrNoTown    = fault.New(fault.Invalid, "course.pilot_missing")
	ErrPilotDay  = fault.New(fault.Invalid, "course.pilot_day")
)

// How much of a course's versions is read at once.
const (
	mostVersions  = 50
	mostPilotRows = 2000
)

// Edition is a version of a course as whoever keeps the catalogue sees it.
type Edition struct {
	Number    int64
	Title     string
	MadeBy    string
	MadeAt    time.Time
	Withdrawn string // the day it was taken back; ""
	Current   bool
	Studying  int64 // studies under way
	Pilots    []Pilot
}

// Pilot is a municipality whose people begin on a version before others do.
type Pilot struct{ MunicipalityID, Name, From, Until, Note string }

// Kept lists the courses that the actor may publish, in title order.
func (cs *Courses) Kept(ctx context.Context, a may.Actor) ([]Course, error) {
	if err := may.AskSomewhere(a, may.PublishCourse); err != nil {
		return nil, err
	}
	all, err := allCourses(ctx, cs.DB)
	if err != nil {
		return nil, err
	}
	places := map[string]bool{}
	var out []Course
	for _, c := range all {
		if _, asked := places[c.OwnerID]; !asked {
			places[c.OwnerID] = cs.askOwner(ctx, cs.DB, a, may.PublishCourse, c.ID) == nil
		}
		if places[c.OwnerID] {
			out = append(out, c)
		}
	}
	return out, nil
}

// Editions lists a course's versions, the latest first, to who may publish it.
func (cs *Courses) Editions(ctx context.Context, a may.Actor, id string) ([]Edition, error) {
	if err := cs.askOwner(ctx, cs.DB, a, may.PublishCourse, id); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, cs.DB, func(r db.Scanner) (e Edition, err error) {
		err = r.Scan(&e.Number, &e.Title, &e.MadeBy, &e.MadeAt, &e.Withdrawn, &e.Current, &e.Studying)
		return e, err
	}, `
		SELECT v.version, v.title, v.made_by, v.made_at, v.withdrawn_on, c.current = v.version,
			(SELECT COUNT(*) FROM study s WHERE s.course_id = v.course_id AND s.version = v.version AND s.finished_at IS NULL)
		FROM course_version v
		JOIN course c ON c.id = v.course_id
		WHERE v.course_id = $1
		ORDER BY v.version DESC
		LIMIT $2`,
		id, mostVersions)
	if err != nil {
		return nil, err
	}
	type row struct {
		version int64
		Pilot
	}
	pilots, err := db.All(ctx, cs.DB, func(r db.Scanner) (p row, err error) {
		err = r.Scan(&p.version, &p.MunicipalityID, &p.Name, &p.From, &p.Until, &p.Note)
		return p, err
	}, `
		SELECT p.version, p.municipality_id, n.name, p.valid_from, p.valid_until, p.note
		FROM course_pilot p
		JOIN node_place n ON n.node_id = p.municipality_id AND n.valid_until = $2
		WHERE p.course_id = $1
		ORDER BY p.version DESC, n.name, p.municipality_id
		LIMIT $3`,
		id, db.NoEnd, mostPilotRows)
	for _, p := range pilots {
		if i := slices.IndexFunc(all, func(e Edition) bool { return e.Number == p.version }); i >= 0 {
			all[i].Pilots = append(all[i].Pilots, p.Pilot)
		}
	}
	return all, err
}

// holdEdition takes the course's row, asks, and wants the version to be there and not taken back.
func (cs *Courses) holdEdition(ctx context.Context, tx *db.Tx, a may.Actor, id string, version int64) (current int64, err error) {
	if current, err = holdCourse(ctx, tx, id); err != nil {
		return 0, ErrNoCourse
	}
	if err := cs.askOwner(ctx, tx, a, may.PublishCourse, id); err != nil {
		return 0, err
	}
	withdrawn, err := db.All(ctx, tx, db.Text, `SELECT withdrawn_on FROM course_version WHERE course_id = $1 AND version = $2`, id, version)
	switch {
	case err != nil:
		return 0, err
	case len(withdrawn) == 0:
		return 0, ErrNoVersion
	case withdrawn[0] != "":
		return 0, ErrWithdrawn
	}
	return current, nil
}

// MakeCurrent gives a version to everybody who begins from now on. Those who have begun stay where they are.
func (cs *Courses) MakeCurrent(ctx context.Context, a may.Actor, id string, version int64) error {
	return cs.DB.Tx(ctx, func(tx *db.Tx) error {
		before, err := cs.holdEdition(ctx, tx, a, id, version)
		if err != nil {
			return err
		}
		if err := cs.setCurrent(ctx, tx, id, before, version); err != nil {
			return err
		}
		return cs.told(ctx, tx, id)
	})
}

// AddPilots lets the people of some municipalities begin on a version from a day on, while others begin on the current one.
func (cs *Courses) AddPilots(ctx context.Context, a may.Actor, id string, version int64, places []string, from, today string) error {
	switch {
	case len(places) == 0:
		return ErrNoTown.On("pilot1")
	case !lang.IsDay(from) || from < today:
		return ErrPilotDay.On("from")
	}
	return cs.DB.Tx(ctx, func(tx *db.Tx) error {
		current, err := cs.holdEdition(ctx, tx, a, id, version)
		if err != nil {
			return err
		}
		if current == version {
			return ErrIsCurrent
		}
		for _, place := range places {
			n, err := org.Find(ctx, tx, place, today)
			if err != nil || n.Kind != string(org.Municipality) {
				return ErrNoTown.On("pilot1")
			}
			_, err = tx.Exec(ctx, `
				INSERT INTO course_pilot (course_id, version, municipality_id, valid_from, valid_until, made_by, made_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (course_id, version, municipality_id) DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
				id, version, n.ID, from, db.NoEnd, a.PersonID, cs.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeBack lets nobody more begin on a version: its pilots begin on the current one from today on. Those who have begun
// stay where they are, and what is done is done.
func (cs *Courses) TakeBack(ctx context.Context, a may.Actor, id string, version int64, today string) error {
	return cs.DB.Tx(ctx, func(tx *db.Tx) error {
		current, err := cs.holdEdition(ctx, tx, a, id, version)
		if err != nil {
			return err
		}
		if current == version {
			return ErrIsCurrent
		}
		_, err = tx.Exec(ctx, `UPDATE course_version SET withdrawn_on = $3, withdrawn_by = $4 WHERE course_id = $1 AND version = $2`, id, version, today, a.PersonID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE course_pilot
			SET valid_until = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END
			WHERE course_id = $1 AND version = $2 AND valid_until > $3`,
			id, version, today)
		return err
	})
}

// Lessons gives the titles of a version's lessons, to who may publish the course.
func (cs *Courses) Lessons(ctx context.Context, a may.Actor, id string, version int64) ([]string, error) {
	if err := cs.askOwner(ctx, cs.DB, a, may.PublishCourse, id); err != nil {
		return nil, err
	}
	c, err := cs.edition(ctx, edition{id, version})
	if err != nil {
		return nil, err
	}
	return titles(c), nil
}

func titles(c *folder.Content) []string {
	out := make([]string, len(c.Lessons))
	for i, l := range c.Lessons {
		out[i] = l.Title
	}
	return out
}

// versionFor tells which version a person who begins now gets: the latest that a municipality of the person's work tries,
// else the current one.
func (s *Studies) versionFor(ctx context.Context, personID, courseID string) (int64, error) {
	current, err := s.Courses.Current(ctx, courseID)
	if err != nil {
		return 0, err
	}
	today := s.Staff.Today()
	type row struct {
		version int64
		place   string
	}
	pilots, err := db.All(ctx, s.DB, func(r db.Scanner) (p row, err error) { err = r.Scan(&p.version, &p.place); return p, err }, `
		SELECT version, municipality_id
		FROM course_pilot
		WHERE course_id = $1 AND valid_from <= $2 AND valid_until > $2
		ORDER BY version DESC
		LIMIT $3`,
		courseID, today, mostPilotRows)
	if err != nil || len(pilots) == 0 {
		return current, err
	}
	paths, err := s.Staff.Paths(ctx, personID, today)
	if err != nil {
		return 0, err
	}
	for _, p := range pilots {
		for _, path := range paths {
			if slices.Contains(strings.Split(path, "/"), p.place) {
				return p.version, nil
			}
		}
	}
	return current, nil
}
