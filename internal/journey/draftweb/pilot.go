package draftweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type tryLine struct {
	Place, PlaceID, JourneyID, Version, Title, When, News, Note, Wrong string
}

type tryingView struct {
	Said     string
	Lines    []tryLine
	Problems []ui.Problem
}

// mostPlaces bounds the municipalities of one visitor.
const mostPlaces = 50

// trying shows what the visitor's municipalities try before others, and takes what they say of it.
func (p *Pages) trying(w http.ResponseWriter, r *http.Request) error {
	return p.showTrying(w, r, http.StatusOK, nil, tryLine{})
}

func (p *Pages) showTrying(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault, written tryLine) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	v := &tryingView{Said: said(s, r, "svar")}
	if f != nil {
		v.Problems = []ui.Problem{{Field: written.field(), Text: page.Say(s.c, f)}}
	}
	actor := web.ActorOf(r.Context())
	scopes := actor.Scopes(may.EditLayer)
	for _, path := range scopes[:min(len(scopes), mostPlaces)] {
		if strings.Count(path, "/") != 2 { // a municipality: nation / RSS / municipality
			continue
		}
		all, err := p.Journeys.Tried(r.Context(), actor, last(path))
		if fault.Of(err) != nil && (fault.Of(err).Key == org.ErrNoNode.Key || fault.Of(err).Kind == fault.Denied) {
			continue
		}
		if err != nil {
			return err
		}
		for _, t := range all {
			l := tryLine{Place: t.Name, PlaceID: t.MunicipalityID, JourneyID: t.ID, Version: strconv.FormatInt(t.Version, 10), Title: t.Title, News: t.News, Note: t.Note,
				When: s.t("pilot.from", "date", s.c.DateOf(t.From))}
			if t.Until != db.NoEnd {
				l.When = s.t("pilot.was", "from", s.c.DateOf(t.From), "until", s.c.DateOf(t.Until))
			}
			if f != nil && l.field() == written.field() {
				l.Note, l.Wrong = written.Note, page.Say(s.c, f)
			}
			v.Lines = append(v.Lines, l)
		}
	}
	return p.Frame.Show(w, r, status, "journey.edit.trying", tryingPage(v))
}

// field is the id of the line's field.
func (l tryLine) field() string { return "note-" + l.PlaceID + "-" + l.JourneyID + "-" + l.Version }

// note keeps what a municipality says of the version that it tries.
func (p *Pages) note(w http.ResponseWriter, r *http.Request) error {
	version, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if err != nil {
		return journey.ErrNoPilot
	}
	l := tryLine{PlaceID: r.FormValue("place"), JourneyID: r.FormValue("journey"), Version: r.FormValue("version"), Note: trimmed(r, "note")}
	err = p.Journeys.NotePilot(r.Context(), web.ActorOf(r.Context()), l.JourneyID, version, l.PlaceID, l.Note)
	if f := refused(err); f != nil {
		return p.showTrying(w, r, web.Status(f), f, l)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/prova-resor?klart=svar")
}
