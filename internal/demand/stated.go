package demand

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// StatedNeed is how many a place says that it wants to send to a course in a half-year.
type StatedNeed struct {
	ID, NodeID, Name           string // the place and its name
	EmployerID, MunicipalityID string
	CourseID, Period           string
	People                     int64
	Note                       string
	Revision                   int64
	MadeBy                     string
	MadeAt                     time.Time
}

// Bounds of what may be stated.
const (
	mostPeople  = 5000
	longestNote = 500
)

const statedColumns = `id, node_id, employer_id, municipality_id, course_id, period, people, note, revision, made_by, made_at`

func scanStated(s db.Scanner) (x StatedNeed, err error) {
	err = s.Scan(&x.ID, &x.NodeID, &x.EmployerID, &x.MunicipalityID, &x.CourseID, &x.Period, &x.People, &x.Note, &x.Revision, &x.MadeBy, &x.MadeAt)
	return x, err
}

// State notes how many a place wants to send: a municipality or another employer by who names people for its seats, a unit by
// who books for it. It takes the place of what was noted; 0 says that nobody is to be sent. revision is the one that was shown, 0
// for none. Errors: ErrCourse, ErrPeriod, ErrPeople, ErrLong, ErrIdentity, ErrChanged, org.ErrNoNode, may.ErrDenied.
func (d *Demand) State(ctx context.Context, a may.Actor, s StatedNeed) (err error) {
	defer fault.Wrap(&err, "state the need of %s", s.NodeID)
	node, err := d.Tree.Find(ctx, s.NodeID, d.Today())
	if err != nil {
		return err
	}
	do := may.BookStaff
	switch org.Kind(node.Kind) {
	case org.Municipality, org.Employer:
		do = may.NameSeats
	case org.Unit:
	default:
		return org.ErrKind
	}
	if err := org.AskWithin(ctx, d.DB, a, do, node, d.Today()); err != nil {
		return err
	}
	if err := d.checkInterest(ctx, &Interest{CourseID: s.CourseID, Period: s.Period}); err != nil {
		return err
	}
	s.Note = strings.TrimSpace(s.Note)
	switch {
	case s.Period == "":
		return ErrPeriod
	case s.People < 0 || s.People > mostPeople:
		return ErrPeople
	case len(s.Note) > longestNote:
		return ErrLong
	case identity.In(s.Note, d.Now()):
		return ErrIdentity
	}
	employer, err := org.EmployerOf(ctx, d.DB, node.Path, d.Today())
	if err != nil {
		return err
	}
	if s.MunicipalityID, err = d.municipalityAt(ctx, node.Path); err != nil {
		return err
	}
	s.ID, s.EmployerID, s.MadeBy, s.MadeAt = d.NewID(), employer.ID, a.PersonID, d.Now().UTC()
	return d.DB.Tx(ctx, func(tx *db.Tx) error { return replaceStated(ctx, tx, s) })
}

// replaceStated puts a number in place of the latest, when that is the one that was shown.
func replaceStated(ctx context.Context, tx *db.Tx, s StatedNeed) error {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, s.NodeID); err != nil { // one at a time
		return err
	}
	was, err := db.All(ctx, tx, db.Number, `
		SELECT revision
		FROM stated_need
		WHERE node_id = $1 AND course_id = $2 AND period = $3 AND latest`,
		s.NodeID, s.CourseID, s.Period)
	if err != nil {
		return err
	}
	if len(was) == 0 && s.Revision != 0 || len(was) > 0 && was[0] != s.Revision {
		return ErrChanged
	}
	s.Revision++
	if _, err := tx.Exec(ctx, `
		UPDATE stated_need
		SET latest = FALSE
		WHERE node_id = $1 AND course_id = $2 AND period = $3 AND latest`,
		s.NodeID, s.CourseID, s.Period); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO stated_need (`+statedColumns+`, latest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, TRUE)`,
		s.ID, s.NodeID, s.EmployerID, s.MunicipalityID, s.CourseID, s.Period, s.People, s.Note, s.Revision, s.MadeBy, s.MadeAt)
	return err
}

// StatedAt lists what holds now of an employer's and its units' numbers, by course, period and place, to who names people for
// its seats; a unit's own to who books for it. Periods that are over are left. Errors: org.ErrNoNode, may.ErrDenied.
func (d *Demand) StatedAt(ctx context.Context, a may.Actor, nodeID string) ([]StatedNeed, error) {
	node, err := d.Tree.Find(ctx, nodeID, d.Today())
	if err != nil {
		return nil, err
	}
	column, do := "employer_id", may.NameSeats
	if org.Kind(node.Kind) == org.Unit {
		column, do = "node_id", may.BookStaff
	}
	if err := org.AskWithin(ctx, d.DB, a, do, node, d.Today()); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, d.DB, scanStated, `
		SELECT `+statedColumns+`
		FROM stated_need
		WHERE `+column+` = $1 AND latest AND period >= $2
		ORDER BY course_id, period, node_id
		LIMIT 2000`,
		nodeID, Periods(d.Today())[0])
	if err != nil {
		return nil, err
	}
	nodes, err := org.Under(ctx, d.DB, node.Path, d.Today())
	for i := range all {
		if k := slices.IndexFunc(nodes, func(n org.Node) bool { return n.ID == all[i].NodeID }); k >= 0 {
			all[i].Name = nodes[k].Name
		} else if all[i].NodeID == node.ID {
			all[i].Name = node.Name
		}
	}
	return all, err
}

// total is what municipalities and other employers have stated of a course, added up over periods that are not over.
type total struct {
	MunicipalityID, CourseID, AsOf string
	People                         int64
}

// statedTotals reads them for some municipalities. Units' own numbers are their employer's matter.
func (d *Demand) statedTotals(ctx context.Context, towns []org.Node) ([]total, error) {
	if len(towns) == 0 {
		return nil, nil
	}
	args := append([]any{Periods(d.Today())[0]}, idsOf(towns)...)
	all, err := db.All(ctx, d.DB, scanStated, `
		SELECT `+statedColumns+`
		FROM stated_need
		WHERE latest AND node_id = employer_id AND period >= $1 AND municipality_id IN (`+db.Marks(2, len(towns))+`)
		ORDER BY municipality_id, course_id, made_at`,
		args...)
	var out []total
	for _, s := range all {
		on := s.MadeAt.In(d.Place).Format(time.DateOnly)
		if n := len(out); n > 0 && out[n-1].MunicipalityID == s.MunicipalityID && out[n-1].CourseID == s.CourseID {
			out[n-1].People, out[n-1].AsOf = out[n-1].People+s.People, on
			continue
		}
		out = append(out, total{s.MunicipalityID, s.CourseID, on, s.People})
	}
	return out, err
}
