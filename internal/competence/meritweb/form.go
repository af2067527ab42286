package meritweb

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// formView is the form that adds a merit: of one's own, of somebody, or the same for several.
type formView struct {
	Action, Back, BackText string
	Kind                   frame.By
	Heading                string
	Typed                  url.Values
	Wrong                  refused
	Employers              []ui.Option // to choose from when one has several
	Person, Name           string      // whose it is; "" one's own, or several
	People                 []ui.Choice // several
	Place                  string
	Seen                   bool // asks whether the evidence has been seen
	MustSee                bool // and does not go on without
	Occupations            []ui.Option
	Today                  string
}

// formKinds are what can be added by a form.
func formKinds() []frame.By { return []frame.By{frame.ByEducation, frame.ByLicence, frame.ByTitle} }

func (p *Pages) formOf(r *http.Request, top, back, backKey, kind string) formView {
	c := p.words(r)
	f := formView{Action: top + "/ny", Back: back, BackText: c.T(backKey), Heading: c.T("merit.add"), Typed: url.Values{}, Today: p.Staff.Today()}
	for _, k := range formKinds() {
		if string(k) == kind {
			f.Kind, f.Heading = k, c.T("merit.add_kind."+string(k))
		}
	}
	return f
}

func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, status int, f formView) error {
	if f.Kind == frame.ByLicence {
		ref, err := p.Tree.CachedReference(r.Context())
		if err != nil {
			return err
		}
		f.Occupations = []ui.Option{{Text: p.words(r).T("merit.choose")}}
		for _, o := range ref.Occupations {
			if o.Licensed && o.Retired == "" && !o.NoTrack {
				f.Occupations = append(f.Occupations, ui.Option{Value: o.ID, Text: o.Name})
			}
		}
	}
	return p.show(w, r, status, f.Heading, len(f.Wrong) > 0, formBody(f))
}

// readForm reads the form and its file; a request that is too large has a file that is.
func readForm(r *http.Request) (n competence.NewMerit, err error) {
	var tooLarge *http.MaxBytesError
	err = r.ParseMultipartForm(1 << 20)
	if errors.As(err, &tooLarge) {
		return n, competence.ErrFileLarge.On("file")
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return n, &fault.Fault{Kind: fault.Invalid, Key: competence.ErrMeritKind.Key, Field: "kind", Cause: err}
	}
	get := r.PostFormValue
	n.Kind = frame.By(get("kind"))
	n.Ref = get(refField[n.Kind])
	n.Orientation, n.Choices, n.School, n.Number = get("orientation"), get("choices"), get("school"), get("number")
	n.From, n.System, n.Ground, n.EmployerID, n.PersonID = get("from"), get("system"), title.Ground(get("ground")), get("employer"), get("person")
	n.Seen = get("seen") != ""
	if last := get("until"); last != "" { // people say the last day, the rules the first day after
		n.Until = dayAfter(last)
	}
	if text := strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(get("credits")), " ", ""), ",", "."); text != "" {
		if n.Credits, err = strconv.ParseFloat(text, 64); err != nil {
			return n, competence.ErrCredits.On("credits")
		}
		if p, ok := programme.Find(n.Ref); ok && n.System == "" {
			n.System = string(p.System)
		}
	}
	file, header, err := r.FormFile("file")
	if err == nil {
		n.Paper, n.FileName = file, header.Filename
	}
	return n, nil
}

var refField = map[frame.By]string{frame.ByEducation: "programme", frame.ByValidation: "programme", frame.ByLicence: "occupation", frame.ByTitle: "title"}

// typed is what was typed, so that a refused form shows it again.
func typed(r *http.Request) url.Values {
	if r.PostForm == nil {
		return url.Values{}
	}
	return r.PostForm
}

func dayAfter(day string) string {
	t, err := lang.ParseDate(day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, 1).Format("2006-01-02")
}

// systems are what credits are counted in.
func systems(c *lang.Catalog) []ui.Option {
	out := []ui.Option{{Text: c.T("merit.system_auto")}}
	for _, s := range programme.Systems() {
		out = append(out, ui.Option{Value: string(s), Text: c.T("merit.system." + string(s))})
	}
	return out
}

// grounds are what the right to a title may rest on.
func grounds(c *lang.Catalog, chosen string) (out []ui.Choice) {
	for _, t := range title.All() {
		for _, g := range []title.Ground{title.ByCertificate, title.ByTransition} {
			if g == title.ByTransition && t.Transition == nil {
				continue
			}
			day := ""
			if t.Transition != nil {
				day = c.DateOf(t.Transition.On)
			}
			out = append(out, ui.Choice{Value: string(g), Text: c.T("merit.ground."+string(g), "title", t.Name, "certificate", t.Certificate, "day", day),
				Note: c.T("merit.ground_note."+string(g), "issuer", t.Issuer), Chosen: chosen == string(g)})
		}
	}
	return out
}

// titleOptions are the protected titles.
func titleOptions() (out []ui.Option) {
	for _, t := range title.All() {
		out = append(out, ui.Option{Value: t.ID, Text: t.Name})
	}
	return out
}

func programmeName(id string) string {
	if p, ok := programme.Find(id); ok {
		return p.Name
	}
	return id
}
