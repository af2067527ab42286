package assessweb

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/paste"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

var errFile = fault.New(fault.Invalid, "assess.paste.file")

// what one may paste: a unit's people with room to spare.
var pasteLimits = rows.Limits{Bytes: 5 << 20, Columns: 300}

const mostRows = 2000

// pasteView is the page where rows from a sheet are pasted or given as a file.
type pasteView struct {
	Unit, UnitName, From, Text string
	Back                       ui.Link
	Sheet                      string
	Wrong                      map[string]string
	Problems                   []string // by row and column
	More                       int      // problems that are not listed
	Ready                      string   // what would be noted
	Rows                       []ui.Fact
	Same                       bool // nothing would change
}

const mostProblems = 50

func (p *Pages) pasteForm(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	t, err := p.team(r.Context(), r, unit)
	if err != nil {
		return err
	}
	return p.showPaste(w, r, http.StatusOK, t, pasteView{From: r.FormValue("fran")})
}

func (p *Pages) showPaste(w http.ResponseWriter, r *http.Request, status int, t team, v pasteView) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v.Unit, v.UnitName = t.unit.ID, t.unit.Name
	v.Back = ui.Link{Href: page.At("/min-grupp/bedomning", "enhet", t.unit.ID, "fran", v.From), Text: c.T("assess.back_table")}
	v.Sheet = page.At("/min-grupp/bedomning/ark", "enhet", t.unit.ID)
	shell := p.Frame.Shell(r, c.T("assess.paste.title"))
	shell.Wrong = len(v.Wrong) > 0 || len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, shell, pastePage(v))
}

// paste shows what pasted rows, or those of a file, would note; with "spara" it notes them. What is wrong is told by
// row and column, and then nothing is written.
func (p *Pages) paste(w http.ResponseWriter, r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(6 << 20); err != nil {
			return errFile
		}
	}
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	t, err := p.team(r.Context(), r, unit)
	if err != nil {
		return err
	}
	v := pasteView{From: r.PostFormValue("fran"), Text: r.PostFormValue("rader")}
	if text, err := uploaded(r); err != nil {
		v.Wrong = map[string]string{"fil": c.T("assess.paste.file")}
		return p.showPaste(w, r, http.StatusUnprocessableEntity, t, v)
	} else if text != "" {
		v.Text = text
	}
	lines := paste.Lines(v.Text)
	if len(lines) > mostRows {
		v.Wrong = map[string]string{"rader": c.T("assess.too_many")}
		return p.showPaste(w, r, http.StatusUnprocessableEntity, t, v)
	}
	words, wrongs := paste.Read(lines, t.pasted(), t.columns())
	if len(wrongs) > 0 {
		for _, problem := range wrongs[:min(len(wrongs), mostProblems)] {
			v.Problems = append(v.Problems, c.T("assess.paste.wrong."+problem.Key, "row", problem.Row, "column", paste.Letter(problem.Column), "value", problem.Value))
		}
		v.More = len(wrongs) - len(v.Problems)
		return p.showPaste(w, r, http.StatusUnprocessableEntity, t, v)
	}
	judged, err := p.news(r, t, words)
	if err != nil {
		return err
	}
	if r.PostFormValue("gor") == "spara" && len(judged) > 0 {
		saved, err := p.Competence.AssessMany(r.Context(), visit.Actor, t.employer.ID, judged, held.Manager)
		if v.Wrong, err = wrong(c, err); err != nil {
			return err
		}
		if len(v.Wrong) > 0 {
			return p.showPaste(w, r, http.StatusUnprocessableEntity, t, v)
		}
		return web.Redirect(w, r, page.At("/min-grupp/bedomning", "enhet", unit.ID, "fran", v.From, "sparat", strconv.Itoa(saved.Rows), "angra", strconv.FormatInt(saved.At.UnixMilli(), 10)))
	}
	v.Same = len(judged) == 0
	v.Ready = c.T("assess.paste.ready", "n", len(judged))
	v.Rows = preview(words, judged)
	return p.showPaste(w, r, http.StatusOK, t, v)
}

// news leaves out what is noted already.
func (p *Pages) news(r *http.Request, t team, words []paste.Word) (out []competence.Judgement, err error) {
	now, err := p.Competence.AssessedAt(r.Context(), page.Of(r.Context()).Actor, t.unit.ID, t.ids(), keysOf(t.areas...))
	if err != nil {
		return nil, err
	}
	for _, word := range words {
		if m, have := now[word.PersonID][competence.Side{Requirement: word.Requirement, By: held.Manager}]; have && m.Level == word.Level {
			continue
		}
		out = append(out, competence.Judgement{PersonID: word.PersonID, Requirement: word.Requirement, Level: word.Level})
	}
	return out, nil
}

// preview says for each person what would be noted.
func preview(words []paste.Word, news []competence.Judgement) (out []ui.Fact) {
	is := map[[2]string]bool{}
	for _, j := range news {
		is[[2]string{j.PersonID, j.Requirement}] = true
	}
	last := ""
	for _, w := range words {
		if !is[[2]string{w.PersonID, w.Requirement}] {
			continue
		}
		said := w.Said
		if said == "" {
			said = "0"
		}
		if w.PersonID != last {
			out, last = append(out, ui.Fact{Term: w.Name}), w.PersonID
		} else {
			out[len(out)-1].Text += ", "
		}
		out[len(out)-1].Text += w.Needed + ": " + said
	}
	return out
}

// pasted are the people whom rows may be about.
func (t team) pasted() []paste.Person {
	out := make([]paste.Person, len(t.people))
	for i, m := range t.people {
		out[i] = paste.Person{ID: m.id, Number: m.number, Name: m.name}
	}
	return out
}

// columns are the requirements of the unit.
func (t team) columns() (out []paste.Requirement) {
	for _, a := range t.areas {
		for _, e := range a.needs {
			out = append(out, paste.Requirement{Key: e.Key, Name: e.Name, Levels: e.Frame.Scheme()})
		}
	}
	return out
}

// uploaded gives the rows of a file as they would have been pasted; "" when none was given.
func uploaded(r *http.Request) (string, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File["fil"]) == 0 || r.MultipartForm.File["fil"][0].Size == 0 {
		return "", nil
	}
	f, err := r.MultipartForm.File["fil"][0].Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, pasteLimits.Bytes+1))
	if err != nil {
		return "", err
	}
	source, err := rows.Open(&rows.Disk{At: bytes.NewReader(body)}, int64(len(body)), pasteLimits, nil)
	if err != nil {
		return "", err
	}
	return asText(source)
}

// asText writes the rows of a file's first sheet as they would have been pasted, each on the line that
// Excel numbers it by.
func asText(file *rows.File) (string, error) {
	source, sheet, err := file.Sheet(0)
	if err != nil {
		return "", err
	}
	defer sheet.Close()
	var out strings.Builder
	line := 1
	for {
		row, err := source.Next()
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		if row.Number > mostRows {
			return "", errFile
		}
		for ; line < row.Number; line++ {
			out.WriteByte('\n')
		}
		for i, c := range row.Cells {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(strings.Join(strings.Fields(c.Text), " "))
		}
	}
}

// sheet gives the unit's people and requirements as a workbook to fill in and give back.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	t, err := p.team(r.Context(), r, unit)
	if err != nil {
		return err
	}
	now, err := p.Competence.AssessedAt(r.Context(), page.Of(r.Context()).Actor, t.unit.ID, t.ids(), keysOf(t.areas...))
	if err != nil {
		return err
	}
	head := []string{c.T("assess.sheet.number"), c.T("assess.sheet.name")}
	for _, a := range t.areas {
		for _, e := range a.needs {
			head = append(head, e.Name)
		}
	}
	table := [][]string{head}
	for _, m := range t.people {
		row := []string{m.number, m.name}
		for _, a := range t.areas {
			for _, e := range a.needs {
				word, have := now[m.id][competence.Side{Requirement: e.Key, By: held.Manager}]
				text := ""
				if have {
					text = levelName(c, e, word.Level)
				}
				row = append(row, text)
			}
		}
		table = append(table, row)
	}
	body, err := grid.Excel(c.T("assess.sheet.title"), table)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, "bedomningar.xlsx", body)
}
