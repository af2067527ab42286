package describeweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

func careerURL(nodeID string) string { return "/karriar/" + url.PathEscape(nodeID) }

// ownPathsView is where the visitor's role can lead.
type ownPathsView struct {
	Paths []ownPath
}

type ownPath struct {
	ID, Name, Employer string
	Steps              []stepView
	Next               string // what the next step is; "" on the last
	Asks               []ui.Part
	Count              string
}

type stepView struct {
	Title, About string
	Status       ui.StatusKind
	Word         string
}

// career shows the visitor's own paths: where one is, and what the next step asks for.
func (p *Pages) career(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	all, err := p.Profiles.OwnPaths(r.Context(), web.ActorOf(r.Context()), p.Meeting)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Today())
	if err != nil {
		return err
	}
	var v ownPathsView
	for _, o := range all {
		one := ownPath{ID: o.ID, Name: o.Name, Employer: o.Employer}
		for i, s := range o.Steps {
			step := stepView{Title: roleTitle(c, ref, s.Role()), About: s.About, Status: ui.NotStarted, Word: c.T("describe.career.later")}
			switch {
			case i == o.At:
				step.Status, step.Word = ui.Ongoing, c.T("describe.career.here")
			case i < o.At:
				step.Status, step.Word = ui.Done, c.T("describe.career.before")
			case i == o.At+1:
				step.Word = c.T("describe.career.next")
			}
			one.Steps = append(one.Steps, step)
		}
		if next, ok := o.Next(); ok {
			one.Next = c.T("describe.career.asks", "role", strings.ToLower(roleTitle(c, ref, next.Role())))
			held := 0
			for i, a := range o.Asked {
				e, ok := book.Find(a.Requirement)
				if !ok {
					continue
				}
				ask := ui.Part{Title: e.Name, Status: ui.NotStarted, Word: c.T("describe.career.lacks")}
				if o.Holds[i] {
					held++
					ask.Status, ask.Word = ui.Done, c.T("describe.career.holds")
				}
				one.Asks = append(one.Asks, ask)
			}
			one.Count = c.T("describe.career.count", "n", held, "all", lang.Number(len(one.Asks)))
		}
		v.Paths = append(v.Paths, one)
	}
	return p.Frame.Show(w, r, http.StatusOK, "describe.career.title", careerPage(v))
}

// pathsView is the paths that an employer keeps.
type pathsView struct {
	Name, At string
	Paths    []pathRow
	Said     string
}

type pathRow struct {
	Name, Edit string
	Steps      []string
}

func (p *Pages) paths(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	node, all, err := p.Profiles.Paths(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := pathsView{Name: node.Name, At: careerURL(node.ID)}
	if r.URL.Query().Get("sagt") != "" {
		v.Said = c.T("describe.career.saved")
	}
	for _, o := range all {
		row := pathRow{Name: o.Name, Edit: v.At + "/andra?id=" + url.QueryEscape(o.ID)}
		for _, s := range o.Steps {
			row.Steps = append(row.Steps, roleTitle(c, ref, s.Role()))
		}
		v.Paths = append(v.Paths, row)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("describe.career.at", "place", node.Name)), pathsPage(v))
}

// pathView is the form of a path.
type pathView struct {
	head
	At, ID   string
	Name     string
	Revision int64
	Steps    []stepForm
	Wrongs   map[string]string
	Theirs   []string // the path as somebody has made it meanwhile
}

type stepForm struct {
	N             int
	Title         string
	Work, About   string
	Works, Levels []ui.Option
	Level         string
}

func (p *Pages) editPath(w http.ResponseWriter, r *http.Request) error {
	node, all, err := p.Profiles.Paths(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return err
	}
	path := profile.Path{ID: p.Profiles.NewID(), OwnerID: node.ID}
	for _, o := range all {
		if o.ID == r.URL.Query().Get("id") {
			path = o
		}
	}
	return p.showPath(w, r, http.StatusOK, node, path, nil, nil)
}

// mostRows bounds the steps of a form.
const mostRows = 10

func (p *Pages) showPath(w http.ResponseWriter, r *http.Request, status int, node org.Node, path profile.Path, wrongs map[string]string, theirs []string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := pathView{At: careerURL(node.ID), ID: path.ID, Name: path.Name, Revision: path.Revision, Wrongs: wrongs, Theirs: theirs}
	v.head = head{Title: c.T("describe.career.edit"), Place: node.Name, Back: ui.Link{Href: careerURL(node.ID), Text: c.T("describe.career.back")}}
	for _, f := range []string{"namn", "yrke-1", "om-1", ""} {
		if key := wrongs[f]; key != "" {
			v.Wrong = append(v.Wrong, ui.Problem{Field: f, Text: c.T(key)})
		}
	}
	works := []ui.Option{{Value: "", Text: c.T("describe.career.no_step")}}
	for _, o := range ref.Chosen().Occupations {
		works = append(works, ui.Option{Value: o.ID, Text: o.Name})
	}
	var levels []ui.Option
	for _, l := range layer.RoleLevels() {
		levels = append(levels, ui.Option{Value: string(l), Text: c.T("describe.column." + string(l))})
	}
	for i := range min(max(len(path.Steps)+2, 4), mostRows) {
		s := stepForm{N: i + 1, Title: c.T("describe.career.step", "n", i+1), Works: works, Levels: levels}
		if i < len(path.Steps) {
			s.Work, s.Level, s.About = path.Steps[i].Occupation, string(path.Steps[i].Level), path.Steps[i].About
		}
		v.Steps = append(v.Steps, s)
	}
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, pathPage(v))
}

func (p *Pages) savePath(w http.ResponseWriter, r *http.Request) error {
	node, all, err := p.Profiles.Paths(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return err
	}
	path := profile.Path{ID: r.PostFormValue("id"), OwnerID: node.ID, Name: strings.TrimSpace(r.PostFormValue("namn"))}
	if n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64); err == nil {
		path.Revision = n
	}
	if path.ID == "" || len(path.ID) > 60 {
		path.ID = p.Profiles.NewID()
	}
	for i := 1; i <= mostRows; i++ {
		n := strconv.Itoa(i)
		if work := r.PostFormValue("yrke-" + n); work != "" {
			path.Steps = append(path.Steps, profile.Step{Occupation: work, Level: layer.RoleLevel(r.PostFormValue("steg-" + n)), About: strings.TrimSpace(r.PostFormValue("om-" + n))})
		}
	}
	if _, err := p.Profiles.SavePath(r.Context(), web.ActorOf(r.Context()), path); err != nil {
		f := wrong(err)
		if f == nil {
			return err
		}
		status, theirs := http.StatusUnprocessableEntity, []string(nil)
		if f.Key == profile.ErrPathMoved.Key {
			status = http.StatusConflict
			theirs = p.theirs(r, all, &path)
		}
		return p.showPath(w, r, status, node, path, map[string]string{f.Field: f.Key}, theirs)
	}
	return web.Redirect(w, r, careerURL(node.ID)+"?sagt=sparat")
}

// theirs is a path as it is now, in words; the next save is made from it.
func (p *Pages) theirs(r *http.Request, all []profile.Path, mine *profile.Path) (out []string) {
	c := p.Frame.Catalog(page.Of(r.Context()))
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil
	}
	for _, o := range all {
		if o.ID != mine.ID {
			continue
		}
		mine.Revision = o.Revision
		out = append(out, o.Name)
		for _, s := range o.Steps {
			out = append(out, roleTitle(c, ref, s.Role()))
		}
		return out
	}
	mine.ID, mine.Revision = p.Profiles.NewID(), 0 // it has ended: saved again it is a new one
	return []string{c.T("describe.career.ended")}
}

func (p *Pages) endPath(w http.ResponseWriter, r *http.Request) error {
	node := r.PathValue("node")
	revision, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		revision = 0
	}
	err = p.Profiles.EndPath(r.Context(), web.ActorOf(r.Context()), node, r.PostFormValue("id"), revision)
	if f := wrong(err); f != nil && f.Key == profile.ErrPathMoved.Key {
		return web.Redirect(w, r, careerURL(node)+"/andra?id="+url.QueryEscape(r.PostFormValue("id")))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, careerURL(node)+"?sagt=sparat")
}
