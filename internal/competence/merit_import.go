package competence

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of files of merits.
var (
	ErrNoImport   = fault.New(fault.Missing, "merit.file.missing")
	ErrImportDone = fault.New(fault.Conflict, "merit.file.done")
	ErrNoRows     = fault.New(fault.Invalid, "merit.file.no_rows")
)

// MeritImport is a file of merits: what it would do, and when it has been taken in, what it did.
type MeritImport struct {
	ID, EmployerID, FileName string
	State                    string // waiting, asked, done, dropped
	Rows, Added, There       int64
	MadeBy                   string
	MadeAt                   time.Time
}

// MeritImportAsked asks for a file to be taken in.
type MeritImportAsked struct {
	ImportID, PersonID string
}

// Kind implements job.Args.
func (MeritImportAsked) Kind() string { return "competence.merits_asked" }

// atOnce is how many rows are taken in in one transaction; a file of no more is taken in while one waits.
const atOnce = 200

// StageMerits reads a file of merits whose evidence the employer has seen. A file with a mistake gives the mistakes by
// row and column and writes nothing; one without waits to be taken in.
func (c *Competence) StageMerits(ctx context.Context, a may.Actor, employerID, name string, src io.ReaderAt, size int64) (id string, problems []rows.Problem, err error) {
	defer fault.Wrap(&err, "stage merits")
	if _, err := c.importAt(ctx, a, employerID); err != nil {
		return "", nil, err
	}
	if name, err = c.tidyFileName(name); err != nil {
		return "", nil, err
	}
	lines, err := rows.ReadLines(src, size, rows.Most{Bytes: MaxMeritFile, Rows: mostFileRows, Columns: 100}, func(cells []string) int { at, _ := headed(cells); return len(at) })
	if err != nil {
		return "", nil, err
	}
	if len(lines) < 2 {
		return "", nil, ErrNoRows
	}
	ref, err := c.Tree.CachedReference(ctx)
	if err != nil {
		return "", nil, err
	}
	list, problems := readFile(lines, ref, c.Staff.Today(), c.Now())
	if len(list) > 0 {
		more, err := c.whose(ctx, a, employerID, list, lines[0])
		if err != nil {
			return "", nil, err
		}
		problems = append(problems, more...)
	}
	if len(problems) > 0 {
		return "", problems, nil
	}
	id = c.NewID()
	return id, nil, c.DB.Tx(ctx, func(tx *db.Tx) error { return c.insertImport(ctx, tx, a, id, employerID, name, list) })
}

// tidyFileName keeps a file's name at a sane length, and refuses an identity number in it (rule 42).
func (c *Competence) tidyFileName(name string) (string, error) {
	if identity.In(name, c.Now()) {
		return "", ErrMeritID.On("file")
	}
	text := []rune(strings.TrimSpace(strings.ToValidUTF8(name, "")))
	return string(text[max(0, len(text)-longestWords):]), nil
}

// importAt lets who checks merits at a whole employer take in a file there.
func (c *Competence) importAt(ctx context.Context, a may.Actor, employerID string) (org.Node, error) {
	node, employer, err := c.placeFor(ctx, a, may.CheckMerit, employerID)
	if err == nil && node.ID != employer.ID {
		err = ErrNotEmployed
	}
	return node, err
}

// whose finds the people of the rows. A number that nobody has, and one's own, are mistakes.
func (c *Competence) whose(ctx context.Context, a may.Actor, employerID string, list []FileRow, header rows.Line) (problems []rows.Problem, err error) {
	numbers := make([]string, 0, len(list))
	for _, r := range list {
		if r.Number != "" {
			numbers = append(numbers, r.Number)
		}
	}
	people, err := c.Staff.ByNumbers(ctx, employerID, numbers)
	if err != nil {
		return nil, err
	}
	at, _ := headed(header.Cells)
	column := header.Cell(at["number"])
	for i, r := range list {
		list[i].Merit.PersonID = people[r.Number]
		switch {
		case r.Number == "":
		case people[r.Number] == "":
			problems = append(problems, rows.Problem{Row: r.Row, Column: column, Key: "merit.file.nobody", Args: map[string]string{"number": r.Number}})
		case people[r.Number] == a.PersonID:
			problems = append(problems, rows.Problem{Row: r.Row, Column: column, Key: ErrOwnMerit.Key})
		}
	}
	return problems, nil
}

// insertImport keeps the rows of a file until it is taken in, and lets go of those nobody took in within a day.
func (c *Competence) insertImport(ctx context.Context, tx *db.Tx, a may.Actor, id, employerID, name string, list []FileRow) error {
	old := c.Now().AddDate(0, 0, -1)
	for _, q := range []string{
		`DELETE FROM merit_import_row WHERE import_id IN (SELECT id FROM merit_import WHERE employer_id = $1 AND state = 'waiting' AND made_at < $2)`,
		`UPDATE merit_import SET state = 'dropped' WHERE employer_id = $1 AND state = 'waiting' AND made_at < $2`,
	} {
		if _, err := tx.Exec(ctx, q, employerID, old); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO merit_import (id, employer_id, file_name, state, row_count, added, there, made_by, made_at)
		VALUES ($1, $2, $3, 'waiting', $4, 0, 0, $5, $6)`,
		id, employerID, name, len(list), a.PersonID, c.Now())
	if err != nil {
		return err
	}
	var wrong error
	_, err = tx.Load(ctx, "merit_import_row", []string{"import_id", "row_number", "person_id", "body"}, func(yield func([]any) bool) {
		for _, r := range list {
			body, err := json.Marshal(r)
			if err != nil {
				wrong = err
				return
			}
			if !yield([]any{id, r.Row, r.Merit.PersonID, string(body)}) {
				return
			}
		}
	})
	return errors.Join(err, wrong)
}

// MeritImport gives a file of merits and the first of its rows, to who may take it in.
func (c *Competence) MeritImport(ctx context.Context, a may.Actor, id string, limit int) (m MeritImport, list []FileRow, err error) {
	if m, err = importByID(ctx, c.DB, id); err != nil {
		return m, nil, err
	}
	if _, err := c.importAt(ctx, a, m.EmployerID); err != nil {
		return m, nil, err
	}
	list, err = importRows(ctx, c.DB, id, limit)
	return m, list, err
}

// TakeInMerits makes the rows of a file merits. A large one is worked in the background. ErrImportDone: it has been
// taken in, or dropped.
func (c *Competence) TakeInMerits(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "take in merits %s", id)
	m, _, err := c.MeritImport(ctx, a, id, 1)
	if err != nil {
		return err
	}
	own, err := db.One(ctx, c.DB, db.Number, `SELECT COUNT(*) FROM merit_import_row WHERE import_id = $1 AND person_id = $2`, id, a.PersonID)
	if err != nil {
		return err
	}
	if own > 0 { // read in by somebody else: taking it in would still be to check one's own
		return ErrOwnMerit
	}
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE merit_import SET state = 'asked' WHERE id = $1 AND state = 'waiting'`, id)
		if err == nil && n == 0 {
			err = ErrImportDone
		}
		if err != nil || m.Rows <= atOnce {
			return err
		}
		return c.Jobs.Add(ctx, tx, MeritImportAsked{ImportID: id, PersonID: a.PersonID})
	})
	if err != nil || m.Rows > atOnce {
		return err
	}
	return c.OnMeritsAsked(ctx, MeritImportAsked{ImportID: id, PersonID: a.PersonID})
}

// DropMerits lets go of a file that waits.
func (c *Competence) DropMerits(ctx context.Context, a may.Actor, id string) error {
	if _, _, err := c.MeritImport(ctx, a, id, 1); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE merit_import SET state = 'dropped' WHERE id = $1 AND state = 'waiting'`, id)
		if err == nil && n == 0 {
			err = ErrImportDone
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM merit_import_row WHERE import_id = $1`, id)
		return err
	})
}

// OnMeritsAsked takes in what was asked for, some rows at a time: each is gone when it has become a merit, so that
// work that was broken off goes on where it was.
func (c *Competence) OnMeritsAsked(ctx context.Context, asked MeritImportAsked) error {
	for {
		left := 0
		err := c.DB.Tx(ctx, func(tx *db.Tx) error {
			m, err := importByID(ctx, tx, asked.ImportID)
			if err != nil || m.State != "asked" {
				return err
			}
			list, err := importRows(ctx, tx, m.ID, atOnce)
			if err != nil {
				return err
			}
			left = len(list)
			return c.takeIn(ctx, tx, m, may.Actor{PersonID: asked.PersonID}, list)
		})
		if err != nil || left < atOnce {
			return err
		}
	}
}

func (c *Competence) takeIn(ctx context.Context, tx *db.Tx, m MeritImport, a may.Actor, list []FileRow) error {
	added, there := 0, 0
	for _, r := range list {
		n := r.Merit
		n.EmployerID = m.EmployerID
		switch _, err := c.put(ctx, tx, a, n, true); {
		case errors.Is(err, ErrMeritThere):
			there++
		case err != nil:
			return err
		default:
			added++
		}
		if _, err := tx.Exec(ctx, `DELETE FROM merit_import_row WHERE import_id = $1 AND row_number = $2`, m.ID, r.Row); err != nil {
			return err
		}
	}
	state := "asked"
	if len(list) < atOnce {
		state = "done"
	}
	_, err := tx.Exec(ctx, `
		UPDATE merit_import
		SET added = added + $2, there = there + $3, state = $4
		WHERE id = $1`,
		m.ID, added, there, state)
	return err
}

func importByID(ctx context.Context, q db.Q, id string) (MeritImport, error) {
	m, err := db.One(ctx, q, func(s db.Scanner) (m MeritImport, err error) {
		err = s.Scan(&m.ID, &m.EmployerID, &m.FileName, &m.State, &m.Rows, &m.Added, &m.There, &m.MadeBy, &m.MadeAt)
		return m, err
	}, `
		SELECT id, employer_id, file_name, state, row_count, added, there, made_by, made_at
		FROM merit_import
		WHERE id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return m, ErrNoImport
	}
	return m, err
}

func importRows(ctx context.Context, q db.Q, id string, limit int) ([]FileRow, error) {
	return db.All(ctx, q, func(s db.Scanner) (r FileRow, err error) {
		var body string
		if err := s.Scan(&body); err != nil {
			return r, err
		}
		return r, json.Unmarshal([]byte(body), &r)
	}, `
		SELECT body
		FROM merit_import_row
		WHERE import_id = $1
		ORDER BY row_number
		LIMIT $2`,
		id, limit)
}
