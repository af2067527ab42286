package frameworkweb

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// onePage is how many frameworks a page of the library shows.
const onePage = 30

type libraryView struct {
	Filter                                     framework.Filter
	Owners, Occupations, Services, Kinds, Tags []ui.Option
	Found                                      string
	List, Drafts                               []ui.Part
	Pager                                      ui.PagerProps
	MayEdit, Narrowed                          bool
	Said                                       string
}

func filterOf(r *http.Request) framework.Filter {
	q := r.URL.Query()
	return framework.Filter{Owner: q.Get("agare"), Occupation: q.Get("yrke"), Service: q.Get("omrade"), Kind: frame.Kind(q.Get("slag")), Tag: q.Get("amne"), Text: q.Get("sok")}
}

// query is a filter as an address has it.
func query(f framework.Filter) url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"agare": f.Owner, "yrke": f.Occupation, "omrade": f.Service, "slag": string(f.Kind), "amne": f.Tag, "sok": f.Text} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return q
}

// library lists the frameworks that hold, as the filter leaves them, and the drafts of who works on some.
func (p *Pages) library(w http.ResponseWriter, r *http.Request) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	actor, f, n := web.ActorOf(r.Context()), filterOf(r), page.Number(r.URL.Query().Get("sida"))
	found, total, err := p.Frameworks.Library(r.Context(), actor, f, onePage, (n-1)*onePage)
	if err != nil {
		return err
	}
	v := &libraryView{Filter: f, Found: s.t("found", "n", total), MayEdit: may.AskSomewhere(actor, may.EditFramework) == nil, Narrowed: f != (framework.Filter{}),
		Pager: page.Pager(top+"?"+query(f).Encode(), "sida", n, total, onePage), Said: s.said(r, "slangt")}
	for _, l := range found {
		v.List = append(v.List, s.listed(l, f))
	}
	if v.MayEdit {
		drafts, err := p.Frameworks.Draftings(r.Context(), actor)
		if err != nil {
			return err
		}
		for _, d := range drafts {
			v.Drafts = append(v.Drafts, ui.Part{Href: draftAt(d.ID), Title: d.Name, Note: s.owner(d.Owner), Status: ui.Ongoing, Word: s.t("state.draft")})
		}
	}
	s.choices(v)
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, s.t("title")), libraryPage(v))
}

// listed is a line of the library. What a filter on goals leaves is what its page shows first.
func (s *speaker) listed(l framework.Listed, f framework.Filter) ui.Part {
	href := at(l.ID)
	if q := query(framework.Filter{Kind: f.Kind, Tag: f.Tag}); len(q) > 0 {
		href += "?" + q.Encode()
	}
	out := ui.Part{Href: href, Title: l.Name, Note: s.owner(l.Owner) + " · " + s.t("counts", "areas", s.t("areas", "n", l.Areas), "requirements", s.t("requirements", "n", l.Requirements)),
		Status: ui.Done, Word: s.t("state.published")}
	if l.Shell {
		out.Note, out.Status, out.Word = s.owner(l.Owner)+" · "+s.t("shell_note"), ui.NotStarted, s.t("state.shell")
	}
	return out
}

// choices fills what the library can be narrowed by.
func (s *speaker) choices(v *libraryView) {
	none := ui.Option{Text: s.t("any")}
	v.Owners = []ui.Option{none, {Value: string(org.Nation), Text: s.t("owner.nation")}, {Value: string(org.RSS), Text: s.t("owner.rss")}, {Value: string(org.Municipality), Text: s.t("owner.municipality")}}
	ref := s.ref.Chosen()
	for _, o := range ref.Occupations {
		v.Occupations = append(v.Occupations, ui.Option{Value: o.ID, Text: o.Name})
	}
	for _, a := range ref.Areas {
		v.Services = append(v.Services, ui.Option{Value: a.ID, Text: a.Name})
	}
	for _, t := range ref.Tags {
		v.Tags = append(v.Tags, ui.Option{Value: t.ID, Text: t.Name})
	}
	for _, k := range frame.Kinds() {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Text: s.kind(k)})
	}
	for _, list := range []*[]ui.Option{&v.Occupations, &v.Services, &v.Tags} {
		sortOptions(*list)
		*list = append([]ui.Option{none}, *list...)
	}
	v.Kinds = append([]ui.Option{none}, v.Kinds...)
}

func sortOptions(options []ui.Option) {
	c := collate.New(language.Swedish)
	slices.SortStableFunc(options, func(a, b ui.Option) int {
		return cmp.Or(c.CompareString(a.Text, b.Text), cmp.Compare(a.Value, b.Value))
	})
}
