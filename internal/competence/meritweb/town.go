package meritweb

import (
	"errors"
	"net/http"
	"strings"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// townPage is where HR and the municipality begin: to a person, to what waits, to a file.
type townPage struct {
	Asked string
	Wrong refused
	Doors []ui.Part
}

func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	if word := strings.TrimSpace(r.URL.Query().Get("sok")); word != "" {
		return p.search(w, r, word)
	}
	return p.showTown(w, r, http.StatusOK, townPage{})
}

func (p *Pages) showTown(w http.ResponseWriter, r *http.Request, status int, v townPage) error {
	a, c := actorOf(r), p.words(r)
	add := func(do may.Action, href, key string) {
		if may.AskSomewhere(a, do) == nil {
			v.Doors = append(v.Doors, ui.Part{Href: href, Title: c.T("merit.door." + key), Note: c.T("merit.door." + key + "_about")})
		}
	}
	add(may.SeeCompetence, groupTop, "queue")
	add(may.CheckMerit, groupTop+"/titlar", "titles")
	add(may.CheckMerit, townTop+"/inlasning", "import")
	add(may.EditFramework, mapTop, "map")
	add(may.SeeFigures, "/kommun/kompetens?typ=formell", "gap") // who lacks the formal level, unit by unit (R077)
	return p.show(w, r, status, c.T("merit.town_title"), len(v.Wrong) > 0, townBody(v))
}

// search leads to the person who has an employment number or an address.
func (p *Pages) search(w http.ResponseWriter, r *http.Request, word string) error {
	employers, err := p.Tree.Employers(r.Context(), actorOf(r), may.SeeCompetence, p.Staff.Today())
	if err != nil {
		return err
	}
	for _, e := range employers {
		id, err := p.Staff.Whom(r.Context(), actorOf(r), e, word)
		if err == nil {
			return web.Redirect(w, r, personURL(id))
		}
		if !errors.Is(err, staff.ErrNobodySo) {
			return err
		}
	}
	return p.showTown(w, r, http.StatusUnprocessableEntity, townPage{Asked: word, Wrong: refused{"sok": p.words(r).T(staff.ErrNobodySo.Key)}})
}
