package staffweb

import (
	"encoding/csv"
	"net/http"
	"strings"

	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// rows gives what to mend as a file that a spreadsheet opens: semicolons and a mark for UTF-8, as
// Excel in Swedish wants them.
func (p *Pages) rows(w http.ResponseWriter, r *http.Request) error {
	l, err := p.Imports.Find(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="rader.csv"`)
	h.Set("Cache-Control", "private, no-store")
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write([]string{c.T("staff.row"), c.T("staff.column"), c.T("staff.level"), c.T("staff.message")}); err != nil {
		return err
	}
	for _, n := range notes(c, l.Result) {
		if err := out.Write([]string{harmless(n[0]), harmless(n[1]), harmless(n[2]), harmless(n[3])}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
