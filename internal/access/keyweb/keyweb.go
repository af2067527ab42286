// Package keyweb is the pages of the API: what it can do, and the keys of programs.
package keyweb

import (
	"embed"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Access *access.Access
	Tree   *org.Tree
	Spec   func() *huma.OpenAPI
	Frame  *page.Frame
	Today  func() string
	URL    string // where people reach the program
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /api", web.Public, p.reference)
	r.Page("GET /kommun/nycklar", web.To(may.MakeToken), p.keys)
	r.Page("POST /kommun/nycklar", web.To(may.MakeToken), p.make)
	r.Page("POST /kommun/nycklar/{key}/avsluta", web.To(may.MakeToken), p.end)
}

// referenceView is the API as a page.
type referenceView struct {
	About, Document, Example string
	Operations               []operationView
}

type operationView struct {
	ID, Method, Path, Summary, Text string
	Fields                          ui.TableProps
	Answer                          ui.TableProps
}

func (p *Pages) reference(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	spec := p.Spec()
	v := referenceView{About: spec.Info.Description, Document: api.Document, Example: `curl -H "Authorization: Bearer NYCKEL" ` + p.URL + api.Prefix + "courses"}
	for path, item := range spec.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post} {
			if op == nil {
				continue
			}
			o := operationView{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Text: op.Description}
			o.Fields, o.Answer = fields(c, spec, op), answer(c, spec, op)
			v.Operations = append(v.Operations, o)
		}
	}
	slices.SortFunc(v.Operations, func(a, b operationView) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return p.Frame.Show(w, r, http.StatusOK, "keys.api", referencePage(v))
}

// fields are what an operation takes: in the address, or in the body.
func fields(c *lang.Catalog, spec *huma.OpenAPI, op *huma.Operation) ui.TableProps {
	t := table(c, op.OperationID+"-fraga", c.T("keys.takes", "operation", op.Summary))
	for _, q := range op.Parameters {
		t.Rows = append(t.Rows, row(c, q.Name, q.Schema, q.Description, q.Required))
	}
	if op.RequestBody != nil {
		for _, media := range op.RequestBody.Content {
			t.Rows = append(t.Rows, properties(c, spec, media.Schema, "")...)
		}
	}
	return t
}

func answer(c *lang.Catalog, spec *huma.OpenAPI, op *huma.Operation) ui.TableProps {
	t := table(c, op.OperationID+"-svar", c.T("keys.gives", "operation", op.Summary))
	if ok := op.Responses["200"]; ok != nil {
		for _, media := range ok.Content {
			t.Rows = append(t.Rows, properties(c, spec, media.Schema, "")...)
		}
	}
	return t
}

func table(c *lang.Catalog, id, caption string) ui.TableProps {
	return ui.TableProps{ID: id, Caption: caption, Cards: true, Columns: []ui.Column{{Title: c.T("keys.field")}, {Title: c.T("keys.type")}, {Title: c.T("keys.what")}}}
}

// properties are the fields of an object, those of the objects in its lists after it.
func properties(c *lang.Catalog, spec *huma.OpenAPI, s *huma.Schema, prefix string) []ui.Row {
	if s.Ref != "" {
		s = spec.Components.Schemas.SchemaFromRef(s.Ref)
	}
	var rows []ui.Row
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f := s.Properties[name]
		if name == "$schema" {
			continue
		}
		rows = append(rows, row(c, prefix+name, f, f.Description, slices.Contains(s.Required, name) && prefix == ""))
		if f.Items != nil && f.Items.Ref != "" {
			rows = append(rows, properties(c, spec, f.Items, prefix+name+"[].")...)
		}
	}
	return rows
}

func row(c *lang.Catalog, name string, s *huma.Schema, about string, required bool) ui.Row {
	kind := s.Type
	if kind == "" && s.Items != nil {
		kind = "array"
	}
	if required {
		about = strings.TrimSpace(c.T("keys.required") + " " + about)
	}
	return line(name, kind, about)
}

func line(name, kind, about string) ui.Row {
	return ui.Row{Head: ui.Text(name), Cells: []templ.Component{ui.Text(kind), ui.Text(about)}}
}

// keysView is the keys of the places where the visitor makes them.
type keysView struct {
	Place    string
	PlaceID  string
	Others   []ui.Link
	New      string // a key that was just made: it is shown once
	NewName  string
	Keys     []keyView
	Form     keyForm
	Scopes   []ui.Choice
	Problems []ui.Problem
}

type keyView struct {
	ID, Name, Text, Scopes string
	Holds                  bool
}

type keyForm struct {
	Name   string
	Scopes []string
	Wrong  map[string]string
}

func (p *Pages) keys(w http.ResponseWriter, r *http.Request) error {
	return p.showKeys(w, r, http.StatusOK, r.URL.Query().Get("plats"), keyForm{}, "")
}

// places are where the visitor makes keys: the nation, municipalities and other employers.
func (p *Pages) places(r *http.Request) ([]org.Node, error) {
	var out []org.Node
	for _, path := range web.ActorOf(r.Context()).Scopes(may.MakeToken) {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], p.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		return nil, may.ErrDenied
	}
	return out, nil
}

func (p *Pages) showKeys(w http.ResponseWriter, r *http.Request, status int, placeID string, f keyForm, fresh string) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	all, err := p.places(r)
	if err != nil {
		return err
	}
	if placeID == "" {
		placeID = all[0].ID
	}
	keys, err := p.Access.APIKeys(r.Context(), visit.Actor, placeID)
	if err != nil {
		return err
	}
	v := keysView{PlaceID: placeID, New: fresh, NewName: f.Name, Form: f}
	for _, n := range all {
		if n.ID == placeID {
			v.Place = n.Name
		} else {
			v.Others = append(v.Others, ui.Link{Href: "/kommun/nycklar?plats=" + n.ID, Text: n.Name})
		}
	}
	for _, k := range keys {
		v.Keys = append(v.Keys, p.keyView(c, k))
	}
	for _, s := range access.Scopes() {
		v.Scopes = append(v.Scopes, ui.Choice{Value: string(s), Text: c.T("keys.scope." + strings.ReplaceAll(string(s), ":", "_")), Chosen: slices.Contains(f.Scopes, string(s))})
	}
	for _, field := range []string{"name", "scope", ""} {
		if key := f.Wrong[field]; key != "" {
			v.Problems = append(v.Problems, ui.Problem{Field: field, Text: c.T(key)})
		}
	}
	if fresh != "" {
		v.Form = keyForm{}
	}
	s := p.Frame.Shell(r, c.T("keys.title"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, keysPage(v))
}

func (p *Pages) keyView(c *lang.Catalog, k access.APIKey) keyView {
	v := keyView{ID: k.ID, Name: k.Name, Holds: !k.Ended && k.Until > p.Today()}
	var scopes []string
	for _, s := range k.Scopes {
		scopes = append(scopes, string(s))
	}
	v.Scopes = strings.Join(scopes, ", ")
	switch {
	case k.Ended:
		v.Text = c.T("keys.ended")
	case !v.Holds:
		v.Text = c.T("keys.over")
	case k.UsedOn == "":
		v.Text = c.T("keys.unused", "until", k.Until)
	default:
		v.Text = c.T("keys.used", "day", k.UsedOn, "until", k.Until)
	}
	return v
}

func (p *Pages) make(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := keyForm{Name: r.PostFormValue("name"), Scopes: r.PostForm["scope"]}
	n := access.NewAPIKey{NodeID: r.PostFormValue("plats"), Name: f.Name}
	for _, s := range f.Scopes {
		n.Scopes = append(n.Scopes, access.Scope(s))
	}
	if n.NodeID == "" {
		all, err := p.places(r)
		if err != nil {
			return err
		}
		n.NodeID = all[0].ID
	}
	key, _, err := p.Access.MakeAPIKey(r.Context(), web.ActorOf(r.Context()), n)
	if refused := fault.Of(err); refused != nil && (refused.Kind == fault.Invalid || refused.Key == access.ErrKeyRights.Key) {
		f.Wrong = map[string]string{refused.Field: refused.Key}
		return p.showKeys(w, r, http.StatusUnprocessableEntity, n.NodeID, f, "")
	}
	if err != nil {
		return err
	}
	return p.showKeys(w, r, http.StatusOK, n.NodeID, f, key)
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	if err := p.Access.EndAPIKey(r.Context(), web.ActorOf(r.Context()), r.PathValue("key")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/nycklar?plats="+r.PostFormValue("plats"))
}
