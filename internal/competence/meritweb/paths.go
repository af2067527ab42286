package meritweb

import (
	"net/http"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/ui"
)

// pathsPage is the ways to the formal level of one's work, beside the journey (rule 13).
type pathsPage struct {
	Works    []workView
	Contacts []ui.Fact
}

// workView is one's work, what it asks for, and the ways there.
type workView struct {
	Name, Level string
	Has         bool
	Waiting     bool // something of one's own waits to be checked
	Programmes  []ui.Fact
	Validates   bool // a programme can be validated in parts
}

func (p *Pages) paths(w http.ResponseWriter, r *http.Request) error {
	a, c, on := actorOf(r), p.words(r), p.Staff.Today()
	jobs, err := p.Staff.Employments(r.Context(), a.PersonID, on)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	merits, err := p.Competence.Merits(r.Context(), a, a.PersonID, "")
	if err != nil {
		return err
	}
	var v pathsPage
	var employers []string
	seen := map[string]bool{}
	for _, j := range jobs {
		if !seen[j.EmployerID] {
			seen[j.EmployerID] = true
			employers = append(employers, j.EmployerID)
		}
		work := ref.Occupation(j.Occupation)
		if work.Education == "" || seen["work "+work.ID] {
			continue
		}
		seen["work "+work.ID] = true
		holds, err := p.Competence.Known(r.Context(), j.EmployerID, []string{a.PersonID})
		if err != nil {
			return err
		}
		one := workView{Name: work.Name, Level: c.T("merit.level." + levelKey(work.Education))}
		_, one.Has = programme.Fills(work.ID, programme.Level(work.Education), holds[a.PersonID].Merits, on)
		for _, m := range merits {
			one.Waiting = one.Waiting || m.EndedAt == nil && m.CheckedAt == nil
		}
		for _, pr := range programme.Giving(work.ID) {
			one.Programmes = append(one.Programmes, ui.Fact{Term: pr.Name, Text: pr.How})
			one.Validates = one.Validates || len(pr.Parts) > 0
		}
		v.Works = append(v.Works, one)
	}
	contacts, err := p.Tree.Contacts(r.Context(), employers, on)
	if err != nil {
		return err
	}
	v.Contacts = contactFacts(contacts)
	return p.show(w, r, http.StatusOK, c.T("merit.paths.title"), false, pathsBody(v))
}

// contactFacts are whom to talk to: the contact of the Yrkesresa at each employer.
func contactFacts(all []org.Contact) (out []ui.Fact) {
	for _, k := range all {
		if k.Matter == "yrkesresan" {
			out = append(out, ui.Fact{Term: k.EmployerName, Body: contactBody(k)})
		}
	}
	return out
}
