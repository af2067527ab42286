package staffing

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Kind is what a record is of.
type Kind string

// The kinds.
const (
	Substitute Kind = "substitute" // somebody worked instead, a booked day
	Study      Kind = "study"      // hours of study: a course day, a web course or a longer education
)

// Funding is what pays (R035).
type Funding string

// The fundings. The first two grants exclude one another (rule 35).
const (
	Own        Funding = "own"
	Elderly    Funding = "aldreomsorgslyftet"
	Specialist Funding = "specialist" // the grant for specialist assistant nurses
	ESF        Funding = "esf"
	Other      Funding = "other" // said in words
)

// Fundings names all, in the order of the pages.
func Fundings() []Funding { return []Funding{Own, Elderly, Specialist, ESF, Other} }

// ElderlyCare is the id of the area that Äldreomsorgslyftet is for.
const ElderlyCare = "aldreomsorg"

// Record is what a course cost a unit.
type Record struct {
	ID             string
	Kind           Kind
	PersonID       string
	EmployerID     string
	MunicipalityID string // through which a grant goes
	UnitID         string
	BookingID      string // "" none
	CourseID       string // "" an education elsewhere
	Education      string // what it is called; "" of a course
	From, Until    string // YYYY-MM-DD, both included
	Hours          float64
	Paid           bool  // on working time, or the substitute's: always paid
	Cost           int64 // kronor
	Funding        Funding
	Word           string // what Other is
	Area, Form     string // of the employment at the time
	Revision       int64
	MadeBy         string
	MadeAt         time.Time
	ChangedBy      string
	ChangedAt      time.Time

	Name  string // the person's, as it is shown
	Title string // the course's or the education's

	same string
}

const recordColumns = `r.id, r.kind, r.person_id, r.employer_id, r.municipality_id, r.unit_id, r.booking_id, r.course_id, r.education, r.same, r.from_day, r.until_day, r.hours, r.paid,
		r.cost, r.funding, r.funding_word, r.area, r.form, r.revision, r.made_by, r.made_at, r.changed_by, r.changed_at`

func scanRecord(s db.Scanner) (r Record, err error) {
	err = s.Scan(&r.ID, &r.Kind, &r.PersonID, &r.EmployerID, &r.MunicipalityID, &r.UnitID, &r.BookingID, &r.CourseID, &r.Education, &r.same, &r.From, &r.Until, &r.Hours, &r.Paid,
		&r.Cost, &r.Funding, &r.Word, &r.Area, &r.Form, &r.Revision, &r.MadeBy, &r.MadeAt, &r.ChangedBy, &r.ChangedAt)
	return r, err
}

// Bounds of a record.
const (
	mostHours = 4000
	mostCost  = 10_000_000
)

// Save notes what a course cost the unit, or changes what was noted (a record with a revision). Whoever changes it
// after somebody else gets what stands, and ErrChanged. The same new record twice is one. It refuses
// Äldreomsorgslyftet outside elderly care, and together with the grant for specialists (rule 35).
func (s *Staffing) Save(ctx context.Context, a may.Actor, r Record) (stands Record, err error) {
	defer fault.Wrap(&err, "save a record of what a course cost")
	where, err := s.unit(ctx, a, may.SeeFunding, r.UnitID)
	if err != nil {
		return r, err
	}
	r.Education, r.Word = strings.TrimSpace(r.Education), strings.TrimSpace(r.Word)
	if err := s.check(ctx, &r); err != nil {
		return r, err
	}
	if err := s.settle(ctx, &r, where); err != nil {
		return r, err
	}
	if r.BookingID != "" && r.Revision == 0 {
		b, err := s.BookingAt(ctx, a, r.UnitID, r.BookingID)
		if err != nil {
			return r, err
		}
		if b.PersonID != r.PersonID {
			return r, ErrNotHere.On("person")
		}
	}
	r.ID = cmp.Or(r.ID, s.NewID())
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := s.Staff.HoldPerson(ctx, tx, r.PersonID); err != nil { // one at a time about a person
			return err
		}
		if err := s.grants(ctx, tx, &r); err != nil {
			return err
		}
		stands, err = s.put(ctx, tx, a, r)
		return err
	})
	return stands, err
}

// check refuses what is wrong with a record by itself.
func (s *Staffing) check(ctx context.Context, r *Record) error {
	r.Hours = math.Round(r.Hours*100) / 100
	switch {
	case r.PersonID == "":
		return ErrPerson.On("person")
	case r.CourseID == "" && r.Education == "":
		return ErrWhat.On("course")
	case r.CourseID != "" && r.Education != "":
		return ErrBoth.On("education")
	case !isDay(r.From):
		return ErrDay.On("from")
	case !isDay(r.Until):
		return ErrDay.On("until")
	case r.Until < r.From:
		return ErrPeriod.On("until")
	case !(r.Hours > 0 && r.Hours <= mostHours):
		return ErrHours.On("hours")
	case r.Cost < 0 || r.Cost > mostCost:
		return ErrCost.On("cost")
	case !slices.Contains(Fundings(), r.Funding):
		return ErrFunding.On("funding")
	case r.Funding == Other && r.Word == "":
		return ErrWord.On("word")
	case r.Kind == Study && !r.Paid && (r.Funding == Elderly || r.Funding == Specialist):
		return ErrUnpaid.On("paid")
	case r.From[:4] != r.Until[:4] && (r.Funding == Elderly || r.Funding == Specialist):
		return ErrYear.On("until")
	}
	if r.Kind != Substitute {
		r.Kind = Study
	} else {
		r.Paid = true
	}
	if r.Funding != Other {
		r.Word = ""
	}
	if err := checkText(r.Education, "education", s.Now()); err != nil {
		return err
	}
	if err := checkText(r.Word, "word", s.Now()); err != nil {
		return err
	}
	r.same, r.Title = "education:"+fold(r.Education), r.Education
	if r.CourseID != "" {
		r.same = "course:" + r.CourseID
		title, err := s.Courses.Title(ctx, r.CourseID)
		if err != nil {
			return err
		}
		if r.Title = title; title == "" {
			return ErrCourse.On("course")
		}
	}
	return nil
}

// fold leaves letters and digits, so that one education written in two ways is one.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// settle fills in where the person worked at the unit when it began: employed there, or serving it.
func (s *Staffing) settle(ctx context.Context, r *Record, where at) error {
	r.EmployerID = where.employer.ID
	r.MunicipalityID = municipalityOf(where.employer)
	if r.MunicipalityID == "" {
		return ErrNoUnit
	}
	history, err := s.Staff.HistoryOn(ctx, r.PersonID, s.Today())
	if err != nil {
		return err
	}
	served, err := s.Staff.Served(ctx, r.PersonID, r.From)
	if err != nil {
		return err
	}
	serves := map[string]bool{}
	for _, v := range served {
		if v.UnitID == r.UnitID {
			serves[v.EmploymentID] = true
		}
	}
	found := false
	for _, p := range history {
		here := p.EmployerID == r.EmployerID && p.UnitID == r.UnitID || serves[p.Employment.ID]
		if here && p.CurrentOn(r.From) && p.Current(r.From) && (!found || p.Area == ElderlyCare) {
			found, r.Area, r.Form = true, p.Area, p.Form
		}
	}
	if !found {
		return ErrNotHere.On("person")
	}
	return nil
}

// municipalityOf is the municipality that an employer is, or stands under.
func municipalityOf(employer org.Node) string {
	for id := range strings.SplitSeq(employer.Path, "/") {
		if strings.HasPrefix(id, org.MunicipalityID("")) {
			return id
		}
	}
	return ""
}

// grants refuses what the grants do not pay (rule 35).
func (s *Staffing) grants(ctx context.Context, tx *db.Tx, r *Record) error {
	if r.Funding == Elderly && r.Area != ElderlyCare {
		return ErrElderly.On("funding")
	}
	var other Funding
	switch r.Funding {
	case Elderly:
		other = Specialist
	case Specialist:
		other = Elderly
	default:
		return nil
	}
	all, err := db.All(ctx, tx, scanRecord, `
		SELECT `+recordColumns+`
		FROM staffing_record r
		WHERE r.person_id = $1 AND r.same = $2 AND r.funding = $3 AND r.removed_by = '' AND r.id <> $4
		ORDER BY r.from_day, r.id
		LIMIT 1`,
		r.PersonID, r.same, string(other), r.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	f := ErrTwoGrant.On("funding").With("title", r.Title).With("grant", string(other))
	if all[0].EmployerID == r.EmployerID {
		return f.With("from", all[0].From).With("until", all[0].Until).With("hours", Hours(all[0].Hours))
	}
	return f // what another employer has noted is not told, only that it has
}

// Hours writes hours as people read them: at most two decimals, since that is what is kept of each record and a sum of
// them has dust beyond.
func Hours(h float64) string {
	text := strings.TrimRight(strconv.FormatFloat(h, 'f', 2, 64), "0")
	return strings.Replace(strings.TrimSuffix(text, "."), ".", ",", 1)
}

// put writes a record; a changed one only over the revision that was read.
func (s *Staffing) put(ctx context.Context, tx *db.Tx, a may.Actor, r Record) (Record, error) {
	now := s.Now()
	if r.Revision == 0 {
		_, err := tx.Exec(ctx, `
			INSERT INTO staffing_record (id, kind, person_id, employer_id, municipality_id, unit_id, booking_id, course_id, education, same, from_day, until_day, hours, paid,
				cost, funding, funding_word, area, form, revision, made_by, made_at, changed_by, changed_at, removed_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20, $21, $20, $21, '')
			ON CONFLICT DO NOTHING`,
			r.ID, string(r.Kind), r.PersonID, r.EmployerID, r.MunicipalityID, r.UnitID, r.BookingID, r.CourseID, r.Education, r.same, r.From, r.Until, r.Hours, r.Paid,
			r.Cost, string(r.Funding), r.Word, r.Area, r.Form, a.PersonID, now)
		r.Revision = 1
		return r, err
	}
	n, err := tx.Exec(ctx, `
		UPDATE staffing_record
		SET course_id = $3, education = $4, same = $5, from_day = $6, until_day = $7, hours = $8, paid = $9, cost = $10, funding = $11, funding_word = $12, area = $13, form = $14,
			revision = revision + 1, changed_by = $15, changed_at = $16
		WHERE id = $1 AND revision = $2 AND removed_by = '' AND unit_id = $17 AND person_id = $18`,
		r.ID, r.Revision, r.CourseID, r.Education, r.same, r.From, r.Until, r.Hours, r.Paid, r.Cost, string(r.Funding), r.Word, r.Area, r.Form, a.PersonID, now, r.UnitID, r.PersonID)
	if err != nil {
		return r, err
	}
	if n == 1 {
		r.Revision++
		return r, nil
	}
	stands, err := findRecord(ctx, tx, r.ID, r.UnitID)
	if err != nil {
		return r, err
	}
	if stands.sameAs(r) {
		return stands, nil
	}
	return stands, ErrChanged
}

// sameAs tells whether two records say the same, so that a form sent twice is no quarrel.
func (r Record) sameAs(o Record) bool {
	return r.PersonID == o.PersonID && r.same == o.same && r.Education == o.Education && r.From == o.From && r.Until == o.Until && r.Hours == o.Hours && r.Paid == o.Paid && r.Cost == o.Cost &&
		r.Funding == o.Funding && r.Word == o.Word
}

// findRecord finds a live record of a unit.
func findRecord(ctx context.Context, q db.Q, id, unitID string) (Record, error) {
	r, err := db.One(ctx, q, scanRecord, `
		SELECT `+recordColumns+`
		FROM staffing_record r
		WHERE r.id = $1 AND r.unit_id = $2 AND r.removed_by = ''`,
		id, unitID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		err = ErrNoRecord
	}
	return r, err
}

// Record gives a record to who sees what the unit's courses cost; it is logged.
func (s *Staffing) Record(ctx context.Context, a may.Actor, unitID, id string) (Record, error) {
	where, err := s.unit(ctx, a, may.SeeFunding, unitID)
	if err != nil {
		return Record{}, err
	}
	r, err := findRecord(ctx, s.DB, id, unitID)
	if err != nil {
		return r, err
	}
	one := []Record{r}
	if err := s.named(ctx, where.employer.ID, one); err != nil {
		return r, err
	}
	return one[0], s.Audit.Person(ctx, s.DB, a, "staffing.record", r.PersonID)
}

// Remove takes a record away that was wrong. Who did it stays.
func (s *Staffing) Remove(ctx context.Context, a may.Actor, unitID, id string) error {
	if _, err := s.unit(ctx, a, may.SeeFunding, unitID); err != nil {
		return err
	}
	_, err := s.DB.Exec(ctx, `
		UPDATE staffing_record
		SET removed_by = $3, changed_by = $3, changed_at = $4, revision = revision + 1
		WHERE id = $1 AND unit_id = $2 AND removed_by = ''`,
		id, unitID, a.PersonID, s.Now())
	return err
}

// Records gives what has been noted at a unit a year, the latest first, at most limit from offset, and how many
// there are, to who sees what the unit's courses cost. It is logged as one viewing of the unit.
func (s *Staffing) Records(ctx context.Context, a may.Actor, unitID string, year, limit, offset int) (all []Record, n int64, err error) {
	where, err := s.unit(ctx, a, may.SeeFunding, unitID)
	if err != nil {
		return nil, 0, err
	}
	from, until := yearOf(year)
	if n, err = db.One(ctx, s.DB, db.Number, `
		SELECT COUNT(*)
		FROM staffing_record
		WHERE unit_id = $1 AND from_day >= $2 AND from_day < $3 AND removed_by = ''`,
		unitID, from, until); err != nil {
		return nil, 0, err
	}
	if all, err = db.All(ctx, s.DB, scanRecord, `
		SELECT `+recordColumns+`
		FROM staffing_record r
		WHERE r.unit_id = $1 AND r.from_day >= $2 AND r.from_day < $3 AND r.removed_by = ''
		ORDER BY r.from_day DESC, r.id DESC
		LIMIT $4 OFFSET $5`,
		unitID, from, until, limit, offset); err != nil {
		return nil, 0, err
	}
	if err := s.named(ctx, where.employer.ID, all); err != nil {
		return nil, 0, err
	}
	return all, n, s.Audit.Node(ctx, s.DB, a, "staffing.records", unitID)
}

// OfBooking gives what has been noted of a booking at a unit, by day.
func (s *Staffing) OfBooking(ctx context.Context, a may.Actor, unitID, bookingID string) ([]Record, error) {
	if _, err := s.unit(ctx, a, may.SeeFunding, unitID); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, scanRecord, `
		SELECT `+recordColumns+`
		FROM staffing_record r
		WHERE r.booking_id = $1 AND r.unit_id = $2 AND r.removed_by = ''
		ORDER BY r.from_day, r.id
		LIMIT 50`,
		bookingID, unitID)
}

// yearOf is a year's first day and the next one's.
func yearOf(year int) (from, until string) {
	return fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-01-01", year+1)
}

// named fills in whom and what records are about.
func (s *Staffing) named(ctx context.Context, employerID string, all []Record) error {
	var ids []string
	for _, r := range all {
		if !slices.Contains(ids, r.PersonID) {
			ids = append(ids, r.PersonID)
		}
	}
	names, err := s.names(ctx, employerID, ids)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Name, all[i].Title = names[all[i].PersonID], all[i].Education
		if all[i].CourseID == "" {
			continue
		}
		title, err := s.Courses.Title(ctx, all[i].CourseID)
		if err != nil {
			return err
		}
		all[i].Title = cmp.Or(title, all[i].CourseID)
	}
	return nil
}

// names are what people are called at an employer, in lists that others than the manager see too (rule 7).
func (s *Staffing) names(ctx context.Context, employerID string, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for some := range slices.Chunk(ids, 200) {
		cards, err := s.Staff.CardsOf(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, list := range cards {
			for _, c := range list {
				if c.EmployerID == employerID {
					out[id] = c.Shown()
				}
			}
		}
	}
	return out, nil
}

// BookingAt gives a booking of a unit, to who sees what its courses cost.
func (s *Staffing) BookingAt(ctx context.Context, a may.Actor, unitID, bookingID string) (booking.Seen, error) {
	if _, err := s.unit(ctx, a, may.SeeFunding, unitID); err != nil {
		return booking.Seen{}, err
	}
	b, err := s.Bookings.Find(ctx, a, bookingID)
	if err == nil && (b.UnitID != unitID || b.PersonID == "") {
		err = ErrNoRecord
	}
	return b, err
}
