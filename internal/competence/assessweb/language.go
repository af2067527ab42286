package assessweb

import (
	"net/http"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// languageView is the person's own level and what help there is. Nobody else sees it.
type languageView struct {
	Choices   []ui.Choice
	Validated bool
	Day       string
	Today     string
	Has       bool
	Said      string
	Wrong     map[string]string
}

func (p *Pages) language(w http.ResponseWriter, r *http.Request) error {
	is, err := p.Competence.Language(r.Context(), page.Of(r.Context()).Actor)
	if err != nil {
		return err
	}
	v := languageView{}
	c := p.Frame.Catalog(page.Of(r.Context()))
	switch {
	case r.URL.Query().Has("sparat"):
		v.Said = c.T("assess.language.saved")
	case r.URL.Query().Has("borta"):
		v.Said = c.T("assess.language.gone")
	}
	return p.showLanguage(w, r, http.StatusOK, is, v)
}

func (p *Pages) showLanguage(w http.ResponseWriter, r *http.Request, status int, is competence.LanguageLevel, v languageView) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	for _, level := range competence.LanguageLevels() {
		v.Choices = append(v.Choices, ui.Choice{Value: level, Text: c.T("assess.language.name." + level), Note: c.T("assess.language.about." + level), Chosen: is.Level == level})
	}
	v.Validated, v.Day, v.Has, v.Today = is.Validated, is.On, is.Level != "", p.Staff.Today()
	shell := p.Frame.Shell(r, c.T("assess.language.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, languagePage(v))
}

func (p *Pages) saveLanguage(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	is := competence.LanguageLevel{Level: r.PostFormValue("niva"), Validated: r.PostFormValue("intyg") != "", On: r.PostFormValue("dag")}
	if r.PostFormValue("gor") == "ta-bort" {
		if err := p.Competence.SetLanguage(r.Context(), visit.Actor, competence.LanguageLevel{}); err != nil {
			return err
		}
		return web.Redirect(w, r, "/min-kompetens/sprak?borta=1")
	}
	var err error
	if is.Level == "" {
		err = competence.ErrLanguage.On("niva")
	} else {
		err = p.Competence.SetLanguage(r.Context(), visit.Actor, is)
	}
	wrongs, err := wrong(c, err)
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showLanguage(w, r, http.StatusUnprocessableEntity, is, languageView{Wrong: wrongs})
	}
	return web.Redirect(w, r, "/min-kompetens/sprak?sparat=1")
}

// spokenView is what may be told of units together, without names.
type spokenView struct {
	Place string
	Rows  []ui.Row
	Table ui.TableProps
	Back  ui.Link
}

// spoken shows the figures of a place: of the only one that the visitor leads, or the one asked for.
func (p *Pages) spoken(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	nodes, err := p.led(r)
	if err != nil {
		return err
	}
	v := spokenView{Back: ui.Link{Href: "/min-grupp", Text: c.T("assess.back_group")}}
	if strings.HasPrefix(r.URL.Path, "/kommun/") {
		v.Back = ui.Link{Href: "/kommun", Text: c.T("assess.back_town")}
	}
	v.Table = ui.TableProps{ID: "sprak", Caption: c.T("assess.spoken.caption"), Cards: true, Columns: []ui.Column{{Title: c.T("assess.spoken.units")}, {Title: c.T("assess.spoken.reached"), Number: true}, {Title: c.T("assess.spoken.below"), Number: true}, {Title: c.T("assess.spoken.unsaid"), Number: true}, {Title: c.T("assess.spoken.on")}}}
	seen := map[string]bool{}
	for _, n := range nodes {
		v.Place = n.Name
		figures, err := p.Competence.LanguageFigures(r.Context(), visit.Actor, n.ID)
		if err != nil {
			return err
		}
		for _, f := range figures {
			var names []string
			for _, u := range f.Units {
				names = append(names, u.Name)
			}
			key := strings.Join(names, ", ")
			if seen[key] {
				continue
			}
			seen[key] = true
			row := ui.Row{Head: text(key)}
			for _, n := range []int64{f.Reached, f.Below, f.Unsaid} {
				row.Cells = append(row.Cells, text(lang.Number(n)))
			}
			row.Cells = append(row.Cells, text(c.DateOf(f.On)))
			v.Table.Rows = append(v.Table.Rows, row)
		}
	}
	if len(nodes) != 1 {
		v.Place = ""
	}
	return p.Frame.Show(w, r, http.StatusOK, "assess.spoken.title", spokenPage(v))
}

// led are the places whose figures the visitor sees: at most twenty, each of one employer.
func (p *Pages) led(r *http.Request) (out []org.Node, err error) {
	on := p.Staff.Today()
	for _, path := range page.Of(r.Context()).Actor.Scopes(may.SeeFigures) {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], on)
		if err != nil {
			return nil, err
		}
		if len(out) < 20 {
			out = append(out, n)
		}
	}
	return out, nil
}
