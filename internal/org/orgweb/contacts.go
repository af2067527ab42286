package orgweb

import (
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// contactsView is whom the employees turn to, a form for each matter.
type contactsView struct {
	Employer string
	Back     ui.Link
	Said     string
	Forms    []contactForm
	Problems []ui.Problem
}

// contactForm is the contact in a matter as typed.
type contactForm struct {
	Seen, Matter, Title, Name, Email, Phone string
	Wrong                                   map[string]string
}

func (f contactForm) wrong(field string) string { return f.Wrong[field] }

// id is the id of a field: there are several forms on the page.
func (f contactForm) id(field string) string { return f.Matter + "-" + field }

func (p *Pages) contacts(w http.ResponseWriter, r *http.Request) error {
	return p.showContacts(w, r, http.StatusOK, r.URL.Query().Get("plats"), contactForm{}, nil)
}

func (p *Pages) showContacts(w http.ResponseWriter, r *http.Request, status int, id string, typed contactForm, no *fault.Fault) error {
	employer, all, err := p.employer(r, may.EditSettings, id)
	if err != nil {
		return err
	}
	have, err := p.Tree.Contacts(r.Context(), []string{employer.ID}, p.Today())
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := contactsView{Employer: employer.ID, Back: ui.Link{Href: at("/kommun", employer, all), Text: c.T("org.tree.to_hub")}}
	if r.URL.Query().Get("sparat") != "" {
		v.Said = c.T("org.saved")
	}
	for _, matter := range org.Matters() {
		f := contactForm{Matter: matter, Title: c.T("org.contact.matter." + matter)}
		for _, is := range have {
			if is.Matter == matter {
				f.Seen, f.Name, f.Email, f.Phone = is.ID, is.Name, is.Email, is.Phone
			}
		}
		if no != nil && typed.Matter == matter {
			text := page.Say(c, no)
			f.Name, f.Email, f.Phone, f.Wrong = typed.Name, typed.Email, typed.Phone, map[string]string{no.Field: text}
			field := f.id(no.Field)
			if no.Field == "" {
				field = f.id("namn")
			}
			v.Problems = []ui.Problem{{Field: field, Text: text}}
		}
		v.Forms = append(v.Forms, f)
	}
	if no != nil && len(v.Problems) == 0 { // a matter that is none
		v.Problems = []ui.Problem{{Text: page.Say(c, no)}}
	}
	s := p.Frame.Shell(r, c.T("org.contact.title"))
	s.Wrong = no != nil
	return p.Frame.ShowAs(w, r, status, s, contactsPage(v))
}

func (p *Pages) setContact(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, may.EditSettings, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	f := contactForm{Seen: r.PostFormValue("sett"), Matter: r.PostFormValue("arende"), Name: r.PostFormValue("namn"), Email: r.PostFormValue("epost"), Phone: r.PostFormValue("telefon")}
	err = p.Tree.SetContact(r.Context(), web.ActorOf(r.Context()),
		org.Contact{ID: f.Seen, EmployerID: employer.ID, Matter: f.Matter, Name: f.Name, Email: f.Email, Phone: f.Phone}, p.Now(), p.Today())
	if no := refused(err); no != nil {
		if no.Key == org.ErrChanged.Key {
			no = no.With("name", p.Frame.Texts.T("org.contact.title"))
		}
		return p.showContacts(w, r, web.Status(no), employer.ID, f, no)
	}
	if err != nil {
		return err
	}
	return p.saved(w, r, "/kommun/kontakter", employer, all)
}

// contactListView is the contacts of the municipalities of a region.
type contactListView struct {
	Back  ui.Link
	Table ui.TableProps
	Pager ui.PagerProps
}

// regionContacts lists whom to turn to in each municipality of the visitor's region.
func (p *Pages) regionContacts(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	c := p.Frame.Catalog(page.Of(r.Context()))
	places, err := p.Tree.Places(r.Context(), actor, p.Today())
	if err != nil {
		return err
	}
	number := page.Number(r.URL.Query().Get("sida"))
	var list []org.Contact
	for _, path := range actor.Scopes(may.SeeSubmitted) {
		for _, n := range places {
			if n.Path != path {
				continue
			}
			if list, err = p.Tree.ContactsUnder(r.Context(), actor, n, p.Today(), onPage+1, (number-1)*onPage); err != nil {
				return err
			}
		}
		break // one region at a time; nobody holds two today
	}
	v := contactListView{Back: ui.Link{Href: "/oversikt", Text: c.T("org.back")}}
	if number > 1 || len(list) > onPage {
		v.Pager = page.Pager("/rss/kontakter", "sida", number, (number-1)*onPage+len(list), onPage)
		list = list[:min(len(list), onPage)]
	}
	v.Table = ui.TableProps{ID: "kontakter", Caption: c.T("org.contact.list"), Cards: true,
		Columns: []ui.Column{{Title: c.T("org.kind.municipality")}, {Title: c.T("org.contact.about")}, {Title: c.T("org.contact.name")}, {Title: c.T("org.contact.email")}, {Title: c.T("org.contact.phone_word")}}}
	for _, k := range list {
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(k.EmployerName), Cells: cells(c.T("org.contact.matter."+k.Matter), k.Name, k.Email, k.Phone)})
	}
	return p.Frame.Show(w, r, http.StatusOK, "org.contact.list", contactListPage(v))
}
