package practiceweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
)

func (p *Pages) mountNetworks(r web.Router, arranges web.Need) {
	open, kept := openAt+"/{network}", netsAt+"/{network}"
	r.Page("GET "+openAt, web.Public, p.networks)
	r.Page("GET "+open, web.Public, p.network)
	r.Page("POST "+open+"/med", web.Own, p.join)
	r.Page("POST "+open+"/lamna", web.Own, p.leave)
	r.Page("GET "+netsAt, arranges, p.kept)
	r.Page("POST "+netsAt, arranges, p.addNetwork)
	r.Page("GET "+kept, arranges, p.keep)
	r.Page("POST "+kept, arranges, p.saveNetwork)
	r.Page("GET "+kept+"/ny", arranges, p.newMeeting)
	r.Page("POST "+kept+"/ny", arranges, p.addMeetings)
	r.Page("GET "+kept+"/mote/{meeting}", arranges, p.meeting)
	r.Page("POST "+kept+"/mote/{meeting}", arranges, p.saveMeeting)
}

func openOf(id string) string { return openAt + "/" + url.PathEscape(id) }
func keptOf(id string) string { return netsAt + "/" + url.PathEscape(id) }

// meetingWords say when and where a network meets.
func meetingWords(c *lang.Catalog, m practice.Meeting) string {
	where := m.Place
	if where == "" {
		where = c.T("practice.online")
	}
	return c.T("practice.meeting_line", "day", c.DateOf(m.Day), "from", m.Begins, "to", m.Ends, "where", where)
}

// networks is open to everybody: what they are about and when they meet.
func (p *Pages) networks(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Practice.Networks(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.networks"), Lead: c.T("practice.networks_lead")}
	var parts []ui.Part
	for _, n := range all {
		note := n.Owner + "."
		for _, m := range n.Meetings {
			if m.Day >= p.Practice.Today() {
				note += " " + c.T("practice.next_meeting", "when", meetingWords(c, m))
				break
			}
		}
		parts = append(parts, ui.Part{Href: openOf(n.ID), Title: n.Name, Note: note})
	}
	if len(parts) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("practice.no_networks")}))
	} else {
		v.Add(ui.Parts(parts))
	}
	return p.show(w, r, v)
}

func (p *Pages) network(w http.ResponseWriter, r *http.Request) error {
	return p.showNetwork(w, r, nil)
}

func (p *Pages) showNetwork(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Network(r.Context(), actor(r), r.PathValue("network"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: x.Name, Lead: x.Owner, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: openAt, Text: c.T("practice.networks")}}
	v.Add(sheet.Written(x.About))
	if x.Audience != "" {
		v.Add(sheet.Quiet(c.T("practice.audience_is", "audience", c.T("practice.audience."+x.Audience))))
	}
	switch at := openOf(x.ID); {
	case x.Joined:
		v.Add(sheet.Para(c.T("practice.joined")), sheet.FormOf(sheet.Send{Action: at + "/lamna", Button: c.T("practice.leave"), Kind: ui.Secondary}))
	case x.Ended:
		v.Add(sheet.Para(c.T("practice.network_over")))
	case x.May:
		v.Add(sheet.FormOf(sheet.Send{Action: at + "/med", Button: c.T("practice.join")}))
	case actor(r).Known():
		v.Add(sheet.Quiet(c.T("practice.not_near")))
	default:
		v.Add(sheet.Links(ui.LinkButtonProps{Href: "/logga-in", Text: c.T("practice.sign_in"), Kind: ui.Secondary}))
	}
	if x.Arranges {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: keptOf(x.ID), Text: c.T("practice.keep_network"), Kind: ui.Secondary}))
	}
	v.Add(sheet.Heading(c.T("practice.meetings")))
	if len(x.Meetings) == 0 {
		v.Add(sheet.Para(c.T("practice.no_meetings")))
	}
	for _, m := range x.Meetings {
		v.Add(sheet.Smaller(meetingWords(c, m)))
		if m.Link != "" {
			v.Add(sheet.Links(ui.LinkButtonProps{Href: m.Link, Text: c.T("practice.to_meeting"), Kind: ui.Secondary, Icon: "external-link", Describes: c.DateOf(m.Day)}))
		}
		if m.Note != "" {
			v.Add(sheet.Written(m.Note))
		}
	}
	return p.show(w, r, v)
}

func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("network")
	if err := p.Practice.Join(r.Context(), actor(r), id); err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showNetwork(w, r, wrong)
	}
	return web.Redirect(w, r, openOf(id)+"?gjort=med")
}

func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("network")
	if err := p.Practice.Leave(r.Context(), actor(r), id); err != nil {
		return err
	}
	return web.Redirect(w, r, openOf(id)+"?gjort=lamnat")
}

// audiences are whom a network can be above all for.
func audiences(c *lang.Catalog) []ui.Option {
	out := opt(nil, "", c.T("practice.audience.all"))
	for _, kind := range practice.Audiences() {
		out = opt(out, kind, c.T("practice.audience."+kind))
	}
	return out
}

func (p *Pages) kept(w http.ResponseWriter, r *http.Request) error { return p.showKept(w, r, nil) }

func (p *Pages) showKept(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	all, err := p.Practice.Kept(r.Context(), actor(r))
	if err != nil {
		return err
	}
	places, err := p.Practice.Places(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.door.networks"), Lead: c.T("practice.door.networks_about"), Wrong: wrong, Back: ui.Link{Href: homeAt, Text: c.T("practice.home")}}
	var parts []ui.Part
	for _, n := range all {
		part := ui.Part{Href: keptOf(n.ID), Title: n.Name, Note: short(n.About)}
		if n.Ended {
			part.Status, part.Word = ui.NotApplicable, c.T("practice.ended")
		}
		parts = append(parts, part)
	}
	if len(parts) > 0 {
		v.Add(ui.Parts(parts))
	}
	f := fill(v, c, r).pick("plats", "place", placeOptions(places)).input("namn", "network_name").area("text", "about", 4, false).pick("publik", "audience", audiences(c))
	v.Add(sheet.Heading(c.T("practice.new_network")), sheet.FormOf(sheet.Send{Action: netsAt, Button: c.T("practice.begin")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) addNetwork(w http.ResponseWriter, r *http.Request) error {
	n, err := p.Practice.AddNetwork(r.Context(), actor(r), practice.Network{OwnerID: r.PostFormValue("plats"), Name: r.PostFormValue("namn"), About: r.PostFormValue("text"), Audience: r.PostFormValue("publik")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showKept(w, r, wrong)
	}
	return web.Redirect(w, r, keptOf(n.ID))
}

// arranged is a network of the address for who arranges it.
func (p *Pages) arranged(r *http.Request) (practice.Inside, error) {
	x, err := p.Practice.Network(r.Context(), actor(r), r.PathValue("network"))
	if err == nil && !x.Arranges {
		err = practice.ErrNoNetwork
	}
	return x, err
}

func (p *Pages) keep(w http.ResponseWriter, r *http.Request) error { return p.showKeep(w, r, nil) }

func (p *Pages) showKeep(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.arranged(r)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), keptOf(x.ID)
	v := &sheet.Sheet{Title: x.Name, Lead: x.Owner, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: netsAt, Text: c.T("practice.door.networks")}}
	v.Add(sheet.Heading(c.T("practice.meetings")))
	var parts []ui.Part
	for _, m := range x.Meetings {
		parts = append(parts, ui.Part{Href: at + "/mote/" + url.PathEscape(m.ID), Title: meetingWords(c, m), Note: c.T("practice.came", "n", len(m.Came))})
	}
	if len(parts) > 0 {
		v.Add(ui.Parts(parts))
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: at + "/ny", Text: c.T("practice.add_meeting"), Icon: "plus"}, ui.LinkButtonProps{Href: openOf(x.ID), Text: c.T("practice.open_page"), Kind: ui.Secondary}))
	v.Add(sheet.Heading(c.T("practice.members", "n", len(x.Members))))
	var members []string
	for _, m := range x.Members {
		name := m.Name
		if m.Unit != "" {
			name += ", " + m.Unit
		}
		members = append(members, name)
	}
	if len(members) > 0 {
		v.Add(sheet.List(members))
	}
	pairs := []string{"namn", x.Name, "text", x.About, "publik", x.Audience}
	if x.Ended {
		pairs = append(pairs, "avslutad", "1")
	}
	f := fill(v, c, r, pairs...).input("namn", "network_name").area("text", "about", 4, false).pick("publik", "audience", audiences(c)).tick("avslutad", "network_ended")
	v.Add(sheet.Heading(c.T("practice.edit_network")), sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"utgava", strconv.FormatInt(x.Revision, 10)}}, Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) saveNetwork(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("network")
	err := p.Practice.SaveNetwork(r.Context(), actor(r), practice.Network{ID: id, Name: r.PostFormValue("namn"), About: r.PostFormValue("text"), Audience: r.PostFormValue("publik"), Ended: r.PostFormValue("avslutad") != "", Revision: numberOf(r, "utgava")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showKeep(w, r, wrong)
	}
	return web.Redirect(w, r, keptOf(id)+"?gjort=sparat")
}

// meetingFields are when and where.
func meetingFields(f *form) *form {
	return f.typed("dag", "day", "date").typed("fran", "from", "time").typed("till", "to", "time").maybe("lokal", "place_text").maybe("lank", "link")
}

func (p *Pages) newMeeting(w http.ResponseWriter, r *http.Request) error {
	return p.showNewMeeting(w, r, nil)
}

func (p *Pages) showNewMeeting(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.arranged(r)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.add_meeting"), Lead: x.Name, Wrong: wrong, Back: ui.Link{Href: keptOf(x.ID), Text: x.Name}}
	f := meetingFields(fill(v, c, r, "antal", "1", "veckor", "4")).number("antal", "meetings").number("veckor", "between")
	v.Add(sheet.FormOf(sheet.Send{Action: keptOf(x.ID) + "/ny", Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

func meetingOf(r *http.Request) practice.Meeting {
	return practice.Meeting{ID: r.PathValue("meeting"), NetworkID: r.PathValue("network"), Day: r.PostFormValue("dag"), Begins: r.PostFormValue("fran"), Ends: r.PostFormValue("till"),
		Place: r.PostFormValue("lokal"), Link: r.PostFormValue("lank"), Note: r.PostFormValue("text"), Came: r.PostForm["var"], Revision: numberOf(r, "utgava")}
}

func (p *Pages) addMeetings(w http.ResponseWriter, r *http.Request) error {
	n, weeks := numberOf(r, "antal"), numberOf(r, "veckor") // reads the form, too
	if err := p.Practice.AddMeetings(r.Context(), actor(r), meetingOf(r), n, weeks); err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showNewMeeting(w, r, wrong)
	}
	return web.Redirect(w, r, keptOf(r.PathValue("network"))+"?gjort=sparat")
}

func (p *Pages) meeting(w http.ResponseWriter, r *http.Request) error {
	return p.showMeeting(w, r, nil)
}

func (p *Pages) showMeeting(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.arranged(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(x.Meetings, func(m practice.Meeting) bool { return m.ID == r.PathValue("meeting") })
	if i < 0 {
		return practice.ErrNoMeeting
	}
	m, c := x.Meetings[i], p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.meeting", "day", c.DateOf(m.Day)), Lead: x.Name, Wrong: wrong, Back: ui.Link{Href: keptOf(x.ID), Text: x.Name}}
	f := meetingFields(fill(v, c, r, "dag", m.Day, "fran", m.Begins, "till", m.Ends, "lokal", m.Place, "lank", m.Link, "text", m.Note)).area("text", "meeting_note", 6, true)
	came := m.Came
	if len(wrong) > 0 {
		came = r.PostForm["var"]
	}
	if len(x.Members) > 0 {
		choices := ui.ChoicesProps{Name: "var", Legend: c.T("practice.who_came"), Many: true}
		for _, k := range x.Members {
			choices.Choices = append(choices.Choices, ui.Choice{Value: k.PersonID, Text: k.Name, Note: k.Unit, Chosen: slices.Contains(came, k.PersonID)})
		}
		f.put(ui.Choices(choices))
	}
	v.Add(sheet.FormOf(sheet.Send{Action: keptOf(x.ID) + "/mote/" + url.PathEscape(m.ID), Hidden: [][2]string{{"utgava", strconv.FormatInt(m.Revision, 10)}}, Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) saveMeeting(w http.ResponseWriter, r *http.Request) error {
	_ = r.PostFormValue("utgava") // reads the form, so that several of a name are there
	if err := p.Practice.SaveMeeting(r.Context(), actor(r), meetingOf(r)); err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showMeeting(w, r, wrong)
	}
	return web.Redirect(w, r, keptOf(r.PathValue("network"))+"?gjort=sparat")
}
