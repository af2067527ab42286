package gapweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile/layer"
)

// ownView is what one's own work asks for, and what one has of it.
type ownView struct {
	Choices              []ui.Link // the person's employers, when there are several
	Done                 string
	Said                 []string
	Empty                ui.EmptyProps
	Lacks, Holds, Coming []areaView
	Wanted               []areaView // what the unit or municipality wants more people to hold
	Doors                []ui.Part
}

// own shows what the visitor holds and lacks at one employer.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	visit, c := page.Of(r.Context()), p.catalog(r)
	v := ownView{Doors: p.Frame.Behind(page.CompetenceHub, visit)}
	employer, err := p.employer(r, &v)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("plan") != "" {
		v.Done = c.T("gap.own.planned")
	}
	if employer == "" {
		v.Empty = ui.EmptyProps{Icon: "info", Title: c.T("gap.own.no_work"), Text: c.T("gap.own.no_work_text")}
		return p.Frame.Show(w, r, http.StatusOK, "gap.own.title", ownPage(v))
	}
	found, err := p.Gaps.Person(r.Context(), visit.Actor, visit.Actor.PersonID, employer, p.Staff.Today())
	if err != nil {
		return err
	}
	t, err := p.teller(r, visit.Actor.PersonID, employer)
	if err != nil {
		return err
	}
	t.own, t.plan, t.to = true, true, "/min-kompetens/lagg-i-plan"
	t.assess, t.merits, t.paths = p.ownDoor(visit, "/bedomning"), p.ownDoor(visit, "/meriter"), p.ownDoor(visit, "/utbildning")
	s := sort(found)
	v.Said = ownSaid(c, s)
	if s.asked() == 0 && len(s.coming) == 0 && len(s.wanted) == 0 {
		v.Said = nil
		v.Empty = ui.EmptyProps{Icon: "info", Title: c.T("gap.own.nothing"), Text: c.T("gap.own.nothing_text")}
		if t.merits != "" {
			v.Empty.Action = ui.Link{Href: t.merits, Text: c.T("gap.own.nothing_do")}
		}
	}
	if v.Lacks, v.Holds, v.Coming, err = t.all(s); err != nil {
		return err
	}
	if v.Wanted, err = t.areas(s.wanted, t.wanted); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "gap.own.title", ownPage(v))
}

// employer is whose requirements are shown: the one named, else the first that the visitor works for.
func (p *Pages) employer(r *http.Request, v *ownView) (string, error) {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	works, err := p.Staff.Employments(r.Context(), visit.Actor.PersonID, on)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, e := range works {
		if e.Current(on) && !slices.Contains(ids, e.EmployerID) {
			ids = append(ids, e.EmployerID)
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	chosen := r.URL.Query().Get("hos")
	if !slices.Contains(ids, chosen) {
		chosen = ids[0]
	}
	if len(ids) > 1 {
		for _, id := range ids {
			n, err := p.Tree.Find(r.Context(), id, on)
			if err != nil {
				return "", err
			}
			v.Choices = append(v.Choices, ui.Link{Href: page.At("/min-kompetens", "hos", id), Text: n.Name, Current: id == chosen})
		}
	}
	return chosen, nil
}

// sorted is what is asked of a person, each requirement once.
type sorted struct{ lacks, holds, coming, wanted []gap.Item }

func (s sorted) asked() int { return len(s.lacks) + len(s.holds) }

// sort sorts what is asked of a person in all employments at one employer. What is asked for in two of
// them is told once: as it is missing, or else with the highest target.
func sort(g gap.PersonGap) sorted {
	var s sorted
	put := func(to *[]gap.Item, i gap.Item) {
		at := slices.IndexFunc(*to, func(o gap.Item) bool { return o.Key == i.Key })
		if at < 0 {
			*to = append(*to, i)
		} else if i.TargetRank > (*to)[at].TargetRank {
			(*to)[at] = i
		}
	}
	for _, w := range g.Works {
		for _, i := range w.Items {
			each := i.Measure == layer.Each || i.Measure == ""
			switch {
			case i.Mark == count.Out:
			case i.Announced:
				put(&s.coming, i)
			case i.Mark == count.Has:
				put(&s.holds, i)
			case each:
				put(&s.lacks, i)
			case i.Mark == count.Learn:
				put(&s.wanted, i)
			}
		}
	}
	lacks := func(i gap.Item) bool {
		return slices.ContainsFunc(s.lacks, func(o gap.Item) bool { return o.Key == i.Key })
	}
	s.holds, s.wanted = slices.DeleteFunc(s.holds, lacks), slices.DeleteFunc(s.wanted, lacks)
	s.wanted = slices.DeleteFunc(s.wanted, func(i gap.Item) bool {
		return slices.ContainsFunc(s.holds, func(o gap.Item) bool { return o.Key == i.Key })
	})
	return s
}

// ownSaid is how one stands, in counts.
func ownSaid(c *lang.Catalog, s sorted) []string {
	switch {
	case s.asked() == 0:
		return nil
	case len(s.lacks) == 0:
		return []string{c.T("gap.own.all", "n", s.asked())}
	}
	return []string{c.T("gap.own.some", "has", len(s.holds), "all", s.asked())}
}

// all puts what is missing, held and coming into words.
func (t *teller) all(s sorted) (lacks, holds, coming []areaView, err error) {
	if lacks, err = t.areas(s.lacks, t.lacking); err != nil {
		return nil, nil, nil, err
	}
	if holds, err = t.areas(s.holds, t.holding); err != nil {
		return nil, nil, nil, err
	}
	coming, err = t.areas(s.coming, t.announced)
	return lacks, holds, coming, err
}

// planOwn puts one way to close a gap in the visitor's own plan.
func (p *Pages) planOwn(w http.ResponseWriter, r *http.Request) error {
	employer := r.PostFormValue("hos")
	if err := p.add(r, page.Of(r.Context()).Actor.PersonID, employer); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/min-kompetens", "hos", employer, "plan", "1"))
}

// ownDoor is the address of a page of one's own competence that another face has; "" when there is none.
func (p *Pages) ownDoor(visit page.Visit, part string) string {
	if href := string(page.CompetenceHub) + part; p.Frame.Leads(page.CompetenceHub, href, visit) {
		return href
	}
	return ""
}
