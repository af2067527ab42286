// Package staffapi is people and employments as JSON, for HR systems.
package staffapi

import (
	"context"
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/staff"
)

// Part serves them.
type Part struct {
	Staff   *staff.Staff
	Imports *staff.Imports
	Texts   *lang.Catalog
}

// Register implements api.Part.
func (p *Part) Register(s *api.Service) {
	api.Handle(s, api.Operation{ID: "people-list", Method: http.MethodGet, Path: "people", Scope: "people:read", Tag: "people"}, p.people)
	api.Handle(s, api.Operation{ID: "people-contact", Method: http.MethodPost, Path: "people", Scope: "people:write", Tag: "people"}, p.contact)
	api.Handle(s, api.Operation{ID: "employments-list", Method: http.MethodGet, Path: "employments", Scope: "people:read", Tag: "employments"}, p.employments)
	api.Handle(s, api.Operation{ID: "employments-write", Method: http.MethodPost, Path: "employments", Scope: "people:write", Tag: "employments"}, writer{p, s}.write)
}

// Employer says which employer a request is about.
type Employer struct {
	Municipality string `query:"municipality" pattern:"^[0-9]{4}$" doc:"Kommunens SCB-kod."`
	Employer     string `query:"employer" doc:"Arbetsgivarens id, när det inte är en kommun."`
}

// of is the id of the employer: the one named, else the one that the key is for; "" when the key is
// for several.
func of(c api.Caller, municipality, employer string) string {
	switch {
	case employer != "":
		return employer
	case municipality != "":
		return org.MunicipalityID(municipality)
	}
	if c.Wide {
		return ""
	}
	return c.NodeID
}

// one is the employer that a write is about.
func one(c api.Caller, municipality, employer string) (string, error) {
	id := of(c, municipality, employer)
	if id == "" {
		return "", api.ErrWhich.On("body.municipality")
	}
	return id, nil
}

type listInput struct {
	Employer
	api.Paging
}

// Person is a person as an employer knows the person.
type Person struct {
	ID          string   `json:"id"`
	Employer    string   `json:"employer"`
	Numbers     []string `json:"numbers" doc:"Anställningsnummer."`
	FirstName   string   `json:"first_name"`
	LastName    string   `json:"last_name"`
	Email       string   `json:"email"`
	Mobile      string   `json:"mobile"`
	Protected   bool     `json:"protected" doc:"Skyddade personuppgifter: bara kontaktkoden finns."`
	ContactCode string   `json:"contact_code"`
}

func personOf(n staff.Numbered) Person {
	p := Person{ID: n.PersonID, Employer: n.EmployerID, Numbers: n.Numbers, FirstName: n.FirstName, LastName: n.LastName, Email: n.Email, Mobile: n.Mobile,
		Protected: n.Protected, ContactCode: n.ContactCode}
	if p.Numbers == nil {
		p.Numbers = []string{}
	}
	return p
}

func (p *Part) people(ctx context.Context, c api.Caller, in *listInput) (*api.Of[Person], error) {
	return api.Gather(ctx, in.Paging, of(c, in.Municipality, in.Employer.Employer), p.Staff.EmployerAfter, func(ctx context.Context, employer, after string, limit int) ([]Person, error) {
		found, err := p.Staff.People(ctx, c.Actor, employer, after, limit)
		out := make([]Person, len(found))
		for i, n := range found {
			out[i] = personOf(n)
		}
		return out, err
	}, func(p Person) string { return p.ID })
}

type contactInput struct {
	Body struct {
		Municipality string `json:"municipality,omitempty" pattern:"^[0-9]{4}$" doc:"Kommunens SCB-kod."`
		Employer     string `json:"employer,omitempty" doc:"Arbetsgivarens id, när det inte är en kommun."`
		Number       string `json:"number" minLength:"1" maxLength:"40" doc:"Anställningsnummer."`
		Email        string `json:"email" maxLength:"200"`
		Mobile       string `json:"mobile" maxLength:"40"`
	}
}

type personOutput struct{ Body Person }

func (p *Part) contact(ctx context.Context, c api.Caller, in *contactInput) (*personOutput, error) {
	b := in.Body
	employer, err := one(c, b.Municipality, b.Employer)
	if err != nil {
		return nil, err
	}
	n, err := p.Staff.SetContact(ctx, c.Actor, employer, b.Number, b.Email, b.Mobile)
	if err != nil {
		return nil, err
	}
	return &personOutput{personOf(n)}, nil
}

// Employment is an employment as it is known today.
type Employment struct {
	ID         string  `json:"id"`
	Employer   string  `json:"employer"`
	Person     string  `json:"person"`
	Number     string  `json:"number"`
	Unit       string  `json:"unit" doc:"Enhetens id. Tomt vid skyddade personuppgifter."`
	UnitName   string  `json:"unit_name"`
	Title      string  `json:"title"`
	Occupation string  `json:"occupation" doc:"Nationellt yrke, tomt när titeln inte är kopplad."`
	Area       string  `json:"area"`
	Form       string  `json:"form"`
	Extent     float64 `json:"extent" doc:"Procent."`
	StartDate  string  `json:"start_date"`
	EndDate    string  `json:"end_date"`
	Dormant    bool    `json:"dormant" doc:"Timanställd som inte är här nu."`
}

func (p *Part) employments(ctx context.Context, c api.Caller, in *listInput) (*api.Of[Employment], error) {
	return api.Gather(ctx, in.Paging, of(c, in.Municipality, in.Employer.Employer), p.Staff.EmployerAfter, func(ctx context.Context, employer, after string, limit int) ([]Employment, error) {
		found, err := p.Staff.Current(ctx, c.Actor, employer, after, limit)
		out := make([]Employment, len(found))
		for i, e := range found {
			out[i] = Employment{ID: e.ID, Employer: e.EmployerID, Person: e.PersonID, Number: e.Number, Unit: e.UnitID, UnitName: e.UnitName, Title: e.Title,
				Occupation: e.Occupation, Area: e.Area, Form: e.Form, Extent: e.Extent, StartDate: e.StartDate, EndDate: e.EndDate, Dormant: e.Dormant}
		}
		return out, err
	}, func(e Employment) string { return e.ID })
}
