package attendanceweb

import (
	"net/http"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

type templComponent = templ.Component

// ledView is the days that the visitor leads.
type ledView struct {
	Now, Coming, Left []ui.Part // today, later, and passed but not closed
}

// passedDays is how long a day that nobody has closed stands on the list.
const passedDays = 120

func (p *Pages) led(w http.ResponseWriter, r *http.Request) error {
	now := p.Frame.Now()
	all, err := p.Attendance.Led(r.Context(), actor(r), org.Today(now.AddDate(0, 0, -passedDays), lang.Zone()))
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	closed, err := p.Attendance.Closed(r.Context(), ids)
	if err != nil {
		return err
	}
	c, today := p.catalog(r), p.Attendance.Today()
	var v ledView
	for _, o := range all {
		if o.State == occasion.Cancelled || len(o.Sessions) == 0 {
			continue
		}
		s := nearest(o, today)
		part := ui.Part{Href: dayAt(o.ID, ""), Title: o.Title, Note: capital(p.when(c, s)) + ". " + where(c, o)}
		switch {
		case s.Day == today:
			part.Href = dayAt(o.ID, "/narvaro")
			part.Status, part.Word = ui.Ongoing, c.T("attendance.led.today_word")
			v.Now = append(v.Now, part)
		case o.LastDay >= today:
			v.Coming = append(v.Coming, part)
		case !closed[o.ID]:
			part.Href = dayAt(o.ID, "/avsluta")
			part.Status, part.Word = ui.Missing, c.T("attendance.led.left_word")
			v.Left = append(v.Left, part)
		}
	}
	return p.show(w, r, http.StatusOK, c.T("attendance.led.title"), ledPage(v))
}

// nearest is the session of a day or the first after it, else the last.
func nearest(o occasion.Occasion, today string) occasion.Session {
	for _, s := range o.Sessions {
		if s.Day >= today {
			return s
		}
	}
	return o.Sessions[len(o.Sessions)-1]
}
