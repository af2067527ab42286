package meritweb

import (
	"errors"
	"net/http"
	"strconv"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// importPage is where a file of merits is chosen, and what is wrong with it.
type importPage struct {
	Employers  []ui.Option
	Employer   string
	Problems   []ui.Problem
	Wrong      refused
	Mistakes   []mistakeView
	More       int
	Kinds      []string
	Programmes []string
}

// mistakeView is one mistake of a file.
type mistakeView struct{ Row, Column, Text string }

// shownMistakes is how many mistakes a page shows; the rest is said as a number.
const shownMistakes = 200

func (p *Pages) importForm(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("mall") != "" {
		return p.template(w, r)
	}
	return p.showImport(w, r, http.StatusOK, importPage{})
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request, status int, v importPage) error {
	employers, err := p.Tree.Employers(r.Context(), actorOf(r), may.CheckMerit, p.Staff.Today())
	if err != nil {
		return err
	}
	for _, e := range employers {
		v.Employers = append(v.Employers, ui.Option{Value: e.ID, Text: e.Name})
	}
	v.Kinds = competence.FileKinds()
	for _, pr := range programme.All() {
		v.Programmes = append(v.Programmes, pr.Name)
	}
	v.Problems = v.Wrong.problems("employer", "file")
	return p.show(w, r, status, p.words(r).T("merit.import.title"), len(v.Problems)+len(v.Mistakes) > 0, importBody(v))
}

// template is an empty file with the columns, and one row that shows how.
func (p *Pages) template(w http.ResponseWriter, r *http.Request) error {
	body, err := grid.Excel(p.words(r).T("merit.import.sheet"), [][]string{competence.FileHeader()})
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, "meriter-mall.xlsx", body)
}

func (p *Pages) stage(w http.ResponseWriter, r *http.Request) error {
	var tooLarge *http.MaxBytesError
	if err := r.ParseMultipartForm(1 << 20); errors.As(err, &tooLarge) {
		return p.showImport(w, r, http.StatusUnprocessableEntity, importPage{Wrong: refused{"file": p.words(r).T("merit.file.large")}})
	}
	employer := r.PostFormValue("employer")
	file, header, err := r.FormFile("file")
	if err != nil || header.Size == 0 {
		return p.showImport(w, r, http.StatusUnprocessableEntity, importPage{Employer: employer, Wrong: refused{"file": p.words(r).T("merit.file.none")}})
	}
	defer file.Close()
	id, mistakes, err := p.Competence.StageMerits(r.Context(), actorOf(r), employer, header.Filename, file, header.Size)
	if f := expected(err); f != nil {
		return p.showImport(w, r, web.Status(f), importPage{Employer: employer, Wrong: p.refusal(r, f, "file")})
	}
	if err != nil {
		return err
	}
	if len(mistakes) > 0 {
		return p.showImport(w, r, http.StatusUnprocessableEntity, importPage{Employer: employer, Mistakes: p.mistakes(r, mistakes), More: max(0, len(mistakes)-shownMistakes)})
	}
	return web.Redirect(w, r, townTop+"/inlasning/"+id)
}

func (p *Pages) mistakes(r *http.Request, all []rows.Problem) (out []mistakeView) {
	c := p.words(r)
	for _, m := range all[:min(len(all), shownMistakes)] {
		var pairs []any
		for k, v := range m.Args {
			pairs = append(pairs, k, v)
		}
		out = append(out, mistakeView{strconv.Itoa(m.Row), m.Column, c.T(m.Key, pairs...)})
	}
	return out
}

// stagedPage is a file that has been read: what it would do, or what it did.
type stagedPage struct {
	competence.MeritImport
	Name     string
	Rows     []stagedRow
	More     int64
	Wrong    string
	Progress string
}

type stagedRow struct{ Row, Number, Kind, What, Day string }

func (p *Pages) staged(w http.ResponseWriter, r *http.Request) error {
	return p.showStaged(w, r, http.StatusOK, "")
}

func (p *Pages) showStaged(w http.ResponseWriter, r *http.Request, status int, wrong string) error {
	c := p.words(r)
	m, list, err := p.Competence.MeritImport(r.Context(), actorOf(r), r.PathValue("import"), 50)
	if err != nil {
		return err
	}
	v := stagedPage{MeritImport: m, Name: m.FileName, Wrong: wrong, More: m.Rows - int64(len(list)), Progress: c.T("merit.import.progress", "done", m.Added+m.There, "all", m.Rows)}
	for _, one := range list {
		x := one.Merit
		v.Rows = append(v.Rows, stagedRow{strconv.Itoa(one.Row), one.Number, c.T("merit.kind." + string(x.Kind)), p.heading(r, c, x), x.From})
	}
	return p.show(w, r, status, c.T("merit.import.title"), wrong != "", stagedBody(v))
}

func (p *Pages) commit(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("import")
	var err error
	if r.PostFormValue("beslut") == "ja" {
		err = p.Competence.TakeInMerits(r.Context(), actorOf(r), id)
	} else {
		err = p.Competence.DropMerits(r.Context(), actorOf(r), id)
	}
	if f := expected(err); f != nil {
		return p.showStaged(w, r, web.Status(f), p.words(r).T(f.Key))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, townTop+"/inlasning/"+id)
}
