package seatweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/search"
)

// daysOnPage is how many course days a page of the municipal contact has.
const daysOnPage = 30

// errNoTown answers who names people nowhere.
var errNoTown = fault.New(fault.Denied, "seats.town.none")

// townOf is the place that a page is about: the one named, else the visitor's first.
func (p *Pages) townOf(r *http.Request, path string) (org.Node, []ui.Link, error) {
	named := r.FormValue("plats")
	all, err := p.Tree.Employers(r.Context(), page.Of(r.Context()).Actor, may.NameSeats, p.Staff.Today())
	if err != nil {
		return org.Node{}, nil, err
	}
	if named == "" && len(all) > 0 {
		named = all[0].ID
	}
	if named == "" {
		return org.Node{}, nil, errNoTown
	}
	n, err := p.Tree.Find(r.Context(), named, p.Staff.Today())
	if err != nil {
		return n, nil, err
	}
	var links []ui.Link
	for _, o := range all {
		links = append(links, ui.Link{Href: page.At(path, "plats", o.ID), Text: o.Name, Current: o.ID == n.ID})
	}
	return n, links, nil
}

// towns lists the course days that a municipality can send people to: first what needs doing.
func (p *Pages) towns(w http.ResponseWriter, r *http.Request) error {
	node, others, err := p.townOf(r, "/kommun/kursdagar")
	if err != nil {
		return err
	}
	n := page.Number(r.URL.Query().Get("sida"))
	days, all, err := p.Bookings.TownDays(r.Context(), page.Of(r.Context()).Actor, node.ID, daysOnPage, (n-1)*daysOnPage)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := pageView{Back: ui.Link{Href: "/kommun", Text: c.T("seats.town.back")}, Title: c.T("seats.town.title", "place", node.Name), Places: others, Intro: []string{c.T("seats.town.intro")}}
	todo := section{ID: "att-gora", Title: c.T("seats.town.todo")}
	list := section{ID: "kursdagar", Title: c.T("seats.town.days")}
	t := ui.TableProps{ID: "kursdagslista", Caption: c.T("seats.town.caption"), Cards: true, Columns: []ui.Column{{Title: c.T("seats.town.day")}, {Title: c.T("seats.town.quota"), Number: true}, {Title: c.T("seats.town.booked"), Number: true},
		{Title: c.T("seats.quota.free"), Number: true}, {Title: c.T("seats.quota.waiting"), Number: true}, {Title: c.T("seats.town.cut_off")}}}
	for _, d := range days {
		at := page.At("/kommun/kursdagar/"+d.Occasion.ID, "plats", node.ID)
		if i, is := p.todoItem(c, d, at); is {
			todo.Items = append(todo.Items, i)
		}
		quota := c.T("seats.town.pool_only")
		if d.HasQuota {
			quota = itoa(d.Quota.Seats)
		}
		cut := c.T("seats.town.no_cut_off")
		if d.Occasion.CutOff != "" {
			cut = c.DateOf(d.Occasion.CutOff)
		}
		t.Rows = append(t.Rows, ui.Row{Head: twoLines(d.Occasion.Title, p.days(c, d.Occasion), at),
			Cells: texts(quota, itoa(d.Own.Booked+d.Own.Offered), itoa(d.Quota.Free+d.PoolFree), itoa(d.Own.Waiting), cut)})
	}
	if len(todo.Items) == 0 {
		todo.None = c.T("seats.town.nothing")
	}
	if list.Table, list.Pager = t, page.Pager(page.At("/kommun/kursdagar", "plats", node.ID), "sida", n, all, daysOnPage); all == 0 {
		list.Table, list.None = ui.TableProps{}, c.T("seats.town.no_days")
	} else {
		list.After = []string{c.T("seats.town.free_text")}
	}
	v.Sections = append(v.Sections, todo, list, p.choiceSection(r, c, node))
	v.Said = said(c, r, map[string]string{"valt": "seats.choice.saved"})
	return p.show(w, r, http.StatusOK, v)
}

// soon is how many days before seats are released, or booking closes, that unused seats are something to do.
const soon = 21

// todoItem is a day where something waits for the contact: people without an answer, offers, unused seats.
func (p *Pages) todoItem(c *lang.Catalog, d booking.TownDay, at string) (item, bool) {
	i := item{Title: d.Occasion.Title, Marks: []string{p.days(c, d.Occasion)}, Link: ui.LinkButtonProps{Href: at, Text: c.T("seats.town.open"), Kind: ui.Secondary, Describes: d.Occasion.Title}}
	if d.Own.Asked > 0 {
		i.Lines = append(i.Lines, c.T("seats.town.asked", "n", d.Own.Asked))
	}
	if d.Own.Approved > 0 {
		i.Lines = append(i.Lines, c.T("seats.town.approved", "n", d.Own.Approved))
	}
	if d.Own.Offered > 0 && d.FirstOffer != nil {
		i.Lines = append(i.Lines, c.T("seats.town.offered", "n", d.Own.Offered, "when", c.When(*d.FirstOffer, p.Now())))
	}
	if on := lastDay(d); d.HasQuota && d.Quota.Free > 0 && on != "" && within(p.Staff.Today(), on, soon) {
		i.Lines = append(i.Lines, c.T("seats.town.unused", "n", d.Quota.Free, "day", c.DateOf(on)))
	}
	return i, len(i.Lines) > 0
}

// lastDay is until when a place can use its own seats.
func lastDay(d booking.TownDay) string {
	if d.Quota.ReleasedOn != "" && (d.Occasion.CutOff == "" || d.Quota.ReleasedOn < d.Occasion.CutOff) {
		return d.Quota.ReleasedOn
	}
	return d.Occasion.CutOff
}

// choiceSection says who gives the place's people their seats, and lets the contact choose.
func (p *Pages) choiceSection(r *http.Request, c *lang.Catalog, node org.Node) section {
	choice, err := p.Bookings.ChoiceOf(r.Context(), node.ID)
	if err != nil {
		return section{}
	}
	names := ui.ChoicesProps{Name: "delar_ut", Legend: c.T("seats.choice.names"), Choices: []ui.Choice{
		{Value: string(booking.Manager), Text: c.T("seats.choice.manager"), Note: c.T("seats.choice.manager_note"), Chosen: choice.Names == booking.Manager},
		{Value: string(booking.Contact), Text: c.T("seats.choice.contact"), Note: c.T("seats.choice.contact_note"), Chosen: choice.Names == booking.Contact}}}
	approval := ui.ChoicesProps{Name: "godkanner", Legend: c.T("seats.choice.approval"), Choices: []ui.Choice{
		{Value: "ja", Text: c.T("seats.choice.approval_yes"), Chosen: choice.Approval}, {Value: "nej", Text: c.T("seats.choice.approval_no"), Chosen: !choice.Approval}}}
	return section{Hidden: c.T("seats.choice.title"), Forms: []form{{Action: "/kommun/kursdagar/val", Hidden: [][2]string{{"plats", node.ID}}, Before: []ui.ChoicesProps{approval, names}, Button: c.T("seats.choice.save"), Kind: ui.Secondary}}}
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	err := p.Bookings.SetChoice(r.Context(), page.Of(r.Context()).Actor, f.Get("plats"), booking.Choice{Approval: f.Get("godkanner") != "nej", Names: booking.Side(f.Get("delar_ut"))})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/kursdagar", "plats", f.Get("plats"), "klart", "valt"))
}

// town is one course day of the municipal contact: who asks, who has a seat, who waits, and the seats.
func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	return p.showTown(w, r, http.StatusOK, nil, nil)
}

// showTown shows it; answers are what came of booking several at once.
func (p *Pages) showTown(w http.ResponseWriter, r *http.Request, status int, wrong *refused, answers []booking.Answer) error {
	id := r.PathValue("occasion")
	node, others, err := p.townOf(r, "/kommun/kursdagar/"+id)
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	d, err := p.Bookings.TownDay(r.Context(), a, node.ID, id)
	if err != nil {
		return err
	}
	roll, err := p.Bookings.Roll(r.Context(), a, id)
	if err != nil {
		return err
	}
	roll = slices.DeleteFunc(roll, func(l booking.Line) bool { return l.EmployerID != node.ID })
	line, err := p.Bookings.Queue(r.Context(), a, id, node.ID)
	if err != nil {
		return err
	}
	rule, err := p.Bookings.RuleOf(r.Context(), id)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kommun/kursdagar/"+id
	v := pageView{Back: ui.Link{Href: page.At("/kommun/kursdagar", "plats", node.ID), Text: c.T("seats.town.back_days")}, Title: d.Occasion.Title, About: []string{p.days(c, d.Occasion), where(c, d.Occasion, p.townName(r.Context(), d.Occasion.Town))}, Places: others}
	v.Said = said(c, r, map[string]string{"svarat": "seats.town.answered", "avbokad": "seats.roll.cancelled", "bytt": "seats.roll.substituted", "ordnat": "seats.queue.ordered", "tillbaka": "seats.town.given_back"})
	ids := map[string]string{}
	if d.HasQuota && d.Quota.Free > 0 {
		ids["n"] = "antal"
	}
	if wrong != nil {
		ids["why"], ids["place"] = "skal-"+wrong.where, "ordning-"+wrong.where
	}
	wrong.told(c, &v, ids)
	if len(answers) > 0 {
		v.Sections = append(v.Sections, p.answersSection(r, c, roll, answers))
	}
	v.Intro = p.townSum(c, node, d)
	order := orderSection(c, at, rule, line, wrong, false)
	for k := range order.Items {
		order.Items[k].More[0].Forms[0].Hidden = append(order.Items[k].More[0].Forms[0].Hidden, [2]string{"plats", node.ID})
		if line[k].Name == "" {
			order.Items[k].More = nil // of another employer: no name, and theirs to speak for
		}
	}
	v.Sections = append(v.Sections, askedSection(c, at, node.ID, roll, wrong), namesSection(c, at, node.ID), seatedSection(c, at, node.ID, roll), order)
	if s, ok := p.backSection(c, at, node, d, wrong); ok {
		v.Sections = append(v.Sections, s)
	}
	return p.show(w, r, status, v)
}

// townSum says how the place's seats stand, in sentences.
func (p *Pages) townSum(c *lang.Catalog, node org.Node, d booking.TownDay) []string {
	var out []string
	if d.HasQuota {
		out = append(out, c.T("seats.town.has", "place", node.Name, "n", d.Quota.Seats, "free", d.Quota.Free))
		if on := d.Quota.ReleasedOn; on != "" {
			if d.Quota.Released > 0 {
				out = append(out, c.T("seats.town.was_released", "n", d.Quota.Released, "day", c.DateOf(on)))
			} else {
				out = append(out, c.T("seats.town.released", "day", c.DateOf(on)))
			}
		}
	} else {
		out = append(out, c.T("seats.town.no_quota", "place", node.Name))
	}
	out = append(out, c.T("seats.town.pool", "n", d.PoolFree))
	if d.Occasion.CutOff != "" {
		out = append(out, c.T("seats.town.last_day", "day", c.DateOf(d.Occasion.CutOff)))
	}
	if n := d.Others.Booked + d.Others.Offered + d.Others.Waiting + d.Others.Asked + d.Others.Approved; n > 0 {
		out = append(out, c.T("seats.town.others", "booked", d.Others.Booked+d.Others.Offered, "rest", n-d.Others.Booked-d.Others.Offered))
	}
	return out
}

// askedSection lists who has asked and has no answer yet, with yes and no.
func askedSection(c *lang.Catalog, at, place string, roll []booking.Line, wrong *refused) section {
	s := section{ID: "vantar-pa-svar", Title: c.T("seats.town.waits")}
	for _, l := range roll {
		if l.State != seat.Asked && l.State != seat.Approved {
			continue
		}
		i := item{Title: l.Name, Marks: marksOf(l), Lines: []string{c.T("seats.town.state." + string(l.State))}}
		if l.Note != "" {
			i.Lines = append(i.Lines, c.T("seats.town.note", "text", l.Note))
		}
		hidden := [][2]string{{"plats", place}, {"bokning", l.ID}}
		i.Forms = []form{{Action: at + "/svar", Hidden: hidden, Name: "svar", Value: "ja", Button: c.T("seats.town.yes"), Describes: l.Name}}
		i.More = []section{{Hidden: c.T("seats.town.no"), Forms: []form{{Action: at + "/svar", Hidden: hidden, Name: "svar", Value: "nej", Button: c.T("seats.town.no_do"), Kind: ui.Secondary, Describes: l.Name, Fields: []ui.FieldProps{
			{Name: "skal", ID: "skal-" + l.ID, Label: c.T("seats.town.no_why"), Tip: c.T("seats.town.no_why_tip"), Value: wrong.typed(l.ID, "skal", ""), Error: wrong.at(c, l.ID, "why")}}}}}}
		s.Items = append(s.Items, i)
	}
	if len(s.Items) == 0 {
		s.None = c.T("seats.town.nobody_waits")
	}
	return s
}

func marksOf(l booking.Line) []string {
	if l.Unit == "" {
		return nil
	}
	return []string{l.Unit}
}

// namesSection leads to choosing people.
func namesSection(c *lang.Catalog, at, place string) section {
	return section{ID: "namnge", Title: c.T("seats.town.name"), Forms: []form{{Action: at + "/namnge", Get: true, Hidden: [][2]string{{"plats", place}}, Button: c.T("seats.town.search_do"), Kind: ui.Secondary,
		Fields: []ui.FieldProps{{Name: "sok", Label: c.T("seats.town.search"), Tip: c.T("seats.town.search_tip"), Type: "search", Autocomplete: "off"}}}}}
}

// seatedSection lists who of the place has a seat or an offer.
func seatedSection(c *lang.Catalog, at, place string, roll []booking.Line) section {
	s := section{ID: "har-plats", Title: c.T("seats.town.seated")}
	t := ui.TableProps{ID: "platslista", Caption: c.T("seats.town.seated_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("seats.roll.name")}, {Title: c.T("seats.town.unit")}, {Title: c.T("seats.roll.state")}}}
	for _, l := range roll {
		if l.Takes == "" {
			continue
		}
		row := ui.Row{Head: twoLines(l.Name, "", page.At(at+"/bokning/"+l.ID, "plats", place)), Cells: texts(l.Unit)}
		row.Cells = append(row.Cells, stateOf(c, l))
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		s.None = c.T("seats.town.nobody_seated")
		return s
	}
	s.Table = t
	s.Links = []ui.LinkButtonProps{{Href: page.At(at+"/lappar", "plats", place), Text: c.T("seats.town.slips"), Kind: ui.Secondary, Icon: "printer"}}
	return s
}

// backSection gives unused seats back to the pool.
func (p *Pages) backSection(c *lang.Catalog, at string, node org.Node, d booking.TownDay, wrong *refused) (section, bool) {
	if !d.HasQuota || d.Quota.Free == 0 {
		return section{}, false
	}
	return section{ID: "lamna-tillbaka", Title: c.T("seats.back.title"), Forms: []form{{Action: at + "/lamna", Hidden: [][2]string{{"plats", node.ID}}, Lines: []string{c.T("seats.back.text", "n", d.Quota.Free)}, Button: c.T("seats.back.do"), Kind: ui.Secondary, Fields: []ui.FieldProps{
		{Name: "antal", Label: c.T("seats.back.n"), Type: "number", InputMode: "numeric", Value: wrong.typed("lamna", "antal", ""), Error: wrong.at(c, "lamna", "n"), Attrs: atLeast(1)},
		{Name: "skal", ID: "skal-lamna", Label: c.T("seats.back.why"), Optional: true, Value: wrong.typed("lamna", "skal", ""), Error: wrong.at(c, "lamna", "why")}}}}}, true
}

// naming shows who was found by name at the place, with a box for each.
func (p *Pages) naming(w http.ResponseWriter, r *http.Request) error {
	return p.showNaming(w, r, http.StatusOK, nil)
}

func (p *Pages) showNaming(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	id := r.PathValue("occasion")
	node, _, err := p.townOf(r, "/kommun/kursdagar/"+id)
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	d, err := p.Bookings.TownDay(r.Context(), a, node.ID, id)
	if err != nil {
		return err
	}
	c, at, word := p.catalog(r), "/kommun/kursdagar/"+id, r.FormValue("sok")
	v := pageView{Back: ui.Link{Href: page.At(at, "plats", node.ID), Text: c.T("seats.roll.back_day")}, Title: c.T("seats.town.name"), About: []string{d.Occasion.Title, p.days(c, d.Occasion)}}
	wrong.told(c, &v, map[string]string{"person": "personer"})
	again := namesSection(c, at, node.ID).Forms[0]
	again.Fields[0].Value = word
	v.Sections = append(v.Sections, section{Forms: []form{again}})
	if word == "" {
		return p.show(w, r, status, v)
	}
	found, err := p.Search.Find(r.Context(), a.Inside(node.Path), search.Question{Text: word, Kind: search.Person, Limit: mostFound})
	if err != nil {
		return err
	}
	boxes := ui.ChoicesProps{Name: "person", ID: "personer", Legend: c.T("seats.town.found", "n", len(found.Hits)), Many: true, Error: wrong.at(c, "namnge", "person")}
	for _, hit := range found.Hits {
		boxes.Choices = append(boxes.Choices, ui.Choice{Value: hit.ID, Text: hit.Title, Note: hit.About, Chosen: slices.Contains(r.PostForm["person"], hit.ID)})
	}
	if len(boxes.Choices) == 0 {
		v.Sections = append(v.Sections, section{None: c.T("seats.town.found_none")})
		return p.show(w, r, status, v)
	}
	v.Sections = append(v.Sections, section{Forms: []form{{Action: at + "/namnge", Hidden: [][2]string{{"plats", node.ID}, {"sok", word}}, Before: []ui.ChoicesProps{boxes}, Button: c.T("seats.town.name_do")}}, After: []string{c.T("seats.town.name_text")}})
	return p.show(w, r, status, v)
}

// mostFound is how many found people are shown.
const mostFound = 40

func (p *Pages) nameThem(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	answers, err := p.Bookings.BookMany(r.Context(), page.Of(r.Context()).Actor, r.PathValue("occasion"), r.PostForm["person"])
	if wrong := refusal(err); wrong != nil {
		return p.showNaming(w, r, web.Status(wrong), &refused{wrong, r.PostForm, "namnge"})
	}
	if err != nil {
		return err
	}
	return p.showTown(w, r, http.StatusOK, nil, answers)
}

// answersSection tells what came of each who was named.
func (p *Pages) answersSection(r *http.Request, c *lang.Catalog, roll []booking.Line, answers []booking.Answer) section {
	s := section{ID: "resultat", Title: c.T("seats.town.result")}
	names := map[string]string{}
	for _, l := range roll {
		names[l.PersonID] = l.Name
	}
	for k, x := range answers {
		i := item{Title: names[x.PersonID]}
		if i.Title == "" {
			i.Title = c.T("seats.town.person", "n", strconv.Itoa(k+1))
			if name, err := p.byName(r.Context(), x.PersonID); err == nil && name != "" {
				i.Title = name
			}
		}
		if x.Err != nil {
			i.Lines = []string{page.Say(c, fault.Of(x.Err))}
		} else {
			i.Lines = []string{c.T("seats.state." + string(x.Booking.State))}
		}
		s.Items = append(s.Items, i)
	}
	return s
}

// answer says yes or no to who has asked, on behalf of the place.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, a := r.PostForm, page.Of(r.Context()).Actor
	var err error
	if f.Get("svar") == "ja" {
		_, err = p.Bookings.Approve(r.Context(), a, f.Get("bokning"), "")
	} else {
		_, err = p.Bookings.Decline(r.Context(), a, f.Get("bokning"), f.Get("skal"))
	}
	return p.townDone(w, r, err, f.Get("bokning"), "svarat")
}

func (p *Pages) townReorder(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	err := p.Bookings.Reorder(r.Context(), page.Of(r.Context()).Actor, f.Get("bokning"), number(f.Get("ordning")), f.Get("skal"))
	return p.townDone(w, r, err, f.Get("bokning"), "ordnat")
}

func (p *Pages) giveBack(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	err := p.Bookings.GiveBack(r.Context(), page.Of(r.Context()).Actor, r.PathValue("occasion"), f.Get("plats"), number(f.Get("antal")), f.Get("skal"))
	return p.townDone(w, r, err, "lamna", "tillbaka")
}

// townDone shows the day again with what was refused, or says that it is done.
func (p *Pages) townDone(w http.ResponseWriter, r *http.Request, err error, where, done string) error {
	if wrong := refusal(err); wrong != nil {
		return p.showTown(w, r, web.Status(wrong), &refused{wrong, r.PostForm, where}, nil)
	}
	if errors.Is(err, booking.ErrNotYours) {
		return err
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/kursdagar/"+r.PathValue("occasion"), "plats", r.PostForm.Get("plats"), "klart", done))
}
