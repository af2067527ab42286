package attendanceweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// doorView is where one checks in: a code from the wall was scanned, or its digits are typed.
type doorView struct {
	Title       string
	Code        string // scanned; "" when it is to be typed
	Action, Key string
	Typed       string
	Wrong       map[string]string
	At          string // of a scanned code: the course and the session
	Done        string // one is checked in
}

func (p *Pages) door(w http.ResponseWriter, r *http.Request) error {
	return p.showDoor(w, r, http.StatusOK, "", nil)
}

// scanned shows which session a scanned code belongs to; a press checks in. Looking checks nobody in: phones fetch
// addresses by themselves.
func (p *Pages) scanned(w http.ResponseWriter, r *http.Request) error {
	return p.showDoor(w, r, http.StatusOK, r.PathValue("code"), nil)
}

func (p *Pages) showDoor(w http.ResponseWriter, r *http.Request, status int, code string, wrong *fault.Fault) error {
	c := p.catalog(r)
	v := doorView{Title: c.T("attendance.door.title"), Action: "/incheckning", Key: p.NewID(), Typed: r.PostFormValue("kod"), Wrong: wrongs(c, wrong)}
	if code != "" && wrong == nil {
		at, err := p.Attendance.At(r.Context(), actor(r), code)
		if f := told(err); f != nil {
			v.Wrong, status = wrongs(c, f.On("kod")), web.Status(f)
		} else if err != nil {
			return err
		} else {
			v.Code, v.Action, v.At = code, "/incheckning/"+url.PathEscape(code), at.Occasion.Title+", "+p.when(c, at.Session)
			if at.Before {
				v.Done = stateWords(c, at.Presence, at.Session)
			}
		}
	}
	return p.show(w, r, status, v.Title, doorPage(v))
}

// enter checks in, with a code that was scanned or digits that were typed.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("code")
	if code == "" {
		code = r.PostFormValue("kod")
	}
	in, err := p.Attendance.CheckIn(r.Context(), actor(r), code, r.PostFormValue("nyckel"))
	if f := told(err); f != nil {
		f = f.On("kod")
		return p.showDoor(w, r, web.Status(f), "", f)
	}
	if err != nil {
		return err
	}
	c := p.catalog(r)
	return p.show(w, r, http.StatusOK, c.T("attendance.door.in_title"), enteredPage(enteredView{At: in.Occasion.Title + ", " + p.when(c, in.Session), Words: stateWords(c, in.Presence, in.Session), Before: in.Before}))
}

// enteredView says that one is checked in.
type enteredView struct {
	At, Words string
	Before    bool
}

// tellView is what one tells before the day.
type tellView struct {
	Title, Back, When string
	Action            string
	Said              string
	Over              bool
	Wrong             map[string]string
	Questions, Body   []ui.FieldProps
	Named             bool
}

func (p *Pages) tellForm(w http.ResponseWriter, r *http.Request) error {
	return p.showTell(w, r, http.StatusOK, nil, nil)
}

func (p *Pages) showTell(w http.ResponseWriter, r *http.Request, status int, typed *attendance.Need, wrong *fault.Fault) error {
	s, err := p.Attendance.Own(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c, n := p.catalog(r), s.Need
	if typed != nil {
		n = *typed
	}
	v := tellView{Title: c.T("attendance.tell.title"), Back: "/kursdagar/" + url.PathEscape(s.Occasion.ID), When: s.Occasion.Title + ", " + p.when(c, nearest(s.Occasion, p.Attendance.Today())),
		Action: "/kursdagar/" + url.PathEscape(s.Occasion.ID) + "/behov", Wrong: wrongs(c, wrong), Named: n.Named, Over: s.Occasion.LastDay < p.Attendance.Today()}
	if r.URL.Query().Get("klart") != "" {
		v.Said = c.T("attendance.tell.said")
	}
	field := func(name, key, value string) ui.FieldProps {
		return ui.FieldProps{Name: name, Label: c.T(key), Value: value, Error: v.Wrong[name], Rows: 3, Optional: true}
	}
	v.Questions = []ui.FieldProps{field("kunna", "attendance.ask.able", n.Able), field("svart", "attendance.ask.hard", n.Hard), field("provat", "attendance.ask.tried", n.Tried)}
	v.Body = []ui.FieldProps{field("kost", "attendance.kitchen.diet", n.Diet), field("tillganglighet", "attendance.kitchen.access", n.Access)}
	v.Body[0].Tip, v.Body[1].Tip = c.T("attendance.tell.diet_tip"), c.T("attendance.tell.access_tip")
	return p.show(w, r, status, v.Title, tellPage(v))
}

func (p *Pages) tell(w http.ResponseWriter, r *http.Request) error {
	n := attendance.Need{OccasionID: r.PathValue("occasion"), Able: r.PostFormValue("kunna"), Hard: r.PostFormValue("svart"), Tried: r.PostFormValue("provat"), Named: r.PostFormValue("namn") != "",
		Diet: r.PostFormValue("kost"), Access: r.PostFormValue("tillganglighet")}
	err := p.Attendance.Tell(r.Context(), actor(r), n)
	if f := told(err); f != nil {
		return p.showTell(w, r, web.Status(f), &n, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursdagar/"+url.PathEscape(n.OccasionID)+"/behov?klart=1")
}

// ownView is one's own day: the code to show, what is noted, and what to make up where.
type ownView struct {
	Title, Back, When string
	Facts             []ui.Fact
	Code              string
	QR                string
	Size              int
	Outcome           string
	Kind              ui.StatusKind
	MakeUps           []makeUpView
	Enough            string
	Others            []ui.Part
}

// makeUpView is a session of which something was missed.
type makeUpView struct {
	When, Words string
	Missed      []string
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	s, err := p.Attendance.Own(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := ownView{Title: c.T("attendance.own.title"), Back: "/kursdagar/" + url.PathEscape(s.Occasion.ID), When: s.Occasion.Title + ", " + where(c, s.Occasion)}
	for _, x := range s.Occasion.Sessions {
		v.Facts = append(v.Facts, ui.Fact{Term: capital(p.when(c, x)), Text: stateWords(c, ended(s.Line, s.Line.Presence[x.ID]), x)})
	}
	if s.Occasion.LastDay >= p.Attendance.Today() && s.Line.Outcome == nil {
		v.Code = s.Line.Code[:3] + " " + s.Line.Code[3:]
		if v.QR, v.Size, err = paper.QRSVG(p.URL + dayAt(s.Occasion.ID, "/narvaro", "kod", s.Line.Code)); err != nil {
			return err
		}
	}
	if o := s.Line.Outcome; o != nil {
		v.Outcome, v.Kind = outcomeWords(c, o.State), looks(o.State)
		if o.Enough {
			v.Enough = c.T("attendance.after.enough")
		}
	}
	v.MakeUps = p.makeUps(c, s)
	if len(v.MakeUps) > 0 {
		for _, o := range s.Again {
			v.Others = append(v.Others, ui.Part{Href: "/kursdagar/" + url.PathEscape(o.ID), Title: capital(p.when(c, nearest(o, p.Attendance.Today()))), Note: where(c, o)})
		}
	}
	return p.show(w, r, http.StatusOK, v.Title, ownPage(v))
}

func (p *Pages) makeUps(c *lang.Catalog, s attendance.Seat) (out []makeUpView) {
	for _, m := range s.MadeUp {
		out = append(out, makeUpView{When: capital(p.when(c, m.Session)), Words: stateWords(c, ended(s.Line, m.Presence), m.Session), Missed: m.Presence.Missed})
	}
	return out
}

// ended is what is known of a session when the day is closed: where nothing was noted the person was not there.
func ended(l attendance.Line, pr rule.Presence) rule.Presence {
	if l.Outcome != nil && pr.State == rule.Unknown {
		pr.State = rule.WasAbsent
	}
	return pr
}
