package app

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/assets"
	"yrkesresan/internal/access/accessweb"
	"yrkesresan/internal/access/keyweb"
	"yrkesresan/internal/access/roleweb"
	"yrkesresan/internal/attendance/attendanceweb"
	"yrkesresan/internal/booking/bookweb"
	"yrkesresan/internal/booking/seatweb"
	"yrkesresan/internal/certificate/certificateweb"
	"yrkesresan/internal/certification/certweb"
	"yrkesresan/internal/circle/circleweb"
	"yrkesresan/internal/circle/meetweb"
	"yrkesresan/internal/competence/assessweb"
	"yrkesresan/internal/competence/meritweb"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/demand/demandweb"
	"yrkesresan/internal/demo/demoweb"
	"yrkesresan/internal/development/mapweb"
	"yrkesresan/internal/development/planweb"
	"yrkesresan/internal/evaluation/evaluationweb"
	"yrkesresan/internal/framework/frameworkweb"
	"yrkesresan/internal/gap/gapweb"
	"yrkesresan/internal/gap/submitweb"
	"yrkesresan/internal/group/groupweb"
	"yrkesresan/internal/help/helpweb"
	"yrkesresan/internal/introduction/introweb"
	"yrkesresan/internal/journey/draftweb"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/journey/tailorweb"
	"yrkesresan/internal/library/libraryweb"
	"yrkesresan/internal/message/messageweb"
	"yrkesresan/internal/occasion/occasionweb"
	"yrkesresan/internal/org/orgweb"
	"yrkesresan/internal/org/referenceweb"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice/practiceweb"
	"yrkesresan/internal/preset/presetweb"
	"yrkesresan/internal/privacy/privacyweb"
	"yrkesresan/internal/profile/describeweb"
	"yrkesresan/internal/profile/profileweb"
	"yrkesresan/internal/record/recordweb"
	"yrkesresan/internal/report/reportweb"
	"yrkesresan/internal/search/searchweb"
	"yrkesresan/internal/staff/staffweb"
	"yrkesresan/internal/staffing/staffingweb"
	"yrkesresan/internal/uptake/uptakeweb"
)

// Site is the program's pages.
type Site struct {
	Handler http.Handler
	Routes  []web.Route
}

// Site puts the faces on the site.
func (a *App) Site() (*Site, error) {
	texts, err := Texts()
	if err != nil {
		return nil, err
	}
	frame := &page.Frame{Product: a.Config.Product, Demo: a.Config.Demo, Contact: a.Config.Contact, Texts: texts, Now: a.Now, Doors: doors(), Topics: topics()}
	sessions := a.Access.Sessions()
	if strings.HasPrefix(a.Config.URL, "https:") {
		sessions.Cookie.Secure = true
		sessions.Cookie.Name = "__Host-" + sessions.Cookie.Name // no other host of the domain can set it
	}
	sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { a.lost(w, r, frame, err) }
	meter := newMeter()
	meter.registry.MustRegister(outboxFigures{a.Post, a.Log})
	site := &web.Site{Log: a.Log, Now: time.Now, Fail: frame.Fail, Seen: meter.seen, MaxBody: 1 << 20, BigBody: bigBodies()}
	service := a.API(texts)
	signIn := &accessweb.Pages{Access: a.Access, Tree: a.Tree, Sessions: sessions, Frame: frame, Log: a.Log, Today: a.Staff.Today}
	faces := []face{
		signIn,
		&journeyweb.Pages{Journeys: a.Journeys, Courses: a.learning, Days: journeyDays{a.Bookings, preparation{a.Studies}}, Meetings: journeyMeetings{a.Circles}, After: afterCourses{a.Uptake}, Welcomes: a.Introductions, Tree: a.Tree, Frame: frame, Today: a.Staff.Today},
		&courseweb.Pages{Courses: a.Courses, Studies: a.Studies, Locals: a.Locals, Tree: a.Tree, Days: courseDays{a.Bookings}, After: afterCourses{a.Uptake}, Frame: frame},
		&tailorweb.Pages{Journeys: a.Journeys, Courses: catalogue{a.learning}, Locals: a.Locals, Tree: a.Tree, Frame: frame, Today: a.Staff.Today, Now: a.Now},
		&planweb.Pages{Plans: a.Plans, Gaps: a.Gaps, Frameworks: a.Frameworks, Staff: a.Staff, Tree: a.Tree, Courses: a.learning, Frame: frame},
		&groupweb.Pages{Groups: a.Groups, Journeys: a.Journeys, Staff: a.Staff, Access: a.Access, Courses: a.learning, Tree: a.Tree, Frame: frame, URL: a.Config.URL},
		&orgweb.Pages{Tree: a.Tree, Heads: a.Staff, Staff: a.Staff, Imports: a.Imports, Access: a.Access, Journeys: a.Journeys, Frame: frame, Today: a.Staff.Today, Now: time.Now},
		&referenceweb.Pages{Tree: a.Tree, Rooms: a, Frame: frame, Today: a.Staff.Today, Now: a.Now},
		&draftweb.Pages{Journeys: a.Journeys, Courses: a.learning, Tree: a.Tree, Frame: frame, Today: a.Staff.Today},
		&certificateweb.Pages{Certificates: a.Certificates, Frame: frame, URL: a.Config.URL, Today: a.Staff.Today},
		&roleweb.Pages{Access: a.Access, Tree: a.Tree, Journeys: journeyNames{a.Journeys, a.Staff.Today}, Frame: frame, Today: a.Staff.Today},
		&privacyweb.Pages{Privacy: a.Privacy, Staff: a.Staff, Tree: a.Tree, Frame: frame},
		&describeweb.Pages{Profiles: a.Profiles, Frameworks: a.Frameworks, Meeting: a.Gaps, Tree: a.Tree, Frame: frame, Today: a.Staff.Today, Now: a.Now},
		&profileweb.Pages{Profiles: a.Profiles, Frameworks: a.Frameworks, Preview: a.Gaps, Courses: a.learning, Tree: a.Tree, Frame: frame, Today: a.Staff.Today, Now: a.Now},
		&frameworkweb.Pages{Frameworks: a.Frameworks, Courses: a.learning, Tree: a.Tree, Frame: frame, Today: a.Staff.Today},
		&recordweb.Pages{Record: a.Record, Frame: frame},
		&searchweb.Pages{Search: a.Search, Frame: frame},
		&messageweb.Pages{Messages: a.Messages, Post: a.Post, Frame: frame},
		&reportweb.Pages{Figures: a.Figures, Tree: a.Tree, Courses: a.learning, Frame: frame, Today: a.Staff.Today},
		&gapweb.Pages{Gaps: a.Gaps, Plans: a.Plans, Staff: a.Staff, Tree: a.Tree, Courses: a.learning, Places: a.Figures, Frame: frame},
		&keyweb.Pages{Access: a.Access, Tree: a.Tree, Spec: service.Spec, Frame: frame, Today: a.Staff.Today, URL: a.Config.URL},
		&helpweb.Pages{Reports: a.Reports, Frame: frame, Contacts: a.contactsOf},
		&assessweb.Pages{Competence: a.Competence, Gaps: a.Gaps, Frameworks: a.Frameworks, Staff: a.Staff, Tree: a.Tree, Frame: frame},
		&submitweb.Pages{Gaps: a.Gaps, Tree: a.Tree, Frame: frame, Today: a.Staff.Today},
		&mapweb.Pages{Profiles: a.Profiles, Frameworks: a.Frameworks, Competence: a.Competence, Gaps: a.Gaps, Plans: a.Plans, Staff: a.Staff, Tree: a.Tree, Frame: frame, NewID: NewID},
		&meritweb.Pages{Competence: a.Competence, Staff: a.Staff, Tree: a.Tree, Courses: a.learning, Frame: frame},
		&staffweb.Pages{Imports: a.Imports, Tree: a.Tree, Frame: frame, Today: a.Staff.Today},
	}
	for _, part := range slices.Concat(faces, a.dayFaces(frame), a.workplaceFaces(frame)) {
		part.Mount(site)
	}
	if a.Config.Demo {
		(&demoweb.Pages{Demo: a.Demo, Sessions: sessions, Frame: frame}).Mount(site)
	}
	return &Site{Handler: a.around(site, service, sessions, signIn, meter), Routes: site.Routes()}, nil
}

// face is the pages of a room.
type face interface{ Mount(web.Router) }

// dayFaces are the pages of course days.
func (a *App) dayFaces(frame *page.Frame) []face {
	return []face{
		&bookweb.Pages{Bookings: a.Bookings, Occasions: a.Occasions, Groups: a.Groups, Preparation: preparation{a.Studies}, Staffing: a.Staffing, Staff: a.Staff, Tree: a.Tree, Frame: frame},
		&seatweb.Pages{Bookings: a.Bookings, Occasions: a.Occasions, Staff: a.Staff, Tree: a.Tree, Turns: a.Access, Search: a.Search, Frame: frame, URL: a.Config.URL, Now: a.Now},
		&demandweb.Pages{Demand: a.Demand, Occasions: a.Occasions, Tree: a.Tree, Frame: frame, Now: a.Now},
		&staffingweb.Pages{Staffing: a.Staffing, Tree: a.Tree, Courses: a.learning, Frame: frame, NewID: NewID},
		&evaluationweb.Pages{Evaluations: a.Evaluations, Frame: frame},
		&attendanceweb.Pages{Attendance: a.Attendance, Reference: a.Tree, Frame: frame, URL: a.Config.URL, NewID: NewID},
		&practiceweb.Pages{Practice: a.Practice, Tree: a.Tree, Frame: frame, NewID: NewID},
		&occasionweb.Pages{Occasions: a.Occasions, Courses: a.Courses, Tree: a.Tree, Staff: a.Staff, Journeys: journeyTitles{a.Journeys, a.Staff.Today}, Frame: frame, URL: a.Config.URL, Mix: a.spread, Clashing: a.Bookings.Clashing},
	}
}

// workplaceFaces are the pages of what people learn together where they work.
func (a *App) workplaceFaces(frame *page.Frame) []face {
	return []face{
		a.appointPages(frame),
		&presetweb.Pages{Presets: a.Presets, Frame: frame},
		&circleweb.Pages{Circles: a.Circles, Frame: frame},
		&meetweb.Pages{Circles: a.Circles, Frame: frame, NewID: NewID, Who: a.Attendance.Who},
		&uptakeweb.Pages{Uptake: a.Uptake, Courses: a.learning, Tree: a.Tree, Frame: frame},
		&certweb.Pages{Certifications: a.Certification, Courses: a.Courses, Guides: meetingGuides{a.Circles}, Tree: a.Tree, Frame: frame},
		&libraryweb.Pages{Library: a.Library, Reference: a.Tree, Frame: frame},
		&introweb.Pages{Introductions: a.Introductions, Tree: a.Tree, Frame: frame},
	}
}

// bigBodies are the routes that take more than a form, and how much.
func bigBodies() map[string]int64 {
	out := map[string]int64{}
	for _, some := range []map[string]int64{courseweb.BigBody, staffweb.BigBody, frameworkweb.BigBody, planweb.BigBody, assessweb.BigBody, meritweb.BigBody, staffingweb.BigBody, introweb.BigBody, occasionweb.BigBody, libraryweb.BigBody} {
		maps.Copy(out, some)
	}
	return out
}

// around puts what every request passes around the pages, and the few answers that need no visit
// beside them.
func (a *App) around(site *web.Site, service *api.Service, sessions *scs.SessionManager, signIn *accessweb.Pages, meter *meter) http.Handler {
	pages := web.Guard(sessions.LoadAndSave(signIn.Load(a.caught(site, site.Fail))), a.Config.URL)
	mux := http.NewServeMux()
	mux.Handle("GET /static/", assets.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", meter.handler())
	mux.Handle(api.Prefix, a.logged(api.Prefix, service))
	mux.Handle("/", pages)
	return mux
}

// ready answers whether this replica can serve: its database answers.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.DB.Ping(r.Context()); err != nil {
		a.Log.ErrorContext(r.Context(), "not ready", "err", err)
		http.Error(w, "database", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ok\n"))
}
