package orgweb

import (
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// functionsView is an employer's functions: what is missing, who holds what, which places are healthcare,
// and what the employer has chosen to have.
type functionsView struct {
	Employer string
	Back     ui.Link
	Said     string
	Lacks    []string
	Holders  []holderLine
	Care     []careLine
	Homes    []careLine
	Optional []optionLine
	Roles    bool // the way to roles: a function opens nothing by itself
	Form     holderForm
	Problems []ui.Problem
	Places   []ui.Option
	Search   string
	More     string
}

type holderLine struct{ ID, Title, Text string }

type careLine struct{ NodeID, Name, Text string }

type optionLine struct {
	Kind, Name, Text string
	On               bool
}

// holderForm is the form of an appointment as typed.
type holderForm struct {
	Kind, Node, Who, Name, Contact, From, Until string
	Kinds                                       []ui.Option
	Wrong                                       map[string]string
}

func (f holderForm) wrong(field string) string { return f.Wrong[field] }

func (p *Pages) functions(w http.ResponseWriter, r *http.Request) error {
	return p.showFunctions(w, r, http.StatusOK, r.URL.Query().Get("plats"), holderForm{From: p.Today()}, nil)
}

func (p *Pages) showFunctions(w http.ResponseWriter, r *http.Request, status int, id string, form holderForm, no *fault.Fault) error {
	employer, all, err := p.employer(r, may.EditSettings, id)
	if err != nil {
		return err
	}
	a := web.ActorOf(r.Context())
	c := p.Frame.Catalog(page.Of(r.Context()))
	reg, err := p.Tree.Register(r.Context(), a, employer.ID, p.Today())
	if err != nil {
		return err
	}
	v := functionsView{Employer: employer.ID, Back: ui.Link{Href: at("/kommun", employer, all), Text: c.T("org.tree.to_hub")}, Form: form,
		Roles: may.AskSomewhere(a, may.GrantRole) == nil, Search: strings.TrimSpace(r.FormValue("sok"))}
	if r.URL.Query().Get("sparat") != "" {
		v.Said = c.T("org.saved")
	}
	for _, l := range reg.Lacks {
		v.Lacks = append(v.Lacks, c.T("org.function.lack."+string(l.Kind), "place", l.Node.Name))
	}
	if v.Holders, err = p.holderLines(r, c, reg.Holders); err != nil {
		return err
	}
	for _, h := range reg.Care {
		v.Care = append(v.Care, careLine{h.NodeID, h.Name, c.T("org.function.care_since", "date", c.DateOf(h.From))})
	}
	for _, h := range reg.Homes {
		v.Homes = append(v.Homes, careLine{h.NodeID, h.Name, c.T("org.function.care_since", "date", c.DateOf(h.From))})
	}
	for _, k := range org.Functions() {
		v.Form.Kinds = append(v.Form.Kinds, ui.Option{Value: string(k), Text: c.T("org.function.kind." + string(k))})
	}
	chosen, err := p.Tree.Chosen(r.Context(), employer.ID, p.Today())
	if err != nil {
		return err
	}
	for _, k := range org.OptionalFunctions() {
		o := optionLine{Kind: string(k), Name: c.T("org.option." + string(k)), Text: c.T("org.option.about." + string(k))}
		if since, on := chosen[k]; on {
			if o.On = true; since != "" {
				o.Text = c.T("org.option.since", "date", c.DateOf(since))
			}
		}
		v.Optional = append(v.Optional, o)
	}
	if err := p.functionPlaces(r, c, employer, &v); err != nil {
		return err
	}
	if no != nil {
		text := page.Say(c, no)
		v.Form.Wrong, v.Problems = map[string]string{no.Field: text}, []ui.Problem{{Field: no.Field, Text: text}}
	}
	s := p.Frame.Shell(r, c.T("org.function.title"))
	s.Wrong = no != nil
	return p.Frame.ShowAs(w, r, status, s, functionsPage(v))
}

// functionPlaces are the places that a function can stand at: the employer, its operations and units.
func (p *Pages) functionPlaces(r *http.Request, c *lang.Catalog, employer org.Node, v *functionsView) error {
	nodes, err := org.Under(r.Context(), p.Tree.DB, employer.Path, p.Today())
	if err != nil {
		return err
	}
	f := org.NewForest(employer.ID, nodes)
	var fit []ui.Option
	for _, n := range f.Sorted() {
		if n.Kind == string(org.Team) || !f.Own(n.ID) {
			continue
		}
		if text := trail(f, n); v.Search == "" || strings.Contains(strings.ToLower(text), strings.ToLower(v.Search)) {
			fit = append(fit, ui.Option{Value: n.ID, Text: text})
		}
	}
	slices.SortStableFunc(fit, func(a, b ui.Option) int {
		if a.Value == employer.ID {
			return -1
		}
		if b.Value == employer.ID {
			return 1
		}
		return strings.Compare(a.Text, b.Text)
	})
	if more := len(fit) - mostTargets; more > 0 {
		v.More = c.T("org.change.more", "n", more)
	}
	v.Places = fit[:min(len(fit), mostTargets)]
	return nil
}

func (p *Pages) holderLines(r *http.Request, c *lang.Catalog, holders []org.Holder) ([]holderLine, error) {
	var ids []string
	for _, h := range holders {
		if h.PersonID != "" && !slices.Contains(ids, h.PersonID) {
			ids = append(ids, h.PersonID)
		}
	}
	cards, err := p.Staff.CardsOf(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	var out []holderLine
	for _, h := range holders {
		who := c.T("org.function.elsewhere", "name", h.Name, "contact", h.Contact)
		for _, card := range cards[h.PersonID] {
			if card.EmployerID == h.EmployerID {
				who = card.Shown()
			}
		}
		l := holderLine{ID: h.ID, Title: c.T("org.function.holds", "kind", c.T("org.function.kind."+string(h.Kind)), "who", who)}
		l.Text = c.T("org.function.where", "place", h.NodeName, "date", c.DateOf(h.From))
		if until := openEnd(h.Until); until != "" {
			l.Text = c.T("org.function.where_until", "place", h.NodeName, "date", c.DateOf(h.From), "until", c.DateOf(until))
		}
		out = append(out, l)
	}
	return out, nil
}

func (p *Pages) appoint(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, may.EditSettings, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	f := holderForm{Kind: r.PostFormValue("funktion"), Node: r.PostFormValue("plats_for"), Who: strings.TrimSpace(r.PostFormValue("vem")), Name: r.PostFormValue("namn"),
		Contact: r.PostFormValue("kontakt"), From: r.PostFormValue("fran"), Until: r.PostFormValue("till")}
	a := web.ActorOf(r.Context())
	h := org.Holder{EmployerID: employer.ID, NodeID: f.Node, Kind: org.FunctionKind(f.Kind), Name: f.Name, Contact: f.Contact, From: f.From, Until: f.Until}
	if f.Who != "" {
		h.Name, h.Contact = "", ""
		if h.PersonID, err = p.Staff.Whom(r.Context(), a, employer, f.Who); err != nil {
			if no := refused(err); no != nil {
				return p.showFunctions(w, r, web.Status(no), employer.ID, f, no.On("vem"))
			}
			return err
		}
	}
	err = p.Tree.Appoint(r.Context(), a, h, p.Now(), p.Today())
	if no := refused(err); no != nil {
		return p.showFunctions(w, r, web.Status(no), employer.ID, f, no)
	}
	if err != nil {
		return err
	}
	return p.saved(w, r, "/kommun/funktioner", employer, all)
}

// saved leads back to a page that says so.
func (p *Pages) saved(w http.ResponseWriter, r *http.Request, address string, employer org.Node, all []org.Node) error {
	return web.Redirect(w, r, at(address+"?sparat=1", employer, all))
}

func (p *Pages) endHolder(w http.ResponseWriter, r *http.Request) error {
	return p.settle(w, r, "/kommun/funktioner", func(a may.Actor, employer org.Node) error {
		return p.Tree.Dismissed(r.Context(), a, employer.ID, r.PathValue("holder"), p.Today())
	})
}

func (p *Pages) setCare(w http.ResponseWriter, r *http.Request) error {
	return p.settle(w, r, "/kommun/funktioner", func(a may.Actor, employer org.Node) error {
		return p.Tree.SetCare(r.Context(), a, employer.ID, r.PostFormValue("vard"), r.PostFormValue("inte") == "", p.Today())
	})
}

func (p *Pages) setHomeCare(w http.ResponseWriter, r *http.Request) error {
	return p.settle(w, r, "/kommun/funktioner", func(a may.Actor, employer org.Node) error {
		return p.Tree.SetHomeCare(r.Context(), a, employer.ID, r.PostFormValue("hem"), r.PostFormValue("inte") == "", p.Today())
	})
}

func (p *Pages) chooseFunction(w http.ResponseWriter, r *http.Request) error {
	return p.settle(w, r, "/kommun/funktioner", func(a may.Actor, employer org.Node) error {
		return p.Tree.Choose(r.Context(), a, employer.ID, org.FunctionKind(r.PostFormValue("funktion")), r.PostFormValue("inte") == "", p.Today())
	})
}

// settle does one thing to the employer of the form and leads back.
func (p *Pages) settle(w http.ResponseWriter, r *http.Request, address string, do func(a may.Actor, employer org.Node) error) error {
	employer, all, err := p.employer(r, may.EditSettings, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	if err := do(web.ActorOf(r.Context()), employer); err != nil {
		return err
	}
	return p.saved(w, r, address, employer, all)
}
