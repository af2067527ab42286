package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// selectMark tells an employer's staff apart from what it was before any change to it.
const selectMark = `
		SELECT COUNT(*), COALESCE(MAX(p.id), ''),
		       (SELECT COUNT(*) FROM staff_import i WHERE i.employer_id = $1 AND i.state = 'committed'),
		       (SELECT COUNT(*) FROM staff_import i WHERE i.employer_id = $1 AND i.state = 'undone')
		FROM employment_period p
		WHERE p.employer_id = $1 AND p.valid_until = '9999-12-31'`

const selectKnown = `
		SELECT k.id, k.match_key, k.number, k.person_id, COALESCE(w.identity_hash, ''),
		       COALESCE(p.id, ''), COALESCE(p.unit_id, ''), COALESCE(p.team_id, ''), COALESCE(p.title, ''), COALESCE(p.aid, ''),
		       COALESCE(p.occupation, ''), COALESCE(p.area, ''), COALESCE(p.form, ''), COALESCE(p.extent, 0),
		       COALESCE(p.start_date, ''), COALESCE(p.end_date, ''), COALESCE(p.dormant, FALSE), COALESCE(p.manager, ''), COALESCE(p.row_hash, ''),
		       COALESCE(p.valid_from, '')
		FROM employment k
		JOIN person w ON w.id = k.person_id
		LEFT JOIN employment_period p ON p.employment_id = k.id AND p.valid_until = '9999-12-31'
		WHERE k.employer_id = $1
		ORDER BY k.id`

type knownRow struct {
	known
	hash  string
	since string // the day from which it is known so
}

func scanKnown(s db.Scanner) (r knownRow, err error) {
	n := &r.now
	err = s.Scan(&r.id, &r.key, &r.number, &r.personID, &r.hash,
		&r.period, &n.UnitID, &n.TeamID, &n.Title, &n.AID,
		&n.Occupation, &n.Area, &n.Form, &n.Extent,
		&n.Start, &n.End, &n.Dormant, &n.Manager, &n.RowHash, &r.since)
	return r, err
}

// stagedColumns are in the order of values.
var stagedColumns = []string{"import_id", "row_number", "employment_id", "person_id", "from_person", "match_key", "number",
	"makes_job", "makes_person", "sets_hash", "identity_hash", "card", "first_name", "last_name", "sort_name", "email", "mobile",
	"closes", "opens", "unit_id", "team_id", "title", "aid", "occupation", "area", "form", "extent", "start_date", "end_date", "dormant", "manager", "row_hash"}

func (s *staged) values(importID, sortName string) []any {
	return []any{importID, s.number, s.employment, s.person, s.fromPerson, s.key, s.employmentNumber,
		s.makesJob, s.makesPerson, s.setsHash, s.hash, s.card, s.is.First, s.is.Last, sortName, s.is.Email, s.is.Mobile,
		s.closes, s.opens, s.UnitID, s.TeamID, s.Title, s.AID, s.Occupation, s.Area, s.Form, s.Extent, s.Start, s.End, s.Dormant, s.Manager, s.RowHash}
}

func loadStaged(ctx context.Context, tx *db.Tx, importID string, rows []staged, sorter *Sorter) error {
	var values iter.Seq[[]any] = func(yield func([]any) bool) {
		for i := range rows {
			sortName := ""
			if rows[i].card == "write" {
				sortName = sorter.Key(rows[i].is.First, rows[i].is.Last)
			}
			if !yield(rows[i].values(importID, sortName)) {
				return
			}
		}
	}
	_, err := tx.Load(ctx, "staff_import_row", stagedColumns, values)
	return err
}

// ImportLog is one import as history tells it.
type ImportLog struct {
	ID, EmployerID, MadeBy string
	MadeAt                 time.Time
	AsOf                   string
	State                  string // staging, staged, committed, refused or undone
	Options                ImportOptions
	Result                 ImportResult
	CommittedAt            time.Time // zero when it never was
	more                   importMore
}

// importMore is what the commit and the undo need besides the rows. It holds ids only.
type importMore struct {
	Mark     string      `json:"mark,omitempty"`
	Rows     int         `json:"rows"`
	Nodes    []org.Node  `json:"nodes,omitempty"`
	Moves    []move      `json:"moves,omitempty"`
	Recoded  []recoded   `json:"recoded,omitempty"`
	Managers managerPlan `json:"managers"`
	Attached []attached  `json:"attached,omitempty"`
	Moved    []org.Moved `json:"moved,omitempty"`
	Accounts []string    `json:"accounts,omitempty"`
}

type importRecord struct {
	ImportResult
	More importMore `json:"more"`
}

const selectImport = `
		SELECT id, employer_id, made_by, made_at, as_of, state, options, result, committed_at
		FROM staff_import`

func scanImport(s db.Scanner) (l ImportLog, err error) {
	var options, result string
	var committed sql.NullTime
	err = s.Scan(&l.ID, &l.EmployerID, &l.MadeBy, &l.MadeAt, &l.AsOf, &l.State, &options, &result, &committed)
	if err != nil {
		return l, err
	}
	l.CommittedAt = committed.Time
	if err := json.Unmarshal([]byte(options), &l.Options); err != nil {
		return l, err
	}
	var rec importRecord
	err = json.Unmarshal([]byte(result), &rec)
	l.Result, l.more = rec.ImportResult, rec.More
	return l, err
}

func findImport(ctx context.Context, q db.Q, id string) (ImportLog, error) {
	l, err := db.One(ctx, q, scanImport, selectImport+`
		WHERE id = $1`,
		id)
	if err != nil && noPerson(err) == ErrNoPerson {
		return l, ErrNoImport
	}
	return l, err
}

// untraced is true of a person p whom nothing but staff files tells of: nobody has learnt, signed
// in, been given a role or been away. It is the one place where this room reads what others keep;
// a test holds it against the keys of the database.
const untraced = `
		      NOT EXISTS (SELECT 1 FROM fact x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM study x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM course_local_done x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM passkey x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM message_wish x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM message_digest x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM signin_code x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM role_grant x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM record_share x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM external_report x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM journey_choice x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM certificate x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM assignment x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM reminder x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM note x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM role_level x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM merit x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM validation x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM merit_import_row x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM assessment x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM assessment_ask x WHERE x.person_id = p.id OR x.colleague_person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM language_level x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM language_counted x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM development_plan x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM development_duty x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM trainer x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM calendar_feed x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM invitation x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM booking x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM interest x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM work_group x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM staffing_record x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM day_need x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM day_mark x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM day_outcome x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM skill_try x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM unit_task x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM skill_due x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM station_assessor x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM network_member x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM network_tick x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM introduction x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM introduction_guide x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM introduction_ask x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM supervision_person x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM example x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM example_try x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM appointment x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM appointment_reach x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM circle x WHERE x.leader_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM circle_member x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM use_note x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM team_task_person x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM uptake_gate x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM leave x WHERE x.person_id = p.id)`

const countOnlyEmployment = `
		SELECT COUNT(*)
		FROM person p
		WHERE p.id = $1 AND (SELECT COUNT(*) FROM employment k WHERE k.person_id = p.id) = 1 AND` + untraced
