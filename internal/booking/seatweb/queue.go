package seatweb

import (
	"net/http"
	"slices"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// queue is the organiser's page of the reserve list: how it is ordered, who waits, which offers are out.
func (p *Pages) queue(w http.ResponseWriter, r *http.Request) error {
	return p.showQueue(w, r, http.StatusOK, nil)
}

func (p *Pages) showQueue(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	h, err := p.head(r, "reserv")
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	s, err := p.Bookings.StandingOf(r.Context(), a, h.o.ID)
	if err != nil {
		return err
	}
	roll, err := p.Bookings.Roll(r.Context(), a, h.o.ID)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/reserv"
	v := p.pageOf(c, h)
	v.Said = said(c, r, map[string]string{"regel": "seats.queue.rule_saved", "lottat": "seats.queue.drawn", "ordnat": "seats.queue.ordered"})
	ids := map[string]string{"queue": "regel", "offer_hours": "timmar"}
	if wrong != nil && wrong.where != "regel" {
		ids = map[string]string{"why": "skal-" + wrong.where, "place": "ordning-" + wrong.where}
	}
	wrong.told(c, &v, ids)
	v.Intro = []string{c.T("seats.queue.sum", "waiting", s.Waiting, "offered", s.Offered)}
	v.Sections = append(v.Sections, offersSection(c, p.Now(), roll), orderSection(c, at, s.Rule, waitingOf(roll), wrong, true), perPlace(c, s), ruleSection(c, at, s, wrong))
	return p.show(w, r, status, v)
}

// waitingOf are those who wait, in the order of the list.
func waitingOf(roll []booking.Line) []booking.Line {
	var out []booking.Line
	for _, l := range roll {
		if l.State == seat.Waiting {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(x, y booking.Line) int { return int(x.Queue - y.Queue) })
	return out
}

// offersSection lists the seats that are held for somebody until a time.
func offersSection(c *lang.Catalog, now time.Time, roll []booking.Line) section {
	s := section{ID: "erbjudanden", Title: c.T("seats.queue.offers")}
	for _, l := range roll {
		if l.State != seat.Offered {
			continue
		}
		i := item{Title: l.Name, Lines: []string{}}
		if l.OfferedUntil != nil {
			i.Lines = append(i.Lines, c.T("seats.queue.until", "when", c.When(*l.OfferedUntil, now)))
		}
		if l.Employer != "" {
			i.Marks = []string{l.Employer}
		}
		s.Items = append(s.Items, i)
	}
	if len(s.Items) == 0 {
		s.None = c.T("seats.queue.no_offers")
	}
	return s
}

// orderSection is the list in order, each with a form to put the person elsewhere. common says that it is of all.
func orderSection(c *lang.Catalog, at string, rule booking.Rule, waiting []booking.Line, wrong *refused, common bool) section {
	s := section{ID: "ordning", Title: c.T("seats.queue.order")}
	if len(waiting) == 0 {
		s.None = c.T("seats.queue.nobody")
		return s
	}
	s.Lines = []string{c.T("seats.queue.by." + string(rule.Queue))}
	for k, l := range waiting {
		place := k + 1
		i := item{ID: l.ID, Title: c.T("seats.queue.place", "n", place, "name", l.Name)}
		if l.Name == "" {
			i.Title = c.T("seats.queue.place_other", "n", place)
		}
		if l.Employer != "" && l.Name != "" {
			i.Marks = append(i.Marks, l.Employer)
		}
		if rule.Queue == seat.ByNeed {
			i.Marks = append(i.Marks, c.T("seats.queue.need", "n", l.Need))
		}
		if l.Rank > 0 || l.CommonRank > 0 {
			i.Marks = append(i.Marks, c.T("seats.queue.by_hand"))
		}
		if l.QueuedAt != nil {
			i.Lines = []string{c.T("seats.queue.since", "day", c.Date(*l.QueuedAt))}
		}
		i.More = []section{{Hidden: c.T("seats.queue.reorder"), Forms: []form{{Action: at + "/ordna", Hidden: [][2]string{{"bokning", l.ID}}, Button: c.T("seats.queue.reorder_do"), Kind: ui.Secondary, Describes: i.Title, Fields: []ui.FieldProps{
			{Name: "ordning", ID: "ordning-" + l.ID, Label: c.T("seats.queue.new_place"), Type: "number", InputMode: "numeric", Value: wrong.typed(l.ID, "ordning", ""), Error: wrong.at(c, l.ID, "place"), Attrs: atLeast(1)},
			{Name: "skal", ID: "skal-" + l.ID, Label: c.T("seats.queue.why"), Tip: c.T("seats.queue.why_tip"), Value: wrong.typed(l.ID, "skal", ""), Error: wrong.at(c, l.ID, "why")},
		}}}}}
		s.Items = append(s.Items, i)
	}
	if !common {
		s.After = []string{c.T("seats.queue.own_only")}
	}
	return s
}

// perPlace counts who waits by place.
func perPlace(c *lang.Catalog, s booking.Standing) section {
	out := section{ID: "per-kommun", Hidden: c.T("seats.queue.per_place")}
	t := ui.TableProps{ID: "vantar", Caption: c.T("seats.queue.per_place_caption"), Columns: []ui.Column{{Title: c.T("seats.quota.place")}, {Title: c.T("seats.quota.waiting"), Number: true}, {Title: c.T("seats.quota.free"), Number: true}}}
	rest := s.Waiting
	for _, q := range s.Quotas {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(q.Name), Cells: texts(itoa(q.Waiting), itoa(q.Free))})
		rest -= q.Waiting
	}
	t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.T("seats.queue.without_quota")), Cells: texts(itoa(rest), itoa(s.PoolFree))})
	t.Foot = []ui.Row{{Head: ui.Text(c.T("seats.quota.all")), Cells: texts(itoa(s.Waiting), itoa(s.Free))}}
	out.Table = t
	return out
}

// ruleSection says how the list is ordered in plain words, and lets it be another.
func ruleSection(c *lang.Catalog, at string, s booking.Standing, wrong *refused) section {
	chosen := wrong.typed("regel", "regel", string(s.Rule.Queue))
	q := ui.ChoicesProps{Name: "regel", Legend: c.T("seats.queue.rule"), Error: wrong.at(c, "regel", "queue")}
	for _, x := range seat.Rules() {
		q.Choices = append(q.Choices, ui.Choice{Value: string(x), Text: c.T("seats.rule." + string(x)), Note: c.T("seats.rule_note." + string(x)), Chosen: chosen == string(x)})
	}
	out := section{ID: "regler", Title: c.T("seats.queue.rules"), Forms: []form{{Action: at + "/regel", Button: c.T("seats.queue.rule_save"), Kind: ui.Secondary, Before: []ui.ChoicesProps{q}, Fields: []ui.FieldProps{
		{Name: "timmar", Label: c.T("seats.queue.hours"), Tip: c.T("seats.queue.hours_tip"), Type: "number", InputMode: "numeric", Value: wrong.typed("regel", "timmar", itoa(s.Rule.OfferHours)), Error: wrong.at(c, "regel", "offer_hours"), Attrs: atLeast(1)}}}}}
	if s.Rule.Queue == seat.ByLottery {
		draw := form{Action: at + "/lotta", Button: c.T("seats.queue.draw"), Lines: []string{c.T("seats.queue.draw_text")}}
		if s.Rule.DrawnAt != nil {
			draw.Lines = []string{c.T("seats.queue.drawn_on", "day", c.Date(*s.Rule.DrawnAt)), c.T("seats.queue.draw_again")}
		}
		out.Forms = append(out.Forms, draw)
	}
	return out
}

func (p *Pages) setRule(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, id := r.PostForm, r.PathValue("occasion")
	err := p.Bookings.SetRule(r.Context(), page.Of(r.Context()).Actor, id, seat.Rule(f.Get("regel")), number(f.Get("timmar")))
	if wrong := refusal(err); wrong != nil {
		return p.showQueue(w, r, web.Status(wrong), &refused{wrong, f, "regel"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/reserv", "klart", "regel"))
}

func (p *Pages) draw(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("occasion")
	err := p.Bookings.Draw(r.Context(), page.Of(r.Context()).Actor, id)
	if wrong := refusal(err); wrong != nil {
		return p.showQueue(w, r, web.Status(wrong), &refused{wrong, r.PostForm, "lotta"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/reserv", "klart", "lottat"))
}

func (p *Pages) reorder(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, id := r.PostForm, r.PathValue("occasion")
	err := p.Bookings.Reorder(r.Context(), page.Of(r.Context()).Actor, f.Get("bokning"), number(f.Get("ordning")), f.Get("skal"))
	if wrong := refusal(err); wrong != nil {
		return p.showQueue(w, r, web.Status(wrong), &refused{wrong, f, f.Get("bokning")})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+id+"/reserv", "klart", "ordnat"))
}
