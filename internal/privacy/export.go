package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Copier gives out what an employer holds about a person in one room; with "" as employer it gives
// the person all of the person's own.
type Copier func(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error)

// Copy is all that is given out, before it is packed.
type Copy struct {
	Employer org.Node // whose; the zero Node when it is the person's own of all
	Made     time.Time
	Sheets   []db.Sheet
	Uploads  []blob.Upload
}

// mostLooks bounds who has looked: the latest.
const mostLooks = 10_000

// Export gives what an employer, as controller, holds about a person. It is logged, so that the
// person sees it. Answers and reflections are never in it: no employer reads them.
func (p *Privacy) Export(ctx context.Context, a may.Actor, employerID, personID string) (Copy, error) {
	employer, err := p.ask(ctx, a, employerID)
	if err != nil {
		return Copy{}, err
	}
	there, err := p.Staff.Holds(ctx, p.DB, personID, employerID)
	if err == nil && !there {
		err = staff.ErrNoPerson
	}
	if err != nil {
		return Copy{}, err
	}
	if err := p.Audit.Person(ctx, p.DB, a, "privacy.export", personID); err != nil {
		return Copy{}, err
	}
	c, err := p.copied(ctx, personID, employer)
	if err == nil && !a.IsOperator() {
		c.veil()
	}
	return c, err
}

// veiled are the columns that may tell who a person is or where the person works.
var veiled = []string{"first_name", "last_name", "email", "mobile", "unit", "place", "wish", "answer", "note", "args", "file_name", "evidence_name", "details", "ended_why"}

// veil takes away name, address, place and uploaded files of a protected identity: outside the
// manager's lists nobody sees them (rule 7). The person's own copy has them.
func (c *Copy) veil() {
	protected := false
	for _, s := range c.Sheets {
		for _, row := range s.Rows {
			for i, column := range s.Columns {
				protected = protected || s.Name == "employee" && column == "protected" && isTrue(row[i])
			}
		}
	}
	if !protected {
		return
	}
	c.Uploads = nil // a certificate has the name on it, and often in what the file is called
	for _, s := range c.Sheets {
		for _, row := range s.Rows {
			for i, column := range s.Columns {
				if slices.Contains(veiled, column) || s.Name == "employment" && column == "title" {
					row[i] = ""
				}
			}
		}
	}
}

// isTrue reads a yes or no of either engine.
func isTrue(cell any) bool { return cell == true || cell == int64(1) }

// Own gives a person everything that is kept about the person, by whoever keeps it.
func (p *Privacy) Own(ctx context.Context, a may.Actor) (Copy, error) {
	if !a.Known() || a.IsOperator() {
		return Copy{}, may.ErrSignIn
	}
	return p.copied(ctx, a.PersonID, org.Node{})
}

func (p *Privacy) copied(ctx context.Context, personID string, employer org.Node) (c Copy, err error) {
	c = Copy{Employer: employer, Made: p.Now()}
	err = p.DB.Snapshot(ctx, func(tx *db.Tx) error {
		for _, give := range append([]Copier{p.copyOwn}, p.Copiers...) {
			sheets, err := give(ctx, tx, personID, employer.ID)
			if err != nil {
				return err
			}
			c.Sheets = append(c.Sheets, sheets...)
		}
		uploads, err := p.Files.Uploads(ctx, tx, personID)
		if err != nil {
			return err
		}
		for _, u := range uploads {
			if employer.ID == "" || c.has(u.Sheet, u.ID) {
				c.Uploads = append(c.Uploads, u)
			}
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	if employer.ID != "" {
		return c, p.nameEmployers(ctx, &c) // who at other employers has looked is the person's to see
	}
	looks, err := p.Record.Looks(ctx, may.Operator(), personID, mostLooks)
	if err != nil {
		return c, err
	}
	if len(looks) > 0 {
		c.Sheets = append(c.Sheets, lookSheet(looks))
	}
	return c, p.nameEmployers(ctx, &c)
}

func (c Copy) has(sheet, id string) bool {
	for _, s := range c.Sheets {
		for _, row := range s.Rows {
			if s.Name == sheet && row[0] == id {
				return true
			}
		}
	}
	return false
}

// copyOwn is this room's part.
func (p *Privacy) copyOwn(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "data_request", Args: []any{personID, employerID}, Text: `
			SELECT employer_id AS employer, kind, field, wish, state, answer, made_at, answered_at
			FROM data_request
			WHERE person_id = $1 AND $2 IN ('', employer_id)
			ORDER BY made_at, id`},
		db.Statement{Name: "retention_warning", Args: []any{personID, employerID}, Text: `
			SELECT employer_id AS employer, warned_on, erase_from
			FROM retention_warning
			WHERE person_id = $1 AND $2 IN ('', employer_id)
			ORDER BY employer_id`})
}

func lookSheet(looks []record.Look) db.Sheet {
	s := db.Sheet{Name: "access_log", Columns: []string{"at", "what", "name", "employer"}}
	for _, l := range looks {
		s.Rows = append(s.Rows, []any{l.At.UTC(), l.What, l.By.Name, l.By.Employer})
	}
	return s
}

// nameEmployers writes the employers' names in place of their ids.
func (p *Privacy) nameEmployers(ctx context.Context, c *Copy) error {
	names := map[string]string{}
	for _, s := range c.Sheets {
		for i, column := range s.Columns {
			if column != "employer" || s.Name == "access_log" {
				continue
			}
			for _, row := range s.Rows {
				id, _ := row[i].(string)
				if _, known := names[id]; !known && id != "" {
					n, err := org.Find(ctx, p.DB, id, p.Staff.Today())
					if f := fault.Of(err); err != nil && (f == nil || f.Key != org.ErrNoNode.Key) {
						return err
					}
					names[id] = n.Name
				}
				if names[id] != "" {
					row[i] = names[id]
				}
			}
		}
	}
	return nil
}

// Write packs a copy as a ZIP: a page to read, the same as JSON for other programs, and the files.
// The names of the entries are always the same.
func (p *Privacy) Write(ctx context.Context, w io.Writer, c Copy) error {
	z := zip.NewWriter(w)
	page, err := z.CreateHeader(&zip.FileHeader{Name: "las-mig.html", Method: zip.Deflate, Modified: c.Made})
	if err != nil {
		return err
	}
	if err := p.writePage(page, c); err != nil {
		return err
	}
	data, err := z.CreateHeader(&zip.FileHeader{Name: "uppgifter.json", Method: zip.Deflate, Modified: c.Made})
	if err != nil {
		return err
	}
	if err := writeJSON(data, c); err != nil {
		return err
	}
	for i, u := range c.Uploads {
		if err := p.writeFile(ctx, z, c, i, u); err != nil {
			return err
		}
	}
	return z.Close()
}

// fileName is what an uploaded file is called in the ZIP: a number, since two may have one name.
func fileName(i int, u blob.Upload) string {
	safe := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, u.Name)
	return fmt.Sprintf("filer/%02d-%s", i+1, safe)
}

func (p *Privacy) writeFile(ctx context.Context, z *zip.Writer, c Copy, i int, u blob.Upload) error {
	f, err := p.Files.Get(ctx, u.Hash)
	if errors.Is(err, blob.ErrMissing) {
		return nil // erased since it was listed
	}
	if err != nil {
		return err
	}
	defer f.Close()
	to, err := z.CreateHeader(&zip.FileHeader{Name: fileName(i, u), Method: zip.Store, Modified: c.Made})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return err
}

// writeJSON writes each sheet as a list of objects, in a form with a number of its own.
func writeJSON(w io.Writer, c Copy) error {
	sheets := map[string][]map[string]any{}
	for _, s := range c.Sheets {
		for _, row := range s.Rows {
			object := map[string]any{}
			for i, column := range s.Columns {
				object[column] = row[i]
			}
			sheets[s.Name] = append(sheets[s.Name], object)
		}
	}
	files := []map[string]string{}
	for i, u := range c.Uploads {
		files = append(files, map[string]string{u.Sheet: u.ID, "file": fileName(i, u)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{"format": "yrkesresan-person/1", "made": c.Made.UTC().Format(time.RFC3339), "controller": c.Employer.Name, "data": sheets, "files": files})
}

var pageShape = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body>
<h1>{{.Title}}</h1>
{{range .Intro}}<p>{{.}}</p>
{{end}}{{range .Sheets}}<h2>{{.Title}}</h2>
<table border="1" cellpadding="4">
<thead><tr>{{range .Heads}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</tbody>
</table>
{{end}}{{if .Files}}<h2>{{.FilesTitle}}</h2>
<ul>{{range .Files}}<li><a href="{{.}}">{{.}}</a></li>{{end}}</ul>
{{end}}</body>
</html>
`))

type shownSheet struct {
	Title string
	Heads []string
	Rows  [][]string
}

// writePage writes the copy as a page that any browser opens, without anything from elsewhere.
func (p *Privacy) writePage(w io.Writer, c Copy) error {
	t := p.Texts
	v := struct {
		Title, FilesTitle string
		Intro, Files      []string
		Sheets            []shownSheet
	}{Title: t.T("privacy.copy.title"), FilesTitle: t.T("privacy.copy.files")}
	v.Intro = []string{t.T("privacy.copy.made", "date", c.Made), t.T("privacy.copy.own")}
	if c.Employer.ID != "" {
		v.Intro[1] = t.T("privacy.copy.controller", "employer", c.Employer.Name)
	}
	for _, s := range c.Sheets {
		v.Sheets = append(v.Sheets, shown(t, s))
	}
	for i, u := range c.Uploads {
		v.Files = append(v.Files, fileName(i, u))
	}
	return pageShape.Execute(w, v)
}

func shown(t *lang.Catalog, s db.Sheet) shownSheet {
	out := shownSheet{Title: word(t, "privacy.sheet.", s.Name)}
	for _, column := range s.Columns {
		out.Heads = append(out.Heads, word(t, "privacy.column.", column))
	}
	for _, row := range s.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = shownCell(t, s.Columns[i], cell)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// word is the catalogue's word for a name of ours; what has none is shown as it is.
func word(t *lang.Catalog, under, name string) string {
	if t.Has(under + name) {
		return t.T(under + name)
	}
	return name
}

func shownCell(t *lang.Catalog, column string, cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case time.Time:
		return t.Date(v) + " " + t.Clock(v)
	case bool:
		return word(t, "privacy.value.", map[bool]string{true: "yes", false: "no"}[v])
	case float64:
		return lang.Decimal(v, 1)
	case string:
		if v == db.NoEnd {
			return t.T("privacy.value.no_end")
		}
		if column == "what" && t.Has("record.look."+v) {
			return t.T("record.look." + v)
		}
		return word(t, "privacy.value.", v)
	}
	return fmt.Sprint(cell)
}
