package attendanceweb

import (
	"net/http"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// codeView is how participants check in themselves: on a wall, a screen or a phone that is passed round.
type codeView struct {
	Title, Back, When string
	Action, Session   string
	QR                string // the dark parts, as the path of an SVG
	Size              int
	PIN, Address      string
	Open              bool
	OpensAt           string
	Said              string
}

func (p *Pages) codes(w http.ResponseWriter, r *http.Request) error {
	return p.showCodes(w, r, r.URL.Query().Get("pass"), false)
}

// newCodes makes new codes: the old ones open nothing any more.
func (p *Pages) newCodes(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := p.Attendance.Codes(r.Context(), actor(r), r.PathValue("occasion"), r.PostFormValue("pass"), true); err != nil {
		return err
	}
	return web.Redirect(w, r, dayAt(r.PathValue("occasion"), "/kod", "pass", r.PostFormValue("pass"), "ny", "1"))
}

func (p *Pages) showCodes(w http.ResponseWriter, r *http.Request, session string, fresh bool) error {
	d, k, err := p.Attendance.Codes(r.Context(), actor(r), r.PathValue("occasion"), session, fresh)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := codeView{Title: c.T("attendance.code.title"), Back: dayAt(d.ID, ""), When: d.Title + ", " + p.when(c, k.Session), Action: dayAt(d.ID, "/kod"), Session: k.Session.ID,
		PIN: k.PIN[:3] + " " + k.PIN[3:], Address: p.URL + "/incheckning", Open: k.Open, OpensAt: p.opens(c, k.Session)}
	if r.URL.Query().Get("ny") != "" {
		v.Said = c.T("attendance.code.new_said")
	}
	if v.QR, v.Size, err = paper.QRSVG(p.URL + "/incheckning/" + k.Token); err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, v.Title, codePage(v))
}

// opens says when one can begin to check in.
func (p *Pages) opens(c *lang.Catalog, s occasion.Session) string {
	return c.When(p.Attendance.Opens(s), p.Frame.Now())
}

// sheetView is a list to print.
type sheetView struct {
	Title, Back, When string
	Table             ui.TableProps
}

// sheet is the list of participants to print and to sign by hand when nothing else works.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := sheetView{Title: c.T("attendance.sheet.title"), Back: dayAt(d.ID, ""), When: d.Title + ", " + where(c, d.Occasion)}
	v.Table = ui.TableProps{ID: "deltagare", Caption: c.T("attendance.sheet.caption", "n", len(d.Lines)), Columns: []ui.Column{{Title: c.T("attendance.name")}, {Title: c.T("attendance.from")}}}
	for _, s := range d.Sessions {
		v.Table.Columns = append(v.Table.Columns, ui.Column{Title: p.when(c, s)})
	}
	for _, l := range d.Lines {
		row := ui.Row{Head: ui.Text(l.Name), Cells: []templComponent{ui.Text(orDash(c, l.From))}}
		for _, s := range d.Sessions {
			words := "" // a place for a signature
			if pr := l.Presence[s.ID]; pr.State != "" {
				words = stateWords(c, pr, s)
			}
			row.Cells = append(row.Cells, signature(words))
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return p.show(w, r, http.StatusOK, v.Title, sheetPage(v))
}

func orDash(c *lang.Catalog, s string) string {
	if s == "" {
		return c.T("attendance.dash")
	}
	return s
}

// tagsView is name tags to print and cut apart, eight on a page.
type tagsView struct {
	Title, Back, Course string
	Tags                []tagView
}

// tagView is one tag: of a protected identity the contact code alone.
type tagView struct{ Name, From string }

func (p *Pages) tags(w http.ResponseWriter, r *http.Request) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := tagsView{Title: c.T("attendance.tags.title"), Back: dayAt(d.ID, ""), Course: d.Title}
	for _, l := range d.Lines {
		v.Tags = append(v.Tags, tagView{l.Name, l.From})
	}
	return p.show(w, r, http.StatusOK, v.Title, tagsPage(v))
}
