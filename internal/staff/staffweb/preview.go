package staffweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// onPage is how many rows to mend a page lists, and mostNodes how many new places.
const (
	onPage    = 200
	mostNodes = 200
)

// patience is how long a press of the button waits for its result.
const patience = 5 * time.Second

// importView is one import: what it would do, that it is under way, or what it did.
type importView struct {
	ID, Title string
	Back      ui.Link
	Kind      ui.NoticeKind // of what is said first
	Said      []string
	Running   bool
	Waits     bool // for a decision
	Stop      string
	HasErrors bool
	Wrong     map[string]string
	Problems  []ui.Problem
	Facts     []ui.Fact
	Nodes     []string
	NodesMore string
	Notes     ui.TableProps
	NotesMore string
	Pager     ui.PagerProps
	File      string // address of the notes as a file; "" when there are none
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showImport(w, r, http.StatusOK, nil)
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request, status int, wrong map[string]string) error {
	actor := web.ActorOf(r.Context())
	l, err := p.Imports.Find(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	employer, all, err := p.employer(r, l.EmployerID)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := importView{ID: l.ID, Back: ui.Link{Href: at("/kommun/inlasning", employer, all), Text: c.T("staff.back", "place", employer.Name)}, Wrong: wrong}
	if err := p.stand(r.Context(), c, actor.PersonID, l, &v); err != nil {
		return err
	}
	for _, field := range []string{"", "tillat", "utan_fel"} { // "": the whole page
		if key := wrong[field]; key != "" {
			v.Problems = append(v.Problems, ui.Problem{Field: field, Text: c.T(key)})
		}
	}
	v.Facts = counts(c, l.Result)
	v.fillNodes(c, l.Result.CreatedNodes)
	v.fillNotes(c, l.Result, page.Number(r.URL.Query().Get("sida")))
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, importPage(v))
}

// stand tells where an import stands: in its own words, and what can be done with it.
func (p *Pages) stand(ctx context.Context, c *lang.Catalog, viewer string, l staff.ImportLog, v *importView) error {
	v.Title = c.T("staff.title." + l.State)
	switch l.State {
	case "committed":
		v.Kind, v.Said = ui.OK, []string{c.T("staff.said.committed", "date", l.CommittedAt)}
	case "undone":
		v.Said = []string{c.T("staff.said.undone")}
	case "refused", "staging":
		v.Kind, v.Said = ui.Warn, []string{c.T("staff.said.refused")}
	}
	task, err := p.Imports.Tasks.Find(ctx, l.ID, viewer)
	if f := fault.Of(err); err != nil && (f == nil || f.Key != job.ErrNoTask.Key) {
		return err
	}
	if task.State == "failed" {
		v.Said = []string{c.T(task.Result)}
	}
	if l.State != "staged" {
		return nil
	}
	if task.State == "waiting" || task.State == "running" {
		v.Running, v.Title = true, c.T("staff.title.running")
		v.Said = []string{underWay(c, l.Result, task)}
		return nil
	}
	v.Waits, v.HasErrors = true, l.Result.RowErrors()
	for _, n := range l.Result.Errors {
		if n.Row == 0 {
			v.Stop = n.Say(c)
		}
	}
	return nil
}

// underWay tells how far the work has come: it waits, or so many employments are being written. They
// become true together, so there is nothing in between.
func underWay(c *lang.Catalog, r staff.ImportResult, task job.Task) string {
	clock := c.Clock(task.ChangedAt)
	if task.State == "waiting" {
		return c.T("staff.said.waiting", "clock", clock)
	}
	return c.T("staff.said.running", "n", r.New+r.Changed+r.Ended, "clock", clock)
}

func counts(c *lang.Catalog, r staff.ImportResult) []ui.Fact {
	fact := func(key string, n int) ui.Fact { return ui.Fact{Term: c.T(key), Text: lang.Number(n)} }
	return []ui.Fact{fact("staff.new", r.New), fact("staff.changed", r.Changed), fact("staff.ended", r.Ended), fact("staff.unchanged", r.Unchanged),
		fact("staff.errors", len(r.Errors)+r.MoreErrors), fact("staff.warnings", len(r.Warnings)+r.MoreWarnings)}
}

func (v *importView) fillNodes(c *lang.Catalog, nodes []staff.CreatedNode) {
	for _, n := range nodes[:min(len(nodes), mostNodes)] {
		v.Nodes = append(v.Nodes, c.T("staff.node."+n.Kind, "name", n.Name))
	}
	if more := len(nodes) - mostNodes; more > 0 {
		v.NodesMore = c.T("staff.more_nodes", "n", more)
	}
}

// fillNotes lists errors before warnings, some on each page.
func (v *importView) fillNotes(c *lang.Catalog, r staff.ImportResult, number int) {
	rows := notes(c, r)
	if len(rows) == 0 {
		return
	}
	pages := (len(rows) + onPage - 1) / onPage
	number = min(number, pages)
	address := "/kommun/inlasning/" + v.ID
	v.File, v.Pager = address+"/rader.csv", page.Pager(address, "sida", number, len(rows), onPage)
	v.Notes = ui.TableProps{ID: "rader", Caption: c.T("staff.notes"), Cards: true,
		Columns: []ui.Column{{Title: c.T("staff.row")}, {Title: c.T("staff.column")}, {Title: c.T("staff.level")}, {Title: c.T("staff.message")}}}
	for _, n := range rows[(number-1)*onPage : min(number*onPage, len(rows))] {
		v.Notes.Rows = append(v.Notes.Rows, ui.Row{Head: ui.Text(n[0]), Cells: []templ.Component{ui.Text(n[1]), ui.Status(levelOf[n[4]], n[2]), ui.Text(n[3])}})
	}
	if more := r.MoreErrors + r.MoreWarnings; more > 0 {
		v.NotesMore = c.T("staff.more_notes", "n", more)
	}
}

var levelOf = map[string]ui.StatusKind{"error": ui.Missing, "warning": ui.Renew}

// notes are rows of texts: row, column, level in words, message, level.
func notes(c *lang.Catalog, r staff.ImportResult) [][5]string {
	var out [][5]string
	for i, list := range [][]staff.Note{r.Errors, r.Warnings} {
		level := []string{"error", "warning"}[i]
		for _, n := range list {
			row := strconv.Itoa(n.Row)
			if n.Row == 0 {
				row = c.T("staff.whole_file")
			}
			out = append(out, [5]string{row, n.Column, c.T("staff.level." + level), n.Say(c), level})
		}
	}
	return out
}

// commit asks for what was looked at. Errors and the safety stop need a yes of their own.
func (p *Pages) commit(w http.ResponseWriter, r *http.Request) error {
	d := staff.Decision{SkipErrors: r.PostFormValue("utan_fel") != "", AllowEnded: r.PostFormValue("tillat") != ""}
	err := p.Imports.Ask(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"), d)
	switch f := expected(err); {
	case f != nil && f.Key == staff.ErrStopped.Key:
		return p.showImport(w, r, web.Status(f), map[string]string{"tillat": "staff.allow_needed"})
	case f != nil && f.Key == staff.ErrHasErrors.Key:
		return p.showImport(w, r, web.Status(f), map[string]string{"utan_fel": f.Key})
	case f != nil:
		return p.showImport(w, r, web.Status(f), map[string]string{"": f.Key})
	case err != nil:
		return err
	}
	if err := p.await(r.Context(), web.ActorOf(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/inlasning/"+r.PathValue("id"))
}

// await lets a moment pass for the job: nearly every file is read in by then, and the next page
// tells the result at once. Pages never reload by themselves.
func (p *Pages) await(ctx context.Context, a may.Actor, id string) error {
	over := time.After(patience)
	for {
		task, err := p.Imports.Tasks.Find(ctx, id, a.PersonID)
		if f := fault.Of(err); f != nil && f.Key == job.ErrNoTask.Key { // a colleague asked first
			return nil
		}
		if err != nil || task.State == "done" || task.State == "failed" {
			return err
		}
		select {
		case <-over:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// drop forgets a preview.
func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	l, err := p.Imports.Find(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := p.Imports.Drop(r.Context(), actor, l.ID); err != nil {
		return err
	}
	return p.redirectHome(w, r, l.EmployerID, "")
}

func (p *Pages) redirectHome(w http.ResponseWriter, r *http.Request, employerID, query string) error {
	all, err := p.employers(r)
	if err != nil {
		return err
	}
	address := "/kommun/inlasning"
	if i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == employerID }); len(all) > 1 && i >= 0 {
		address += "?plats=" + employerID
		if query != "" {
			query = "&" + query[1:]
		}
	}
	return web.Redirect(w, r, address+query)
}

// atoi reads a page number; what is none is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > 1_000_000 {
		return 0
	}
	return n
}
