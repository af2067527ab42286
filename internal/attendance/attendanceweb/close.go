package attendanceweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// closingView is what is about to be said of a day, before it is closed.
type closingView struct {
	Title, Back, Course string
	Action, List        string
	Counts              []string
	Unmarked            []string
	More                string
	Wrong               map[string]string
	Closed              bool
	After               string
}

// mostNamed bounds the names of those without a mark.
const mostNamed = 15

func (p *Pages) closing(w http.ResponseWriter, r *http.Request) error {
	return p.showClosing(w, r, http.StatusOK, nil)
}

func (p *Pages) showClosing(w http.ResponseWriter, r *http.Request, status int, wrong *fault.Fault) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := closingView{Title: c.T("attendance.close.title"), Back: dayAt(d.ID, ""), Course: d.Title, Action: dayAt(d.ID, "/avsluta"), List: dayAt(d.ID, "/narvaro"), Wrong: wrongs(c, wrong), Closed: d.ClosedAt != nil, After: dayAt(d.ID, "/efter")}
	v.Counts = counts(c, d)
	for _, l := range d.Lines {
		if l.Sum.Unknown == 0 {
			continue
		}
		if len(v.Unmarked) == mostNamed {
			v.More = c.T("attendance.close.more", "n", d.Unmarked()-mostNamed)
			break
		}
		v.Unmarked = append(v.Unmarked, l.Name)
	}
	return p.show(w, r, status, v.Title, closingPage(v))
}

// counts says how many were there, by what is noted.
func counts(c *lang.Catalog, d attendance.Day) (out []string) {
	of := map[rule.State]int{}
	for _, l := range d.Lines {
		if l.Outcome != nil {
			of[l.Outcome.State]++
		} else if l.Sum.Unknown == 0 {
			of[l.Sum.State]++
		}
	}
	for _, x := range []struct {
		state rule.State
		key   string
	}{{rule.Was, "attendance.close.attended"}, {rule.WasPart, "attendance.close.part"}, {rule.WasAbsent, "attendance.close.absent"}, {rule.WasAway, "attendance.close.excused"}} {
		out = append(out, c.T(x.key, "n", of[x.state]))
	}
	return out
}

func (p *Pages) close(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("occasion")
	err := p.Attendance.Close(r.Context(), actor(r), id, r.PostFormValue("resten") != "")
	if f := told(err); f != nil {
		if isTold(err, attendance.ErrUnmarked) {
			f = f.On("resten")
		}
		return p.showClosing(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, dayAt(id, "/efter", "klart", "1"))
}

// afterView is what came of a closed day.
type afterView struct {
	Title, Back, Course, Said string
	Open                      string // where a day that is not closed is closed
	Counts                    []string
	People                    []ui.Part
	Unmarked                  []ui.Part // who got a seat after the day was closed
}

func (p *Pages) after(w http.ResponseWriter, r *http.Request) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := afterView{Title: c.T("attendance.after.title"), Back: dayAt(d.ID, ""), Course: d.Title}
	switch r.URL.Query().Get("klart") {
	case "1":
		v.Said = c.T("attendance.after.closed_said")
	case "2":
		v.Said = c.T("attendance.after.changed_said")
	}
	if d.ClosedAt == nil {
		v.Open = dayAt(d.ID, "/avsluta")
		return p.show(w, r, http.StatusOK, v.Title, afterPage(v))
	}
	v.Counts = counts(c, d)
	for _, l := range d.Lines {
		href := dayAt(d.ID, "/efter/"+l.BookingID)
		if l.Outcome == nil { // got the seat after the day was closed
			v.Unmarked = append(v.Unmarked, ui.Part{Href: href, Title: l.Name, Status: ui.NotStarted, Word: c.T("attendance.state.none")})
			continue
		}
		v.People = append(v.People, ui.Part{Href: href, Title: l.Name, Note: afterNote(c, l), Status: looks(l.Outcome.State), Word: outcomeWords(c, l.Outcome.State)})
	}
	return p.show(w, r, http.StatusOK, v.Title, afterPage(v))
}

func afterNote(c *lang.Catalog, l attendance.Line) string {
	text := c.T("attendance.after.minutes", "time", c.Duration(int(l.Outcome.Minutes)), "all", c.Duration(int(l.Outcome.OfMinutes)))
	if l.Outcome.Enough {
		text += ". " + c.T("attendance.after.enough")
	}
	if l.Outcome.Why != "" {
		text += ". " + l.Outcome.Why
	}
	return text
}

// oneView is one person after the day, to be corrected or decided on.
type oneView struct {
	Title, Back, Course string
	Facts               []ui.Fact
	Wrong               map[string]string
	Action, Key         string
	Session             ui.FieldProps
	Marks               ui.ChoicesProps
	Time, Why           ui.FieldProps
	Decide              bool
	Enough              ui.ChoicesProps
	EnoughWhy           ui.FieldProps
	Revision            string
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil, "")
}

// showOne shows a person; part is which of the two forms was sent.
func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, wrong *fault.Fault, part string) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	l := d.Line(r.PathValue("booking"))
	if l == nil || d.ClosedAt == nil {
		return attendance.ErrNoSeat
	}
	c := p.catalog(r)
	v := oneView{Title: l.Name, Back: dayAt(d.ID, "/efter"), Course: d.Title, Action: dayAt(d.ID, "/efter/"+l.BookingID), Key: p.NewID(), Wrong: wrongs(c, wrong)}
	became := c.T("attendance.state.none") // got the seat after the day was closed
	if l.Outcome != nil {
		v.Revision, became = strconv.FormatInt(l.Outcome.Revision, 10), outcomeWords(c, l.Outcome.State)+". "+afterNote(c, *l)
	}
	v.Facts = append(v.Facts, ui.Fact{Term: c.T("attendance.one.outcome"), Text: became})
	for _, s := range d.Sessions {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("attendance.before.session", "n", s.Number), Text: stateWords(c, ended(*l, l.Presence[s.ID]), s)})
	}
	why := ui.FieldProps{Name: "varfor", Label: c.T("attendance.why"), Tip: c.T("attendance.why_tip"), Rows: 2}
	v.Why, v.EnoughWhy = why, why
	v.EnoughWhy.ID = "varfor-nog"
	if part == "nog" {
		v.EnoughWhy.Value, v.EnoughWhy.Error = r.PostFormValue("varfor"), v.Wrong["varfor"]
		if text, has := v.Wrong["varfor"]; has {
			delete(v.Wrong, "varfor")
			v.Wrong["varfor-nog"] = text
		}
	} else {
		v.Why.Value, v.Why.Error = r.PostFormValue("varfor"), v.Wrong["varfor"]
	}
	p.correction(&v, c, d, r)
	if v.Decide = d.Arranges && l.Outcome != nil && l.Outcome.State == rule.WasPart; v.Decide {
		v.Enough = ui.ChoicesProps{Name: "nog", Legend: c.T("attendance.one.enough"), Choices: []ui.Choice{
			{Value: "1", Text: c.T("attendance.one.enough_yes"), Note: c.T("attendance.one.enough_note"), Chosen: l.Outcome.Enough},
			{Value: "0", Text: c.T("attendance.one.enough_no"), Note: c.T("attendance.one.enough_no_note"), Chosen: !l.Outcome.Enough}}}
	}
	return p.show(w, r, status, v.Title, onePage(v))
}

// correction is the form of a new mark.
func (p *Pages) correction(v *oneView, c *lang.Catalog, d attendance.Day, r *http.Request) {
	v.Session = ui.FieldProps{Name: "pass", Label: c.T("attendance.one.session"), Value: r.PostFormValue("pass")}
	for _, s := range d.Sessions {
		v.Session.Options = append(v.Session.Options, ui.Option{Value: s.ID, Text: c.T("attendance.before.session", "n", s.Number) + ": " + p.when(c, s)})
	}
	v.Marks = ui.ChoicesProps{Name: "vad", Legend: c.T("attendance.one.what"), Error: v.Wrong["vad"]}
	for _, x := range []struct {
		what rule.What
		key  string
	}{{rule.Here, "attendance.mark.here"}, {rule.Late, "attendance.mark.late"}, {rule.Left, "attendance.mark.left"}, {rule.Absent, "attendance.mark.absent"}, {rule.Excused, "attendance.mark.excused"}} {
		v.Marks.Choices = append(v.Marks.Choices, ui.Choice{Value: string(x.what), Text: c.T(x.key), Chosen: r.PostFormValue("vad") == string(x.what)})
	}
	v.Time = ui.FieldProps{Name: "klockslag", Label: c.T("attendance.one.time"), Tip: c.T("attendance.one.time_tip"), Type: "time", Value: r.PostFormValue("klockslag"), Error: v.Wrong["klockslag"], Optional: true}
}

func (p *Pages) correct(w http.ResponseWriter, r *http.Request) error {
	m := attendance.Mark{ID: r.PostFormValue("nyckel"), OccasionID: r.PathValue("occasion"), BookingID: r.PathValue("booking"), SessionID: r.PostFormValue("pass"), What: rule.What(r.PostFormValue("vad")),
		Time: r.PostFormValue("klockslag"), Why: r.PostFormValue("varfor")}
	err := p.Attendance.Correct(r.Context(), actor(r), m)
	if f := told(err); f != nil {
		if isTold(err, attendance.ErrWhat) {
			f = f.On("vad")
		}
		return p.showOne(w, r, web.Status(f), f, "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, dayAt(m.OccasionID, "/efter", "klart", "2"))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	revision, _ := strconv.ParseInt(r.PostFormValue("andrad"), 10, 64) // 0 is never the one that was seen
	err := p.Attendance.Decide(r.Context(), actor(r), r.PathValue("occasion"), r.PathValue("booking"), r.PostFormValue("nog") == "1", r.PostFormValue("varfor"), revision)
	if f := told(err); f != nil {
		return p.showOne(w, r, web.Status(f), f, "nog")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, dayAt(r.PathValue("occasion"), "/efter", "klart", "2"))
}

// kitchenView is diet and access needs, for the organiser.
type kitchenView struct {
	Title, Back, When string
	Over              bool
	Table             ui.TableProps
}

func (p *Pages) kitchen(w http.ResponseWriter, r *http.Request) error {
	k, err := p.Attendance.Kitchen(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := kitchenView{Title: c.T("attendance.kitchen.title"), Back: dayAt(k.ID, ""), When: k.Title + ", " + where(c, k.Occasion), Over: k.LastDay < p.Attendance.Today() || k.State == occasion.Cancelled}
	v.Table = ui.TableProps{ID: "behov", Caption: c.T("attendance.kitchen.caption"), Cards: true, Columns: []ui.Column{{Title: c.T("attendance.name")}, {Title: c.T("attendance.kitchen.diet")}, {Title: c.T("attendance.kitchen.access")}}}
	for _, n := range k.Needs {
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(n.Name), Cells: []templComponent{ui.Text(orDash(c, n.Diet)), ui.Text(orDash(c, n.Access))}})
	}
	return p.show(w, r, http.StatusOK, v.Title, kitchenPage(v))
}
