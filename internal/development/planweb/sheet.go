package planweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/development"
	"yrkesresan/internal/development/sheet"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// BigBody is how much more than others these routes may carry.
var BigBody = map[string]int64{"POST /min-grupp/plan/ark": sheet.MostBytes + 1<<20}

var errNoFile = fault.New(fault.Invalid, "development.sheet.choose")

func (p *Pages) mountSheets(r web.Router) {
	r.Page("GET /min-grupp/plan/ark", web.To(may.PlanPerson), p.sheets)
	r.Page("POST /min-grupp/plan/ark", web.To(may.PlanPerson), p.upload)
	r.Page("GET /min-grupp/plan/ark.xlsx", web.To(may.PlanPerson), p.download)
	r.Page("GET /min-grupp/plan/ark/{plansheet}", web.To(may.PlanPerson), p.sheet)
	r.Page("POST /min-grupp/plan/ark/{plansheet}", web.To(may.PlanPerson), p.takeSheet)
}

// columns are a planning sheet's columns in their order. The last are keys: who fills the sheet in leaves them.
func columns(kind development.Kind) []string {
	if kind == development.OfUnit {
		return []string{"need", "required", "has", "develop", "recruit", "how", "ref", "title", "responsible", "due", "hours", "state", "why", "note", "requirement", "item", "revision"}
	}
	return []string{"name", "need", "held", "target", "how", "ref", "title", "responsible", "due", "hours", "state", "why", "note", "requirement", "person", "item", "revision"}
}

func heading(c *lang.Catalog, column string) string { return c.T("development.column." + column) }

// words are how sheets say things.
func (p *Pages) words(ctx context.Context, c *lang.Catalog) (sheet.Words, map[string]string, error) {
	w := sheet.Words{Columns: map[string]string{}, Hows: map[string]development.How{}, States: map[string]development.State{}, Courses: map[string]string{}}
	for _, kind := range []development.Kind{development.OfPerson, development.OfUnit} {
		for _, col := range columns(kind) {
			w.Columns[col] = heading(c, col)
		}
	}
	for _, h := range development.Hows() {
		w.Hows[strings.ToLower(c.T("development.how."+string(h)))] = h
	}
	for _, s := range development.States() {
		w.States[strings.ToLower(c.T("development.state."+string(s)))] = s
	}
	titles, err := p.Courses.Titles(ctx)
	shown := map[string]string{} // id → what the sheet says
	for id, title := range titles {
		low := strings.ToLower(title)
		if _, twice := w.Courses[low]; twice {
			w.Courses[low] = "" // two are called the same: each by its id
			continue
		}
		w.Courses[low] = id
	}
	for id, title := range titles {
		if shown[id] = id; w.Courses[strings.ToLower(title)] == id {
			shown[id] = title
		}
	}
	for title, id := range w.Courses {
		if id == "" {
			delete(w.Courses, title)
		}
	}
	for id := range titles {
		w.Courses[strings.ToLower(id)] = id
	}
	return w, shown, err
}

func kindOf(r *http.Request) development.Kind {
	if r.FormValue("for") == "enhet" {
		return development.OfUnit
	}
	return development.OfPerson
}

// cells writes rows as the sheet shows them.
func cells(c *lang.Catalog, kind development.Kind, rows []development.SheetRow, courses map[string]string) [][]string {
	head := columns(kind)
	out := [][]string{make([]string, len(head))}
	for i, col := range head {
		out[0][i] = heading(c, col)
	}
	for _, row := range rows {
		say := map[string]string{"name": row.Name, "need": row.Need, "held": row.Held, "target": row.Target, "title": row.Title, "responsible": row.Responsible, "due": row.Due, "why": row.Why, "note": row.Note,
			"requirement": row.Requirement, "person": row.PersonID, "item": row.ItemID, "ref": orElse(courses[row.Ref], row.Ref),
			"required": strconv.FormatInt(row.Required, 10), "has": strconv.FormatInt(row.Has, 10), "develop": strconv.FormatInt(row.Develop, 10), "recruit": strconv.FormatInt(row.Recruit, 10)}
		if row.How != "" {
			say["how"], say["state"] = c.T("development.how."+string(row.How)), c.T("development.state."+string(row.State))
		}
		if row.Hours > 0 {
			say["hours"] = strings.Replace(strconv.FormatFloat(row.Hours, 'f', -1, 64), ".", ",", 1)
		}
		if row.ItemID != "" {
			say["revision"] = strconv.FormatInt(row.Revision, 10)
		}
		line := make([]string, len(head))
		for i, col := range head {
			line[i] = say[col]
		}
		out = append(out, line)
	}
	return out
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	c, kind := p.Frame.Texts, kindOf(r)
	unit, err := p.unit(r, may.PlanPerson)
	if err != nil {
		return err
	}
	_, rows, err := p.Plans.SheetOf(r.Context(), web.ActorOf(r.Context()), unit.ID, kind)
	if err != nil {
		return err
	}
	_, courses, err := p.words(r.Context(), c)
	if err != nil {
		return err
	}
	name, title := "planer", c.T("development.sheet.people")
	if kind == development.OfUnit {
		name, title = "enhetens-plan", c.T("development.sheet.unit")
	}
	book, err := grid.Excel(title, cells(c, kind, rows, courses))
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, name+"-"+lang.ISO(p.Frame.Now())+".xlsx", book)
}

// sheetView is the page of sheets: out, and back in.
type sheetView struct {
	Title, Unit string
	Back        ui.Link
	People, Own string // addresses of the sheets
	Wrong       string
	Errors      ui.TableProps
}

func (p *Pages) sheets(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r, may.PlanPerson)
	if err != nil {
		return err
	}
	if err := p.mayPlan(r, unit); err != nil {
		return err
	}
	return p.showSheets(w, r, http.StatusOK, unit, sheetView{})
}

// mayPlan asks for leave at the unit.
func (p *Pages) mayPlan(r *http.Request, unit org.Node) error {
	if !p.Plans.MayChange(r.Context(), web.ActorOf(r.Context()), development.Unit(unit.ID)) {
		return may.ErrDenied
	}
	return nil
}

func (p *Pages) showSheets(w http.ResponseWriter, r *http.Request, status int, unit org.Node, v sheetView) error {
	c := p.catalog(r)
	q := url.Values{"enhet": {unit.ID}}.Encode()
	v.Title, v.Unit, v.Back = c.T("development.sheet.title", "unit", unit.Name), unit.ID, ui.Link{Href: "/min-grupp/plan?" + q, Text: c.T("development.back_team")}
	v.People, v.Own = "/min-grupp/plan/ark.xlsx?for=personer&"+q, "/min-grupp/plan/ark.xlsx?for=enhet&"+q
	return p.render(w, r, status, v.Title, sheetsPage(v))
}

func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	fields, file, size, err := receive(r)
	if file != nil {
		defer discard(file)
	}
	if f := fault.Of(err); err != nil && f == nil {
		return err
	}
	chosen, unitErr := p.unitOf(r, fields["enhet"])
	if unitErr != nil {
		return unitErr
	}
	if err := p.mayPlan(r, chosen); err != nil {
		return err
	}
	c := p.catalog(r)
	if f := fault.Of(err); f != nil {
		return p.showSheets(w, r, web.Status(f), chosen, sheetView{Wrong: page.Say(c, f)})
	}
	words, _, err := p.words(r.Context(), p.Frame.Texts)
	if err != nil {
		return err
	}
	kind := development.OfPerson
	if fields["for"] == "enhet" {
		kind = development.OfUnit
	}
	rows, remarks, err := sheet.Read(file, size, words, kind == development.OfPerson, p.Frame.Now())
	var id string
	var result development.SheetResult
	if err == nil && len(remarks) == 0 {
		id, result, err = p.Plans.StageSheet(r.Context(), web.ActorOf(r.Context()), chosen.ID, kind, rows)
		remarks = result.Errors
	}
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return p.showSheets(w, r, web.Status(f), chosen, sheetView{Wrong: page.Say(c, f)})
	}
	if err != nil {
		return err
	}
	if len(remarks) > 0 {
		return p.showSheets(w, r, http.StatusUnprocessableEntity, chosen, sheetView{Wrong: c.T("development.sheet.wrong", "n", len(remarks)), Errors: remarkTable(c, remarks, "development.sheet.errors")})
	}
	return web.Redirect(w, r, "/min-grupp/plan/ark/"+id)
}

func (p *Pages) unitOf(r *http.Request, id string) (org.Node, error) {
	if id == "" {
		return p.unit(r, may.PlanPerson)
	}
	return p.Tree.Find(r.Context(), id, p.Staff.Today())
}

// remarkTable lists what is said about rows.
func remarkTable(c *lang.Catalog, all []development.Remark, caption string) ui.TableProps {
	t := ui.TableProps{ID: "rader", Caption: c.T(caption), Cards: true, Columns: []ui.Column{{Title: c.T("development.sheet.row")}, {Title: c.T("development.sheet.column")}, {Title: c.T("development.sheet.message")}}}
	for _, m := range all {
		row, column := "", ""
		if m.Row > 0 {
			row = strconv.Itoa(m.Row)
		}
		if key := "development.column." + m.Field; c.Has(key) {
			column = c.T(key)
		}
		args := m.Args
		if d := args["day"]; d != "" {
			args = map[string]string{"title": args["title"], "day": c.DateOf(d)}
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(row), Cells: []templ.Component{ui.Text(column), ui.Text(page.Say(c, &fault.Fault{Key: m.Key, Args: args}))}})
	}
	return t
}

// stagedView is what a sheet would do, that it is under way, or what it did.
type stagedView struct {
	Title, ID string
	Back      ui.Link
	Tone      ui.NoticeKind
	Said      string
	Facts     []ui.Fact
	Kept      ui.TableProps
	Waits     bool
	Running   bool
}

func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	s, unit, err := p.Plans.Sheet(r.Context(), a, r.PathValue("plansheet"))
	if err != nil {
		return err
	}
	v := stagedView{Title: c.T("development.sheet.preview"), ID: s.ID, Back: ui.Link{Href: "/min-grupp/plan/ark?" + url.Values{"enhet": {unit.ID}}.Encode(), Text: c.T("development.sheet.back")}}
	result := s.Result
	task, done, err := p.Plans.TaskOf(r.Context(), a, s.ID)
	f := fault.Of(err)
	switch {
	case err != nil && (f == nil || f.Key != job.ErrNoTask.Key):
		return err
	case task.State == "done":
		v.Title, v.Tone, v.Said, result = c.T("development.sheet.done"), ui.OK, c.T("development.sheet.done_said"), done
	case task.State == "failed":
		v.Tone, v.Said = ui.Warn, c.T(task.Result)
		v.Waits = s.State == "staged" && len(result.Errors) == 0
	case task.State != "":
		v.Running, v.Said = true, c.T("development.sheet.running", "done", int(task.Done), "all", int(task.Total))
	case s.State == "staged":
		v.Waits, v.Said = true, c.T("development.sheet.preview_said")
	default:
		v.Tone, v.Said = ui.OK, c.T("development.sheet.done_said")
	}
	for _, x := range []struct {
		key string
		n   int
	}{{"new", result.New}, {"changed", result.Changed}, {"unchanged", result.Unchanged}, {"kept", len(result.Kept)}} {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("development.sheet.n." + x.key), Text: lang.Number(x.n)})
	}
	if len(result.Kept) > 0 {
		v.Kept = remarkTable(c, result.Kept, "development.sheet.kept_title")
	}
	return p.render(w, r, http.StatusOK, v.Title, stagedPage(v))
}

// patience is how long a press of the button waits for its result.
const patience = 5 * time.Second

func (p *Pages) takeSheet(w http.ResponseWriter, r *http.Request) error {
	a, id := web.ActorOf(r.Context()), r.PathValue("plansheet")
	if err := p.Plans.AskSheet(r.Context(), a, id); err != nil {
		return err
	}
	over := time.After(patience)
	for {
		task, _, err := p.Plans.TaskOf(r.Context(), a, id)
		if f := fault.Of(err); f != nil && f.Key == job.ErrNoTask.Key || task.State == "done" || task.State == "failed" {
			return web.Redirect(w, r, "/min-grupp/plan/ark/"+id)
		}
		if err != nil {
			return err
		}
		select {
		case <-over:
			return web.Redirect(w, r, "/min-grupp/plan/ark/"+id)
		case <-r.Context().Done():
			return r.Context().Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// receive takes the form apart as it comes: small fields first, then the file, which lies in a nameless place
// while it is read.
func receive(r *http.Request) (fields map[string]string, file *os.File, size int64, err error) {
	fields = map[string]string{}
	parts, err := r.MultipartReader()
	if err != nil {
		return fields, nil, 0, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, nil, 0, errNoFile
		}
		if err != nil {
			return fields, nil, 0, tooLarge(err)
		}
		if part.FormName() != "fil" {
			text, err := io.ReadAll(io.LimitReader(part, 200))
			if err != nil {
				return fields, nil, 0, tooLarge(err)
			}
			fields[part.FormName()] = string(text)
			continue
		}
		if part.FileName() == "" {
			return fields, nil, 0, errNoFile
		}
		if file, err = os.CreateTemp("", "plan-"); err != nil {
			return fields, nil, 0, err
		}
		os.Remove(file.Name()) // where the system does not let go of an open file, discard does
		if size, err = io.Copy(file, part); err != nil {
			return fields, file, 0, tooLarge(err)
		}
		return fields, file, size, nil
	}
}

func discard(file *os.File) {
	file.Close()
	os.Remove(file.Name())
}

// tooLarge says so when that was why the reading ended.
func tooLarge(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fault.New(fault.Invalid, "development.sheet.large").With("max", "20")
	}
	return err
}
