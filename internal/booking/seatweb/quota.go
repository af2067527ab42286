package seatweb

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostChanges is how many moves of seats the page shows.
const mostChanges = 50

// quotas is how an occasion's seats are divided and used.
func (p *Pages) quotas(w http.ResponseWriter, r *http.Request) error {
	h, err := p.head(r, "platser")
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	b, err := p.Bookings.Board(r.Context(), a, h.o.ID)
	if err != nil {
		return err
	}
	changes, err := p.Bookings.QuotaChanges(r.Context(), a, h.o.ID, mostChanges)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID
	v := p.pageOf(c, h)
	v.Said = said(c, r, map[string]string{"sparat": "seats.quota.saved", "flyttat": "seats.quota.moved"})
	v.Intro = []string{c.T("seats.quota.sum", "taken", b.Sum.Taken, "seats", b.Sum.Seats, "free", b.Sum.Free, "waiting", b.Sum.Waiting)}
	v.Sections = append(v.Sections, section{Table: boardTable(c, b), After: []string{c.T("seats.quota.pool_text")}, Links: []ui.LinkButtonProps{
		{Href: at + "/platser/andra", Text: c.T("seats.quota.edit")},
		{Href: at + "/platser/flytta", Text: c.T("seats.quota.move"), Kind: ui.Secondary},
		{Href: at + "/anmalan", Text: c.T("seats.quota.number"), Kind: ui.Secondary},
	}})
	history := section{ID: "historik", Title: c.T("seats.quota.history")}
	for _, x := range changes {
		i, err := p.changeItem(r, c, b, x)
		if err != nil {
			return err
		}
		history.Items = append(history.Items, i)
	}
	if len(changes) == 0 {
		history.None = c.T("seats.quota.no_history")
	}
	v.Sections = append(v.Sections, history)
	return p.show(w, r, http.StatusOK, v)
}

// boardTable is the one table of places, with the pool and sums that agree.
func boardTable(c *lang.Catalog, b booking.Board) ui.TableProps {
	t := ui.TableProps{ID: "fordelning", Caption: c.T("seats.quota.caption"), Cards: true, Columns: []ui.Column{{Title: c.T("seats.quota.place")}, {Title: c.T("seats.quota.seats"), Number: true},
		{Title: c.T("seats.quota.taken"), Number: true}, {Title: c.T("seats.quota.free"), Number: true}, {Title: c.T("seats.quota.waiting"), Number: true}, {Title: c.T("seats.quota.released")}}}
	row := func(l booking.BoardLine, name, note string) ui.Row {
		return ui.Row{Head: twoLines(name, note, ""), Cells: texts(itoa(l.Seats), itoa(l.Taken), itoa(l.Free), itoa(l.Waiting), releaseOf(c, l))}
	}
	for _, l := range b.Lines {
		note := ""
		if l.Outside {
			note = c.T("seats.quota.outside")
		}
		t.Rows = append(t.Rows, row(l, l.Name, note))
	}
	t.Rows = append(t.Rows, row(b.Pool, c.T("seats.quota.pool"), c.T("seats.quota.pool_note")))
	t.Foot = []ui.Row{row(b.Sum, c.T("seats.quota.all"), "")}
	return t
}

// releaseOf says when what a place does not use goes to the pool.
func releaseOf(c *lang.Catalog, l booking.BoardLine) string {
	switch {
	case l.ReleasedOn == "" && (l.NodeID == booking.Pool || l.NodeID == ""):
		return ""
	case l.ReleasedOn == "":
		return c.T("seats.quota.never")
	case l.Released:
		return c.T("seats.quota.was_released", "day", c.DateOf(l.ReleasedOn), "n", l.Had)
	}
	return c.DateOf(l.ReleasedOn)
}

// changeItem is one move of seats: what, when, by whom and why.
func (p *Pages) changeItem(r *http.Request, c *lang.Catalog, b booking.Board, x booking.QuotaChange) (item, error) {
	from, err := p.lineName(r, c, b, x.FromID)
	if err != nil {
		return item{}, err
	}
	to, err := p.lineName(r, c, b, x.ToID)
	if err != nil {
		return item{}, err
	}
	key, n := "seats.change."+x.What, x.Seats
	switch {
	case x.What == "set" && n < 0:
		key, n = "seats.change.less", -n
	case x.What == "set" && x.ToID == booking.Pool:
		key, to = "seats.change.less", from
	case x.What == "set" && n == 0:
		key = "seats.change.day"
	case x.What == "set":
		key = "seats.change.more"
	}
	i := item{Title: c.T(key, "n", n, "from", from, "to", to), Lines: []string{c.When(x.At, p.Now())}}
	if name, err := p.byName(r.Context(), x.By); err != nil {
		return item{}, err
	} else if name != "" {
		i.Lines[0] = c.T("seats.change.by", "when", i.Lines[0], "name", name)
	}
	if x.Why != "" && x.What != "invite" {
		i.Lines = append(i.Lines, c.T("seats.change.why", "why", x.Why))
	}
	return i, nil
}

// lineName is what a place of the board, or one that had seats, is called.
func (p *Pages) lineName(r *http.Request, c *lang.Catalog, b booking.Board, id string) (string, error) {
	if id == booking.Pool {
		return c.T("seats.quota.pool_in"), nil
	}
	for _, l := range b.Lines {
		if l.NodeID == id {
			return l.Name, nil
		}
	}
	n, err := p.Tree.FindEver(r.Context(), id)
	if errors.Is(err, org.ErrNoNode) {
		return c.T("seats.quota.outside"), nil
	}
	return n.Name, err
}

// editing is what stands in the form that divides the seats: as it is, as proposed, or as somebody typed it.
type editing struct {
	seats map[string]string
	on    string            // when unused seats are released
	was   map[string]string // the seats that places had when the form was shown
	wasOn string            // and what on was
	why   string
	basis string
	mark  string
	left  int64 // what the proposal leaves in the pool
}

// edit shows the form, filled with a proposal when one is asked for: nothing is kept until it is saved.
func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	a := page.Of(r.Context()).Actor
	b, err := p.Bookings.Board(r.Context(), a, r.PathValue("occasion"))
	if err != nil {
		return err
	}
	e := asIs(b)
	q := r.URL.Query()
	if basis := q.Get("forslag"); basis == "antal" || basis == "behov" {
		if err := p.proposed(r, b, &e, basis, q.Get("dela")); refusal(err) != nil {
			return p.showEdit(w, r, web.Status(refusal(err)), b, e, &refused{refusal(err), q, "forslag"})
		} else if err != nil {
			return err
		}
	}
	return p.showEdit(w, r, http.StatusOK, b, e, nil)
}

func asIs(b booking.Board) editing {
	e := editing{mark: b.Mark, basis: "hand"}
	e.shows(b)
	e.seats, e.on = maps.Clone(e.was), e.wasOn
	return e
}

// shows notes what the form shows as it is now.
func (e *editing) shows(b booking.Board) {
	e.was = map[string]string{}
	for _, l := range b.Lines {
		if !l.Outside {
			e.was[l.NodeID] = itoa(l.Seats)
		}
	}
	e.wasOn, _ = releaseDay(b)
}

// releaseDay is the day that the form shows: the last one of those to come, else of those that have been. mixed tells that
// the places have not all the same.
func releaseDay(b booking.Board) (day string, mixed bool) {
	past, n := "", 0
	for _, l := range b.Lines {
		switch {
		case l.Outside:
			continue
		case l.Released:
			past = max(past, l.ReleasedOn)
		default:
			day = max(day, l.ReleasedOn)
		}
		n++
	}
	if day == "" {
		day = past
	}
	for _, l := range b.Lines {
		mixed = mixed || !l.Outside && l.ReleasedOn != day
	}
	return day, mixed && n > 1
}

// quotaOf is what a place is to have, of what was typed. Without another day of release each place keeps its own, and what
// it had before its seats were released; seats given to a place after its day are its own.
func (e editing) quotaOf(b booking.Board, node, today string) booking.Quota {
	q := booking.Quota{OccasionID: b.Occasion.ID, NodeID: node, Seats: number(e.seats[node]), ReleasedOn: e.on, Basis: e.basis}
	i := slices.IndexFunc(b.Lines, func(l booking.BoardLine) bool { return l.NodeID == node && !l.Outside })
	switch {
	case e.on != e.wasOn:
		return q
	case i >= 0:
		l := b.Lines[i]
		if was, seen := e.was[node]; seen && q.Seats == number(was) || !seen && q.Seats == l.Seats {
			q.Seats, q.ReleasedOn, q.Basis = l.Had, l.ReleasedOn, l.Basis
			return q
		}
		q.ReleasedOn = l.ReleasedOn
	}
	if q.ReleasedOn <= today {
		q.ReleasedOn = ""
	}
	return q
}

// proposed fills the form with a proposal for share seats; "" shares all but what organisations outside have.
func (p *Pages) proposed(r *http.Request, b booking.Board, e *editing, basis, share string) error {
	a := page.Of(r.Context()).Actor
	places, err := p.Bookings.Places(r.Context(), a, b.Occasion.ID)
	if err != nil {
		return err
	}
	all := b.Occasion.Seats
	for _, l := range b.Lines {
		if l.Outside {
			all -= l.Had
		}
	}
	n := all
	if strings.TrimSpace(share) != "" {
		n = number(share)
	}
	if n > all || n < 0 {
		return booking.ErrNumber.On("dela")
	}
	ids := make([]string, len(places))
	for i, x := range places {
		ids[i] = x.ID
	}
	propose, kind := p.Bookings.ByPeople, "people"
	if basis == "behov" {
		propose, kind = p.Bookings.ByNeed, "need"
	}
	quotas, err := propose(r.Context(), a, b.Occasion.ID, ids, n)
	if err != nil {
		return err
	}
	e.basis, e.left = kind, all
	for _, q := range quotas {
		e.seats[q.NodeID] = itoa(q.Seats)
		e.left -= q.Seats
	}
	return nil
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, b booking.Board, e editing, wrong *refused) error {
	h, err := p.head(r, "platser")
	if err != nil {
		return err
	}
	places, err := p.Bookings.Places(r.Context(), page.Of(r.Context()).Actor, h.o.ID)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/platser"
	v := p.pageOf(c, h)
	v.Title = c.T("seats.edit.title")
	v.About = append([]string{h.o.Title}, v.About...)
	v.Tabs, v.Back = nil, ui.Link{Href: at, Text: c.T("seats.edit.back")}
	v.Intro = []string{c.T("seats.edit.intro", "n", h.o.Seats)}
	if wrong != nil {
		ids := map[string]string{"released_on": "slapps", "why": "skal", "dela": "dela"}
		for _, n := range places {
			ids["seats."+n.ID] = "platser-" + n.ID
		}
		wrong.told(c, &v, ids)
	}
	v.Sections = append(v.Sections, proposalSection(c, at, e, wrong), section{ID: "platser", Title: c.T("seats.edit.places"), Forms: []form{p.editForm(c, at, h.o.FirstDay, places, b, e, wrong)}})
	return p.show(w, r, status, v)
}

// proposalSection asks for a proposal, or says what the one shown is made of.
func proposalSection(c *lang.Catalog, at string, e editing, wrong *refused) section {
	s := section{ID: "foresla", Title: c.T("seats.edit.propose")}
	switch e.basis {
	case "people", "need":
		s.Lines = []string{c.T("seats.edit.proposed." + e.basis), c.T("seats.edit.proposed_left", "n", e.left)}
	default:
		s.Lines = []string{c.T("seats.edit.propose_text")}
	}
	f := form{Action: at + "/andra", Get: true, Button: c.T("seats.edit.propose_show"), Kind: ui.Secondary,
		Before: []ui.ChoicesProps{{Name: "forslag", Legend: c.T("seats.edit.propose_by"), Choices: []ui.Choice{
			{Value: "antal", Text: c.T("seats.edit.by_people"), Note: c.T("seats.edit.by_people_note"), Chosen: e.basis != "need"},
			{Value: "behov", Text: c.T("seats.edit.by_need"), Note: c.T("seats.edit.by_need_note"), Chosen: e.basis == "need"}}}},
		Fields: []ui.FieldProps{{Name: "dela", Label: c.T("seats.edit.share"), Tip: c.T("seats.edit.share_tip"), Type: "number", InputMode: "numeric", Optional: true,
			Value: wrong.typed("forslag", "dela", ""), Error: wrong.at(c, "forslag", "dela"), Attrs: atLeast(0)}}}
	s.Forms = []form{f}
	return s
}

// editForm has a row for each place: how many it has taken, and a field for how many seats are its own.
func (p *Pages) editForm(c *lang.Catalog, at, firstDay string, places []org.Node, b booking.Board, e editing, wrong *refused) form {
	f := form{Action: at, Button: c.T("seats.edit.save"), Hidden: [][2]string{{"sett", e.mark}, {"grund", e.basis}, {"slapps-visat", e.wasOn}}, Cancel: ui.LinkButtonProps{Href: at, Text: c.T("seats.cancel"), Kind: ui.Secondary}}
	f.Table = ui.TableProps{ID: "platser-per-kommun", Caption: c.T("seats.edit.caption"), Columns: []ui.Column{{Title: c.T("seats.quota.place")}, {Title: c.T("seats.quota.seats")}, {Title: c.T("seats.quota.taken"), Number: true}, {Title: c.T("seats.quota.waiting"), Number: true}}}
	for _, n := range places {
		i := slices.IndexFunc(b.Lines, func(l booking.BoardLine) bool { return l.NodeID == n.ID })
		l := booking.BoardLine{}
		if i >= 0 {
			l = b.Lines[i]
		}
		x := cell{Type: "number", ID: "platser-" + n.ID, Name: "platser." + n.ID, Value: e.seats[n.ID], Label: c.T("seats.edit.label", "place", n.Name), Wrong: wrong.at(c, "spara", "seats."+n.ID) != ""}
		switch now := itoa(l.Seats); {
		case e.seats[n.ID] != "" && now != e.seats[n.ID] || e.seats[n.ID] == "" && l.Seats > 0:
			x.Note = c.T("seats.edit.now", "n", now)
		case l.Released:
			x.Note = c.T("seats.edit.had", "n", l.Had)
		}
		if was, has := e.was[n.ID]; has {
			f.Hidden = append(f.Hidden, [2]string{"visat." + n.ID, was})
		}
		f.Table.Rows = append(f.Table.Rows, ui.Row{Head: ui.Text(n.Name), Cells: []templ.Component{cellField(x), ui.Text(itoa(l.Taken)), ui.Text(itoa(l.Waiting))}})
	}
	tip := c.T("seats.edit.released_tip")
	if _, mixed := releaseDay(b); mixed {
		tip = c.T("seats.edit.released_mixed")
	}
	f.Fields = []ui.FieldProps{
		{Name: "slapps", Label: c.T("seats.edit.released"), Tip: tip, Type: "date", Value: e.on, Optional: true, Error: wrong.at(c, "spara", "released_on"), Attrs: templ.Attributes{"max": firstDay}},
		{Name: "skal", Label: c.T("seats.edit.why"), Tip: c.T("seats.edit.why_tip"), Value: e.why, Optional: true, Error: wrong.at(c, "spara", "why")}}
	return f
}

// save keeps how the seats are divided. Who was second gets the difference and keeps what was typed.
func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, a, id := r.PostForm, page.Of(r.Context()).Actor, r.PathValue("occasion")
	e := editing{seats: map[string]string{}, on: f.Get("slapps"), was: map[string]string{}, wasOn: f.Get("slapps-visat"), why: f.Get("skal"), basis: f.Get("grund"), mark: f.Get("sett")}
	if e.basis != "people" && e.basis != "need" {
		e.basis = "hand"
	}
	for name := range f {
		if node, ok := strings.CutPrefix(name, "visat."); ok {
			e.was[node] = f.Get(name)
		}
	}
	b, err := p.Bookings.Board(r.Context(), a, id) // divided as it was shown, or SetQuotasSeen refuses
	if err != nil {
		return err
	}
	var quotas []booking.Quota
	for name := range f {
		node, ok := strings.CutPrefix(name, "platser.")
		if !ok {
			continue
		}
		e.seats[node] = strings.TrimSpace(f.Get(name))
		if q := e.quotaOf(b, node, p.Bookings.Today()); q.Seats != 0 {
			quotas = append(quotas, q)
		}
	}
	slices.SortFunc(quotas, func(x, y booking.Quota) int { return strings.Compare(x.NodeID, y.NodeID) })
	err = p.Bookings.SetQuotasSeen(r.Context(), a, id, quotas, e.mark, e.why)
	if wrong := refusal(err); wrong != nil {
		if b, err = p.Bookings.Board(r.Context(), a, id); err != nil {
			return err
		}
		if errors.Is(wrong, booking.ErrChanged) {
			wrong = errDivided
			e.mark = b.Mark // what others have done stands beside each field now
			e.shows(b)
		}
		return p.showEdit(w, r, web.Status(wrong), b, e, &refused{wrong, f, "spara"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/platser", "klart", "sparat"))
}

// errDivided tells the second of two who divide the seats at once.
var errDivided = fault.New(fault.Conflict, "seats.edit.changed")

func (p *Pages) moving(w http.ResponseWriter, r *http.Request) error {
	return p.showMove(w, r, http.StatusOK, nil)
}

func (p *Pages) showMove(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	h, err := p.head(r, "platser")
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	b, err := p.Bookings.Board(r.Context(), a, h.o.ID)
	if err != nil {
		return err
	}
	places, err := p.Bookings.Places(r.Context(), a, h.o.ID)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/platser"
	v := p.pageOf(c, h)
	v.Title, v.Tabs, v.Back = c.T("seats.move.title"), nil, ui.Link{Href: at, Text: c.T("seats.edit.back")}
	v.About = append([]string{h.o.Title}, v.About...)
	v.Intro = []string{c.T("seats.move.intro")}
	wrong.told(c, &v, map[string]string{"n": "antal", "why": "skal"})
	from := []ui.Option{{Value: booking.Pool, Text: c.T("seats.move.free", "place", c.T("seats.quota.pool"), "n", b.Pool.Free)}}
	for _, l := range b.Lines {
		if !l.Outside && l.Free > 0 {
			from = append(from, ui.Option{Value: l.NodeID, Text: c.T("seats.move.free", "place", l.Name, "n", l.Free)})
		}
	}
	to := []ui.Option{{Value: booking.Pool, Text: c.T("seats.quota.pool")}}
	for _, n := range places {
		to = append(to, ui.Option{Value: n.ID, Text: n.Name})
	}
	q := r.URL.Query()
	v.Sections = append(v.Sections, section{Forms: []form{{Action: at + "/flytta", Button: c.T("seats.move.do"), Cancel: ui.LinkButtonProps{Href: at, Text: c.T("seats.cancel"), Kind: ui.Secondary}, Fields: []ui.FieldProps{
		{Name: "fran", Label: c.T("seats.move.from"), Options: from, Value: wrong.typed("flytta", "fran", q.Get("fran"))},
		{Name: "till", Label: c.T("seats.move.to"), Options: to, Value: wrong.typed("flytta", "till", q.Get("till"))},
		{Name: "antal", Label: c.T("seats.move.n"), Type: "number", InputMode: "numeric", Value: wrong.typed("flytta", "antal", q.Get("antal")), Error: wrong.at(c, "flytta", "n"), Attrs: atLeast(1)},
		{Name: "skal", Label: c.T("seats.move.why"), Tip: c.T("seats.move.why_tip"), Value: wrong.typed("flytta", "skal", q.Get("skal")), Error: wrong.at(c, "flytta", "why")},
	}}}})
	return p.show(w, r, status, v)
}

func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, id := r.PostForm, r.PathValue("occasion")
	err := p.Bookings.Move(r.Context(), page.Of(r.Context()).Actor, id, f.Get("fran"), f.Get("till"), number(f.Get("antal")), f.Get("skal"))
	if wrong := refusal(err); wrong != nil {
		return p.showMove(w, r, web.Status(wrong), &refused{wrong, f, "flytta"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/platser", "klart", "flyttat"))
}
