package reportweb

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/report"
)

// regionView is an RSS's municipalities: what is open, and what they have submitted.
type regionView struct {
	Title   string
	Choices []ui.Link
	Said    []string
	Doors   []ui.Part
	Tasks   []taskView
	Filter  filterView
	Table   ui.TableProps
	Files   []ui.Link
	Runs    ui.TableProps
}

// taskView is one kind of thing that is open, and where.
type taskView struct {
	Title, Text string
	Do          ui.Link // where it is seen to; the zero Link when the region asks by other ways
}

// mostNamed is how many municipalities a task names; the table below has them all.
const mostNamed = 8

func (p *Pages) region(w http.ResponseWriter, r *http.Request) error {
	visit, q := page.Of(r.Context()), r.URL.Query()
	g, err := p.Figures.Region(r.Context(), visit.Actor, q.Get("plats"), choice(q))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := regionView{Title: g.Node.Name, Doors: p.Frame.Behind(page.RegionHub, visit), Said: regionSaid(c, g), Tasks: regionTasks(c, g)}
	for _, n := range g.Choices {
		v.Choices = append(v.Choices, ui.Link{Href: page.At("/rss", "plats", n.ID, "resa", g.Journey), Text: n.Name, Current: n.ID == g.Node.ID})
	}
	journeys := ui.FieldProps{Name: "resa", Label: c.T("report.journey"), Value: g.Journey}
	for _, n := range g.Journeys {
		journeys.Options = append(journeys.Options, ui.Option{Value: n.ID, Text: n.Title})
	}
	v.Filter = filterView{Action: "/rss", Hidden: [][2]string{{"plats", g.Node.ID}}, Fields: []ui.FieldProps{journeys}}
	v.Table, v.Runs = townTable(c, g), runsTable(c, g)
	for _, kind := range []string{"csv", "xlsx"} {
		v.Files = append(v.Files, ui.Link{Href: page.At("/rss/fil", "format", kind, "plats", g.Node.ID, "resa", g.Journey), Text: c.T("report.file." + kind)})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), regionPage(v))
}

func regionSaid(c *lang.Catalog, g report.Region) []string {
	submitted := 0
	for _, l := range g.Towns {
		if l.AsOf != "" {
			submitted++
		}
	}
	said := []string{c.T("report.region.submitted", "n", submitted, "all", len(g.Towns))}
	if g.Total.Split > 0 {
		said = append(said, c.T("report.region.done", "journey", g.Titles[g.Journey], "share", share(c, g.Total.Done, g.Total.Split)))
	}
	return said
}

// regionTasks are the open things, each once with the municipalities that it is about.
func regionTasks(c *lang.Catalog, g report.Region) []taskView {
	var out []taskView
	for _, task := range []report.Task{report.NoContact, report.NoJourney, report.OldFigures, report.NotSubmitted} {
		var names []string
		for _, l := range g.Towns {
			for _, t := range l.Tasks {
				if t == task {
					names = append(names, l.Name)
				}
			}
		}
		if len(names) > 0 {
			n := len(names)
			if n > mostNamed+1 {
				names = append(names[:mostNamed:mostNamed], c.T("report.task.others", "n", n-mostNamed))
			}
			t := taskView{Title: c.T("report.task."+string(task), "n", n), Text: c.And(names...) + "."}
			if task == report.NotSubmitted || task == report.OldFigures {
				t.Do = ui.Link{Href: "/rss/kontakter", Text: c.T("report.task.ask")}
			}
			out = append(out, t)
		}
	}
	return out
}

func townTable(c *lang.Catalog, g report.Region) ui.TableProps {
	t := ui.TableProps{ID: "kommuner", Caption: c.T("report.region.table", "journey", g.Titles[g.Journey]), Cards: true, Columns: []ui.Column{{Title: c.T("report.municipality"), Sorted: ui.Ascending},
		{Title: c.T("report.people"), Number: true}, {Title: c.T("report.all_done"), Number: true}, {Title: c.T("report.with_late"), Number: true}, {Title: c.T("report.figures_from")}}}
	if g.Journey == "" {
		t.Caption = c.T("report.region.table_none")
	}
	for _, l := range g.Towns {
		cells := sumCells(c, l.Sum, "")[1:]
		switch {
		case l.AsOf == "":
			cells[3] = c.T("report.not_submitted")
		case l.Municipalities == 0:
			cells[0], cells[3] = c.T("report.not_shown"), c.DateOf(l.AsOf)
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(l.Name), Cells: texts(cells)})
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("report.region.all")), Cells: texts(sumCells(c, g.Total, "")[1:])}}
	return t
}

// runsTable tells who runs which journey, and which of them elsewhere (rule 2).
func runsTable(c *lang.Catalog, g report.Region) ui.TableProps {
	t := ui.TableProps{ID: "resor", Caption: c.T("report.region.runs"), Cards: true, Columns: []ui.Column{{Title: c.T("report.municipality")}, {Title: c.T("report.region.journeys_on")}}}
	for _, l := range g.Towns {
		var on []string
		for _, id := range l.On {
			on = append(on, g.Titles[id])
		}
		text := strings.Join(on, ", ")
		switch {
		case text == "":
			text = c.T("report.region.no_journey")
		case l.Only != nil:
			text = c.T("report.region.only", "journeys", text)
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(l.Name), Cells: []templ.Component{ui.Text(text)}})
	}
	return t
}
