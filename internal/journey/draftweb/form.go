package draftweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

func trimmed(r *http.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.FormValue(name), "\r\n", "\n"))
}

func last(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 36500 {
		return 0
	}
	return n
}

// many gives the boxes that are ticked.
func many(r *http.Request, name string) []string {
	var out []string
	for _, v := range r.Form[name] {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// mostPilots is how many municipalities are named at a time.
const mostPilots = 5

// pilots are the municipalities chosen in the lists, each once.
func pilots(r *http.Request) []string {
	var out []string
	seen := map[string]bool{"": true}
	for i := range mostPilots {
		if id := r.FormValue("pilot" + strconv.Itoa(i+1)); !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// roles that an audience may name, and forms of employment.
var (
	audienceRoles = []string{"manager", "mas", "mar", "sas", "workplace_leader", "trainer", "mentor"}
	audienceForms = []string{"permanent", "probation", "fixed", "substitute", "hourly"}
)

// audienceForm is an audience as boxes. What combines audiences is shown in words and kept until it is taken away.
type audienceForm struct {
	Tracks, Steps, Occupations, Areas, Roles, Forms []ui.Choice
	Licensed                                        string // "", yes or no
	Words                                           string // whom it is now
	Rest                                            string // what the boxes cannot say
}

// audience fills the boxes. Tracks and steps are left out where the journey has none, and where they may not be used.
func (s *speaker) audience(j *plan.Journey, a *plan.Audience, byTrack bool) audienceForm {
	f := audienceForm{Words: s.Audience(j, a)}
	if a == nil {
		a = &plan.Audience{}
	}
	choices := func(ids []string, chosen []string, name func(string) string) []ui.Choice {
		var out []ui.Choice
		for _, id := range ids {
			out = append(out, ui.Choice{Value: id, Text: name(id), Chosen: has(chosen, id)})
		}
		for _, id := range chosen { // what the lists do not have is kept and can be unticked
			if !has(ids, id) {
				out = append(out, ui.Choice{Value: id, Text: id, Note: s.t("unknown"), Chosen: true})
			}
		}
		return out
	}
	var tracks, steps, occupations, areas []string
	names := map[string]string{}
	if byTrack {
		for _, t := range j.Tracks {
			tracks, names[t.ID] = append(tracks, t.ID), t.Title
		}
		if j.Scheme.Kind == plan.Experience {
			for _, l := range j.Scheme.Levels {
				steps, names["step "+l.ID] = append(steps, l.ID), l.Title
			}
		}
	}
	for _, o := range s.ref.Occupations { // a retired one only where it is chosen already
		if names[o.ID] = o.Name; o.Retired == "" || has(a.Occupations, o.ID) {
			occupations = append(occupations, o.ID)
		}
	}
	for _, area := range s.ref.Areas {
		if names["area "+area.ID] = area.Name; area.Retired == "" || has(a.Areas, area.ID) {
			areas = append(areas, area.ID)
		}
	}
	named := func(prefix string) func(string) string { return func(id string) string { return names[prefix+id] } }
	f.Tracks, f.Steps = choices(tracks, a.Tracks, named("")), choices(steps, a.Steps, named("step "))
	f.Occupations, f.Areas = choices(occupations, a.Occupations, named("")), choices(areas, a.Areas, named("area "))
	f.Roles = choices(audienceRoles, a.Roles, func(id string) string { return s.c.T("journey.word.role." + id) })
	f.Forms = choices(audienceForms, a.Forms, func(id string) string { return s.c.T("journey.word.form." + id) })
	if a.Licensed != nil {
		f.Licensed = map[bool]string{true: "yes", false: "no"}[*a.Licensed]
	}
	if rest := (plan.Audience{All: a.All, Any: a.Any, Not: a.Not, Backgrounds: a.Backgrounds}); hasRest(&rest) {
		f.Rest = s.Audience(j, &rest)
	}
	return f
}

func hasRest(a *plan.Audience) bool {
	return len(a.All)+len(a.Any)+len(a.Backgrounds) > 0 || a.Not != nil
}

func has(list []string, id string) bool {
	for _, one := range list {
		if one == id {
			return true
		}
	}
	return false
}

// readAudience reads the boxes; before is the audience that they were filled from.
func readAudience(r *http.Request, before *plan.Audience) *plan.Audience {
	a := &plan.Audience{Tracks: many(r, "tracks"), Steps: many(r, "steps"), Occupations: many(r, "occupations"), Areas: many(r, "areas"),
		Roles: many(r, "roles"), Forms: many(r, "forms")}
	switch r.FormValue("licensed") {
	case "yes", "no":
		yes := r.FormValue("licensed") == "yes"
		a.Licensed = &yes
	}
	if before != nil && r.FormValue("rest") != "off" {
		a.All, a.Any, a.Not, a.Backgrounds = before.All, before.Any, before.Not, before.Backgrounds
	}
	if len(a.Tracks)+len(a.Steps)+len(a.Occupations)+len(a.Areas)+len(a.Roles)+len(a.Forms) == 0 && a.Licensed == nil && !hasRest(a) {
		return nil
	}
	return a
}
