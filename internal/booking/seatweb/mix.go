package seatweb

import (
	"net/http"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/mix"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mix shows how the group is made up, and proposals that would mix the groups of the course better (R127).
func (p *Pages) mix(w http.ResponseWriter, r *http.Request) error {
	return p.showMix(w, r, http.StatusOK, nil)
}

func (p *Pages) showMix(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	h, err := p.head(r, "grupp")
	if err != nil {
		return err
	}
	b, err := p.Bookings.Blend(r.Context(), page.Of(r.Context()).Actor, h.o.ID)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/platser/grupp"
	v := p.pageOf(c, h)
	v.Said = said(c, r, map[string]string{"bytt": "seats.mix.swapped", "fragat": "seats.mix.asked"})
	wrong.told(c, &v, nil)
	own := b.Groups[0].Spread
	if own.People == 0 {
		v.Intro = []string{c.T("seats.mix.nobody")}
	} else {
		v.Intro = []string{c.T("seats.mix.sum", "n", own.People, "towns", len(own.Municipalities)), c.T("seats.mix.why")}
		v.Sections = append(v.Sections, section{Table: spreadTable(c, "kommuner", "seats.quota.place", own.Municipalities, own.People, func(id string) string { return townWord(c, b, id) })},
			section{Table: spreadTable(c, "erfarenhet", "seats.roll.step", own.Steps, own.People, func(id string) string { return stepWord(c, id) })},
			section{Table: spreadTable(c, "yrken", "seats.roll.occupation", own.Occupations, own.People, func(id string) string { return workWord(c, ref, id) })})
	}
	v.Sections = append(v.Sections, p.groupsSection(c, b), p.movesSection(c, at, b), p.swapsSection(c, at, b))
	return p.show(w, r, status, v)
}

func townWord(c *lang.Catalog, b booking.Blend, id string) string {
	if name := b.Names[id]; name != "" {
		return name
	}
	return c.T("seats.mix.guests")
}

func stepWord(c *lang.Catalog, id string) string {
	if mix.Step(id) == mix.Unknown {
		return c.T("seats.mix.unknown")
	}
	return c.T("seats.step." + id)
}

func workWord(c *lang.Catalog, ref org.Reference, id string) string {
	if name := ref.Occupation(id).Name; name != "" {
		return name
	}
	return c.T("seats.mix.unknown")
}

// spreadTable is one way of counting the group, as totals.
func spreadTable(c *lang.Catalog, id, title string, all []mix.Share, people int, word func(string) string) ui.TableProps {
	t := ui.TableProps{ID: id, Caption: c.T("seats.mix.by", "what", c.T(title)), Columns: []ui.Column{{Title: c.T(title)}, {Title: c.T("seats.mix.people"), Number: true}}}
	for _, x := range all {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(word(x.Of)), Cells: texts(itoa(int64(x.People)))})
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("seats.quota.all")), Cells: texts(itoa(int64(people)))}}
	return t
}

// groupsSection lists the other days of the course that the groups could be mixed with.
func (p *Pages) groupsSection(c *lang.Catalog, b booking.Blend) section {
	s := section{ID: "andra-dagar", Title: c.T("seats.mix.others")}
	if len(b.Groups) < 2 {
		s.None = c.T("seats.mix.no_others")
		return s
	}
	t := ui.TableProps{ID: "dagar", Caption: c.T("seats.mix.others_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("seats.town.day")}, {Title: c.T("seats.mix.people"), Number: true}, {Title: c.T("seats.quota.free"), Number: true}, {Title: c.T("seats.mix.towns"), Number: true}, {Title: c.T("seats.mix.most")}}}
	for _, g := range b.Groups {
		most := ""
		if len(g.Spread.Municipalities) > 0 {
			x := g.Spread.Municipalities[0]
			most = c.T("seats.mix.of", "town", townWord(c, b, x.Of), "n", x.People)
		}
		t.Rows = append(t.Rows, ui.Row{Head: twoLines(p.days(c, g.Occasion), "", "/kurstillfallen/"+g.Occasion.ID+"/platser/grupp"),
			Cells: texts(itoa(int64(g.Spread.People)), itoa(g.Occasion.Seats-int64(g.Spread.People)), itoa(int64(len(g.Spread.Municipalities))), most)})
	}
	s.Table = t
	return s
}

// dayOf writes the day of one of the groups.
func (p *Pages) dayOf(c *lang.Catalog, b booking.Blend, id string) string {
	for _, g := range b.Groups {
		if g.Occasion.ID == id {
			return c.DateOf(g.Occasion.FirstDay)
		}
	}
	return ""
}

// movesSection proposes people to ask; nobody is moved.
func (p *Pages) movesSection(c *lang.Catalog, at string, b booking.Blend) section {
	s := section{ID: "personer", Title: c.T("seats.mix.moves")}
	if len(b.Moves) == 0 {
		s.None = c.T("seats.mix.no_moves")
		return s
	}
	s.Lines = []string{c.T("seats.mix.moves_text")}
	ask := func(id, name, to string, asked bool) form {
		if asked {
			return form{}
		}
		return form{Action: at + "/fraga", Hidden: [][2]string{{"bokning", id}, {"till", to}}, Button: c.T("seats.mix.ask", "name", name), Kind: ui.Secondary}
	}
	for _, m := range b.Moves {
		from, to := p.dayOf(c, b, m.From), p.dayOf(c, b, m.To)
		i := item{Title: c.T("seats.mix.move", "name", m.Name, "day", to)}
		if m.With != "" {
			i.Title = c.T("seats.mix.change", "name", m.Name, "with", m.WithName)
		}
		switch m.Why {
		case mix.Seat:
			i.Lines = []string{c.T("seats.mix.because_seat", "from", from, "to", to)}
		case mix.Years:
			i.Lines = []string{c.T("seats.mix.because_years", "from", from, "to", to)}
		default:
			i.Lines = []string{c.T("seats.mix.because_towns", "town", townWord(c, b, m.Municipality), "from", from, "before", m.FromBefore, "after", m.FromNext, "to", to, "to_before", m.ToBefore, "to_after", m.ToNext)}
		}
		for _, x := range []struct {
			f    form
			name string
		}{{ask(m.BookingID, m.Name, m.To, m.Asked), m.Name}, {ask(m.WithID, m.WithName, m.From, m.WithAsked || m.With == ""), m.WithName}} {
			if x.f.Action != "" {
				i.Forms = append(i.Forms, x.f)
			} else if x.name != "" {
				i.Lines = append(i.Lines, c.T("seats.mix.has_asked", "name", x.name))
			}
		}
		s.Items = append(s.Items, i)
	}
	return s
}

// swapsSection proposes unused seats that two municipalities could change between days.
func (p *Pages) swapsSection(c *lang.Catalog, at string, b booking.Blend) section {
	s := section{ID: "platsbyten", Title: c.T("seats.mix.swaps")}
	if len(b.Swaps) == 0 {
		s.None = c.T("seats.mix.no_swaps")
		return s
	}
	s.Lines = []string{c.T("seats.mix.swaps_text")}
	for _, x := range b.Swaps {
		gives, takes := townWord(c, b, x.Gives), townWord(c, b, x.Takes)
		s.Items = append(s.Items, item{Title: c.T("seats.mix.swap", "n", x.Seats, "gives", gives, "takes", takes),
			Lines: []string{c.T("seats.mix.swap_one", "n", x.Seats, "from", gives, "to", takes, "day", p.dayOf(c, b, x.One)), c.T("seats.mix.swap_one", "n", x.Seats, "from", takes, "to", gives, "day", p.dayOf(c, b, x.Other)),
				c.T("seats.mix.swap_after", "gives", gives, "before", x.GivesBefore, "after", x.GivesAfter, "takes", takes, "takes_before", x.TakesBefore, "takes_after", x.TakesAfter, "day", p.dayOf(c, b, x.One))},
			Forms: []form{{Action: at + "/byt", Hidden: [][2]string{{"ett", x.One}, {"annat", x.Other}, {"ger", x.Gives}, {"far", x.Takes}, {"antal", itoa(int64(x.Seats))}}, Button: c.T("seats.mix.swap_do"), Kind: ui.Secondary, Describes: gives + " – " + takes}}})
	}
	return s
}

func (p *Pages) swap(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, c := r.PostForm, p.catalog(r)
	x := mix.Swap{One: f.Get("ett"), Other: f.Get("annat"), Gives: f.Get("ger"), Takes: f.Get("far"), Seats: int(number(f.Get("antal")))}
	err := p.Bookings.SwapSeats(r.Context(), page.Of(r.Context()).Actor, x, c.T("seats.mix.swap_why"))
	return p.mixed(w, r, err, "bytt")
}

func (p *Pages) askToMove(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	err := p.Bookings.AskToMove(r.Context(), page.Of(r.Context()).Actor, r.PostForm.Get("bokning"), r.PostForm.Get("till"))
	return p.mixed(w, r, err, "fragat")
}

func (p *Pages) mixed(w http.ResponseWriter, r *http.Request, err error, done string) error {
	if wrong := refusal(err); wrong != nil {
		return p.showMix(w, r, web.Status(wrong), &refused{wrong, r.PostForm, "grupp"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+r.PathValue("occasion")+"/platser/grupp", "klart", done))
}
