package profileweb

import (
	"net/http"
	"strings"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// rolesView is how far the roles of a unit's people go.
type rolesView struct {
	head
	Action string
	People []roleView
	From   string
	Wrongs map[string]string
}

type roleView struct {
	Name, Work, Next string
	Field, Value     string
	SeenField, Seen  string // what the form showed: only what is otherwise is noted
	Options          []ui.Option
}

func (p *Pages) roles(w http.ResponseWriter, r *http.Request) error {
	return p.showRoles(w, r, http.StatusOK, nil)
}

func (p *Pages) showRoles(w http.ResponseWriter, r *http.Request, status int, wrongs map[string]string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	unit, all, err := p.Profiles.RoleLevels(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := rolesView{Action: at(unit.ID) + "/roller", From: r.PostFormValue("fran"), Wrongs: wrongs}
	v.head = head{Title: c.T("profile.roles.title"), Place: unit.Name, Back: ui.Link{Href: at(unit.ID), Text: c.T("profile.back_place", "place", unit.Name)}}
	if r.URL.Query().Get("sagt") == "roller" && r.Method == http.MethodGet {
		v.Said = c.T("profile.said.roles")
	}
	for _, field := range []string{"fran", "steg"} {
		if key := wrongs[field]; key != "" {
			v.Wrong = append(v.Wrong, ui.Problem{Field: field, Text: c.T(key)})
		}
	}
	for _, s := range all {
		one := roleView{Name: s.Shown(), Work: s.Title, Field: "steg-" + s.Employment.ID, Value: string(s.Level), SeenField: "sett-" + s.Employment.ID, Seen: string(s.Level)}
		if seen := r.PostFormValue(one.SeenField); seen != "" {
			one.Seen = seen
		}
		if o := ref.Occupation(s.Occupation); o.Name != "" {
			one.Work = o.Name
		}
		if typed := r.PostFormValue(one.Field); typed != "" {
			one.Value = typed
		}
		if s.Next != "" {
			if at, err := lang.ParseDate(s.From); err == nil {
				one.Next = c.T("profile.roles.next", "level", strings.ToLower(c.T("profile.role."+string(s.Next))), "day", c.Date(at))
			}
		}
		for _, level := range layer.RoleLevels() {
			one.Options = append(one.Options, ui.Option{Value: string(level), Text: c.T("profile.role." + string(level))})
		}
		v.People = append(v.People, one)
	}
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, rolesPage(v))
}

// saveRoles notes the levels that are otherwise than before.
func (p *Pages) saveRoles(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	unit, all, err := p.Profiles.RoleLevels(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return err
	}
	var changed []profile.Standing
	for _, s := range all {
		typed, seen := layer.RoleLevel(r.PostFormValue("steg-"+s.Employment.ID)), layer.RoleLevel(r.PostFormValue("sett-"+s.Employment.ID))
		if typed != "" && typed != seen && typed != s.Level {
			s.Level = typed
			changed = append(changed, s)
		}
	}
	if err := p.Profiles.SetRoleLevels(r.Context(), web.ActorOf(r.Context()), unit.ID, changed, strings.TrimSpace(r.PostFormValue("fran"))); err != nil {
		if f := wrong(err); f != nil {
			return p.showRoles(w, r, http.StatusUnprocessableEntity, map[string]string{f.Field: f.Key})
		}
		return err
	}
	return web.Redirect(w, r, at(unit.ID)+"/roller?sagt=roller")
}
