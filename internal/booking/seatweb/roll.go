package seatweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/mix"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// onPage is how many people a page of the roll has.
const onPage = 100

// roll is the organiser's list of who comes, by name (rule 30): reading it is logged.
func (p *Pages) roll(w http.ResponseWriter, r *http.Request) error {
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	all, _, err := p.Bookings.RollOf(r.Context(), page.Of(r.Context()).Actor, h.o.ID)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/deltagare"
	v := p.pageOf(c, h)
	v.Said = said(c, r, map[string]string{"gast": "seats.roll.guest_added", "bokad": "seats.roll.booked", "ko": "seats.roll.queued", "avbokad": "seats.roll.cancelled", "bytt": "seats.roll.substituted"})
	var come, assess, rest []booking.Attendee
	for _, x := range all {
		switch {
		case x.Guest.Part == booking.Assessor:
			assess = append(assess, x)
		case x.Takes != "":
			come = append(come, x)
		default:
			rest = append(rest, x)
		}
	}
	v.Intro = []string{c.T("seats.roll.sum", "n", len(come), "seats", h.o.Seats, "rest", len(rest))}
	n := page.Number(r.URL.Query().Get("sida"))
	shown := come[min((n-1)*onPage, len(come)):min(n*onPage, len(come))]
	list := section{ID: "kommer", Title: c.T("seats.roll.come"), Table: rollTable(c, "deltagarlista", c.T("seats.roll.caption"), ref, at, shown), Pager: page.Pager(at, "sida", n, len(come), onPage)}
	if len(come) == 0 {
		list.Table, list.None = ui.TableProps{}, c.T("seats.roll.nobody")
	}
	list.Links = []ui.LinkButtonProps{
		{Href: at + "/gast", Text: c.T("seats.roll.add_guest"), Icon: "plus"},
		{Href: at + "/boka", Text: c.T("seats.roll.book"), Kind: ui.Secondary},
	}
	v.Sections = append(v.Sections, list)
	if len(assess) > 0 {
		v.Sections = append(v.Sections, section{ID: "bedomer", Title: c.T("seats.roll.assess"), Table: rollTable(c, "bedomarlista", c.T("seats.roll.assess_caption"), ref, at, assess)})
	}
	if len(rest) > 0 {
		v.Sections = append(v.Sections, section{ID: "utan-plats", Title: c.T("seats.roll.rest"), Table: rollTable(c, "utan-plats-lista", c.T("seats.roll.rest_caption"), ref, at, rest[:min(len(rest), onPage)])})
	}
	v.Sections = append(v.Sections, section{ID: "hamta", Title: c.T("seats.roll.files"), Lines: []string{c.T("seats.roll.files_text")}, Links: []ui.LinkButtonProps{
		{Href: at + "/fil?form=xlsx", Text: c.T("seats.roll.excel"), Kind: ui.Secondary, Icon: "download"},
		{Href: at + "/fil?form=csv", Text: c.T("seats.roll.csv"), Kind: ui.Secondary, Icon: "download"},
		{Href: at + "/utskrift", Text: c.T("seats.roll.print"), Kind: ui.Secondary, Icon: "printer"},
	}, After: []string{c.T("seats.roll.logged")}})
	return p.show(w, r, http.StatusOK, v)
}

func rollTable(c *lang.Catalog, id, caption string, ref org.Reference, at string, all []booking.Attendee) ui.TableProps {
	t := ui.TableProps{ID: id, Caption: caption, Cards: true, Columns: []ui.Column{{Title: c.T("seats.roll.name")}, {Title: c.T("seats.roll.from")}, {Title: c.T("seats.roll.occupation")}, {Title: c.T("seats.roll.step")}, {Title: c.T("seats.roll.state")}}}
	for _, x := range all {
		cells := rollCells(c, ref, x)
		row := ui.Row{Head: twoLines(cells[0], "", at+"/"+x.ID), Cells: texts(cells[1:4]...)}
		row.Cells = append(row.Cells, stateOf(c, x.Line))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// rollCells are a line as words: name, from where, occupation, step, state, part.
func rollCells(c *lang.Catalog, ref org.Reference, x booking.Attendee) []string {
	from, step, part := x.Municipality, "", booking.Participant
	if x.Employer != "" && x.Employer != x.Municipality {
		from = x.Employer
		if x.Municipality != "" {
			from = c.T("seats.roll.from_both", "employer", x.Employer, "town", x.Municipality)
		}
	}
	if x.Hidden {
		from = c.T("seats.roll.hidden")
	}
	if x.Step != mix.Unknown {
		step = c.T("seats.step." + string(x.Step))
	}
	if !x.Person() {
		part = x.Guest.Part
	}
	return []string{x.Name, from, ref.Occupation(x.Occupation).Name, step, c.T("seats.state." + string(x.State)), c.T("seats.part." + part)}
}

// looks is how a state looks beside its word.
var looks = map[seat.State]ui.StatusKind{seat.Booked: ui.Done, seat.Attended: ui.Done, seat.Part: ui.Ongoing, seat.Offered: ui.Ongoing, seat.Waiting: ui.Paused, seat.Asked: ui.Paused, seat.Approved: ui.Paused, seat.Absent: ui.Missing}

func stateOf(c *lang.Catalog, l booking.Line) templ.Component {
	word := c.T("seats.state." + string(l.State))
	if k, ok := looks[l.State]; ok {
		return ui.Status(k, word)
	}
	return ui.Text(word)
}

// file is the roll for a program for sheets, with what the organiser needs and nothing else.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	rows, err := p.rollRows(r, h)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	name := "deltagare-" + h.o.FirstDay
	if r.URL.Query().Get("form") != "xlsx" {
		return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
	}
	body, err := grid.Excel(c.T("seats.tab.roll"), rows)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, name+".xlsx", body)
}

func (p *Pages) rollRows(r *http.Request, h head) ([][]string, error) {
	all, _, err := p.Bookings.RollOf(r.Context(), page.Of(r.Context()).Actor, h.o.ID)
	if err != nil {
		return nil, err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	c := p.catalog(r)
	rows := [][]string{{c.T("seats.roll.name"), c.T("seats.roll.from"), c.T("seats.roll.occupation"), c.T("seats.roll.step"), c.T("seats.roll.state"), c.T("seats.roll.part")}}
	for _, x := range all {
		rows = append(rows, rollCells(c, ref, x))
	}
	return rows, nil
}

// printed is the roll to print: names to tick off, nothing else around.
func (p *Pages) printed(w http.ResponseWriter, r *http.Request) error {
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	rows, err := p.rollRows(r, h)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := p.pageOf(c, h)
	v.Tabs, v.Back = nil, ui.Link{Href: "/kurstillfallen/" + h.o.ID + "/deltagare", Text: c.T("seats.roll.back")}
	t := ui.TableProps{ID: "utskrift", Caption: c.T("seats.roll.caption")}
	for _, title := range append(rows[0][:3:3], rows[0][4], c.T("seats.roll.signed")) {
		t.Columns = append(t.Columns, ui.Column{Title: title})
	}
	for _, row := range rows[1:] {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(row[0]), Cells: texts(row[1], row[2], row[4], "")})
	}
	v.Sections = []section{{Table: t, Print: c.T("seats.roll.print_do")}}
	return p.show(w, r, http.StatusOK, v)
}

// addGuest books a guest for the organiser.
func (p *Pages) guest(w http.ResponseWriter, r *http.Request) error {
	return p.showGuest(w, r, http.StatusOK, nil)
}

func (p *Pages) showGuest(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/deltagare"
	v := p.pageOf(c, h)
	v.Title, v.Tabs, v.Back = c.T("seats.guest.title"), nil, ui.Link{Href: at, Text: c.T("seats.roll.back")}
	v.About = append([]string{h.o.Title}, v.About...)
	v.Intro = []string{c.T("seats.guest.intro")}
	wrong.told(c, &v, map[string]string{"name": "namn", "organisation": "organisation", "email": "epost", "part": "roll"})
	v.Sections = []section{{Forms: []form{guestForm(c, at+"/gast", "gast", wrong, true)}, After: []string{c.T("seats.guest.seen")}}}
	return p.show(w, r, status, v)
}

func (p *Pages) addGuest(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	id := r.PathValue("occasion")
	k, err := p.Bookings.BookGuest(r.Context(), page.Of(r.Context()).Actor, id, "", guestOf(r), "")
	if wrong := refusal(err); wrong != nil {
		return p.showGuest(w, r, web.Status(wrong), &refused{wrong, r.PostForm, "gast"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/deltagare", "klart", doneWith(k, "gast")))
}

// doneWith is what came of booking somebody: a seat, or a place on the reserve list.
func doneWith(k booking.Booking, seated string) string {
	if k.State == seat.Waiting {
		return "ko"
	}
	return seated
}

// finding is the form by which the organiser books one person of a municipality: the number is exact, nobody is listed.
func (p *Pages) finding(w http.ResponseWriter, r *http.Request) error {
	return p.showFinding(w, r, http.StatusOK, nil)
}

func (p *Pages) showFinding(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	options, err := p.employers(r.Context(), h)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/deltagare"
	v := p.pageOf(c, h)
	v.Title, v.Tabs, v.Back = c.T("seats.find.title"), nil, ui.Link{Href: at, Text: c.T("seats.roll.back")}
	v.About = append([]string{h.o.Title}, v.About...)
	v.Intro = []string{c.T("seats.find.intro")}
	wrong.told(c, &v, map[string]string{"nummer": "nummer"})
	v.Sections = []section{{Forms: []form{{Action: at + "/boka", Button: c.T("seats.find.find"), Fields: []ui.FieldProps{
		{Name: "kommun", Label: c.T("seats.find.town"), Options: options, Value: wrong.typed("boka", "kommun", "")},
		{Name: "nummer", Label: c.T("seats.find.number"), Tip: c.T("seats.find.number_tip"), Value: wrong.typed("boka", "nummer", ""), Error: wrong.at(c, "boka", "nummer"), Autocomplete: "off"},
	}}}, After: []string{c.T("seats.find.logged")}}}
	return p.show(w, r, status, v)
}

// employers are the places whose people an occasion is for, to choose from.
func (p *Pages) employers(ctx context.Context, h head) ([]ui.Option, error) {
	places, err := p.Bookings.Places(ctx, page.Of(ctx).Actor, h.o.ID)
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, n := range places {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out, nil
}

// found shows who has the number, and asks before anybody is booked.
func (p *Pages) found(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, a := r.PostForm, page.Of(r.Context()).Actor
	h, err := p.head(r, "deltagare")
	if err != nil {
		return err
	}
	card, err := p.Bookings.ByNumber(r.Context(), a, h.o.ID, f.Get("kommun"), f.Get("nummer"))
	if err == nil && f.Get("ja") == "1" {
		k, booked := p.Bookings.Book(r.Context(), a, h.o.ID, card.PersonID, f.Get("skal"))
		if err = booked; err == nil {
			return web.Redirect(w, r, page.At("/kurstillfallen/"+h.o.ID+"/deltagare", "klart", doneWith(k, "bokad")))
		}
	}
	if wrong := refusal(err); wrong != nil {
		return p.showFinding(w, r, web.Status(wrong), &refused{wrong, f, "boka"})
	}
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/deltagare"
	v := p.pageOf(c, h)
	v.Title, v.Tabs, v.Back = c.T("seats.find.sure", "name", card.Shown()), nil, ui.Link{Href: at + "/boka", Text: c.T("seats.find.again")}
	v.About = append([]string{h.o.Title}, v.About...)
	v.Intro = []string{c.T("seats.find.from", "town", p.townName(r.Context(), f.Get("kommun")))}
	v.Sections = []section{{Forms: []form{{Action: at + "/boka", Button: c.T("seats.find.book"), Describes: card.Shown(), Hidden: [][2]string{{"kommun", f.Get("kommun")}, {"nummer", f.Get("nummer")}, {"ja", "1"}},
		Fields: []ui.FieldProps{{Name: "skal", Label: c.T("seats.find.why"), Optional: true}}, Cancel: ui.LinkButtonProps{Href: at, Text: c.T("seats.cancel"), Kind: ui.Secondary}}}}}
	return p.show(w, r, http.StatusOK, v)
}
