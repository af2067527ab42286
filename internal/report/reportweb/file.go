package reportweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/report"
)

// send gives rows as the kind of file asked for: Excel, else CSV.
func send(w http.ResponseWriter, r *http.Request, name, title string, rows [][]string) error {
	if r.URL.Query().Get("format") == "xlsx" {
		body, err := grid.Excel(title, rows)
		if err != nil {
			return err
		}
		return grid.Send(w, grid.ExcelType, name+".xlsx", body)
	}
	return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }

// sumRow is a sum in a file: numbers alone, an empty cell where nothing is told.
func sumRow(name string, s report.Sum, all int) []string {
	row := []string{name, strconv.Itoa(s.Municipalities), strconv.Itoa(all), "", "", "", "", "", s.Oldest}
	if s.Municipalities > 0 {
		row[3] = digits(s.People)
	}
	if s.Split > 0 {
		row[4], row[5] = digits(s.Split), digits(s.Done)
	}
	if s.LateOf > 0 {
		row[6], row[7] = digits(s.LateOf), digits(s.Late)
	}
	return row
}

func (p *Pages) sumHead(r *http.Request, first string) []string {
	c := p.catalog(r)
	return []string{first, c.T("report.file.submitted"), c.T("report.file.municipalities"), c.T("report.people"), c.T("report.file.split"), c.T("report.all_done"),
		c.T("report.file.late_of"), c.T("report.with_late"), c.T("report.figures_from")}
}

func (p *Pages) nationFile(w http.ResponseWriter, r *http.Request) error {
	if may.Ask(page.Of(r.Context()).Actor, may.SeeSubmitted, org.Sweden) != nil {
		return web.Redirect(w, r, "/rss/fil")
	}
	o, err := p.Figures.Overview(r.Context(), page.Of(r.Context()).Actor, choice(r.URL.Query()))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	rows := [][]string{p.sumHead(r, c.T("report.region"))}
	for _, l := range o.Regions {
		rows = append(rows, sumRow(l.Name, l.Sum, l.All))
	}
	rows = append(rows, sumRow(c.T("report.nation.all"), o.Total, o.All))
	return send(w, r, "nationen-"+p.Today(), c.T("report.nation.title"), rows)
}

func (p *Pages) regionFile(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Figures.Region(r.Context(), page.Of(r.Context()).Actor, r.URL.Query().Get("plats"), choice(r.URL.Query()))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	rows := [][]string{p.sumHead(r, c.T("report.municipality"))}
	for _, l := range g.Towns {
		rows = append(rows, sumRow(l.Name, l.Sum, l.All))
	}
	rows = append(rows, sumRow(c.T("report.region.all"), g.Total, len(g.Towns)))
	return send(w, r, "rss-"+p.Today(), g.Node.Name, rows)
}
