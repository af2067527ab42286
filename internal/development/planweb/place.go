package planweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostNeeds bounds the needs that a plan lists.
const mostNeeds = 60

// fillPlace is what the plan of a place has besides: what is missing there, and what the units plan.
func (p *Pages) fillPlace(ctx context.Context, r *http.Request, v *planView, plan *development.Plan, book *frame.Book) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	q := url.Values{"plats": {v.node.ID}}.Encode()
	if v.Kind == development.OfOperation {
		if err := p.fillSum(ctx, r, v, book); err != nil {
			return err
		}
		if err := p.fillClosed(r, v); err != nil {
			return err
		}
		if org.Kind(v.node.Kind) != org.Operation {
			for _, area := range development.Areas() {
				v.Ways = append(v.Ways, ui.Part{Href: "/plan/omrade/" + area + "?" + q, Title: c.T("development.area." + area), Note: c.T("development.way.area_about")})
			}
		}
		v.Ways = append(v.Ways, ui.Part{Href: "/plan/rekrytering?" + q, Title: c.T("development.way.recruit"), Note: c.T("development.way.recruit_about")},
			ui.Part{Href: "/plan/uppdrag?" + q, Title: c.T("development.way.trained"), Note: c.T("development.way.trained_about")})
	}
	if v.desk.Kind == development.OfArea {
		for _, area := range development.Areas() {
			if area != v.Area {
				v.Ways = append(v.Ways, ui.Part{Href: strings.TrimSuffix(v.base, v.Area) + area + "?" + q, Title: c.T("development.area." + area), Note: c.T("development.way.area_about")})
			}
		}
	}
	if org.Kind(v.node.Kind) == org.RSS {
		return nil // what an RSS knows is submitted, and stands on its board
	}
	place, err := p.figures(ctx, a, v)
	if f := fault.Of(err); f != nil {
		return nil // whoever may plan and not see the figures plans without
	}
	if err != nil {
		return err
	}
	v.needs(c, place, plan)
	if named, err := p.Gaps.Named(ctx, a, v.node.ID); err == nil && !named && v.NoNeeds != "" {
		v.NoNeeds = c.T("development.needs_hidden")
	}
	return nil
}

// figures are what is missing at the place. Whoever sees no names sees only what points at nobody (rule 25).
func (p *Pages) figures(ctx context.Context, a may.Actor, v *planView) (gap.View, error) {
	named, err := p.Gaps.Named(ctx, a, v.node.ID)
	if err != nil {
		return gap.View{}, err
	}
	if named {
		return p.Gaps.Place(ctx, a, v.node.ID, gap.Filter{Area: areaOf(v.Area)}, p.Staff.Today())
	}
	told, err := p.Gaps.Unnamed(ctx, a, v.node.ID, gap.Filter{})
	var out gap.View
	for _, f := range told.Figures {
		f.Column.Develop, f.Column.Recruit = f.Told.Develop, f.Told.Recruit
		f.Column.Required, f.Column.Held = f.Told.Develop+f.Told.Recruit, 0
		out.Figures = append(out.Figures, f.Figure)
	}
	return out, err
}

// areaOf is the service area of the reference data that a plan's area is about. Vård och omsorg is the care of
// older people there.
func areaOf(area string) string {
	if area == "vard-och-omsorg" {
		return "aldreomsorg"
	}
	return area
}

// needs lists what is missing, split in what can be developed and what is to be recruited, and what is planned
// for it; formal first.
func (v *planView) needs(c *lang.Catalog, place gap.View, plan *development.Plan) {
	planned := map[string]int{}
	for _, i := range plan.Items {
		if i.Open() {
			planned[i.Requirement]++
		}
	}
	add := func(key, name string, formal bool, column count.Column) {
		if column.Gap() == 0 || len(v.Needs) == mostNeeds {
			return
		}
		if formal {
			name = c.T("development.formal_name", "name", name)
		}
		how := development.ByOther
		if column.Develop == 0 {
			how = development.ByRecruit
		}
		said := c.T("development.nothing_planned")
		if n := planned[key]; n > 0 {
			said = c.T("development.planned_n", "n", n)
		}
		need := needView{Title: name, Text: c.T("development.need", "develop", column.Develop, "recruit", column.Recruit) + " " + said}
		if v.May {
			need.Href = v.at("/lagg-till", "krav", key, "how", string(how))
		}
		v.Needs = append(v.Needs, need)
	}
	for _, formal := range []bool{true, false} {
		for _, f := range place.Figures {
			if f.Formal == formal {
				add(f.Key, f.Name, formal, f.Column)
			}
		}
		for _, f := range place.Targets {
			if f.Formal == formal {
				add(f.Key, f.Name, formal, f.Column)
			}
		}
	}
	if len(v.Needs) == 0 {
		v.NoNeeds = c.T("development.no_needs")
	}
}

// fillSum is what the units under the place plan together.
func (p *Pages) fillSum(ctx context.Context, r *http.Request, v *planView, book *frame.Book) error {
	c, today := p.catalog(r), p.Staff.Today()
	sum, err := p.Plans.Sum(ctx, web.ActorOf(ctx), v.NodeID)
	if err != nil {
		return err
	}
	for _, f := range sum.Rows {
		name := c.T("development.no_requirement")
		if e, ok := book.Find(f.Requirement); ok {
			name = e.Name
		} else if f.Requirement != "" {
			name = f.Requirement
		}
		text := c.T("development.sum_line", "planned", f.Planned, "ongoing", f.Ongoing, "done", f.Done)
		if f.Recruit > 0 {
			text += " " + c.T("development.sum_recruit", "n", int(f.Recruit))
		}
		if f.Late > 0 {
			text += " " + c.T("development.late_n", "n", int(f.Late))
		}
		v.Summed = append(v.Summed, ui.Fact{Term: name, Text: text})
	}
	for _, u := range sum.Units {
		part := ui.Part{Href: "/min-grupp/plan/enhet?" + url.Values{"enhet": {u.Unit.ID}}.Encode(), Title: u.Unit.Name, Status: ui.NotStarted, Word: c.T("development.not_begun")}
		if u.Begun {
			part.Status, part.Word, part.Note = ui.Ongoing, c.T("development.begun"), c.T("development.unit_sum", "open", u.Open, "done", u.Done)
			if u.Late > 0 {
				part.Status, part.Word = ui.Overdue, c.T("development.late_n", "n", int(u.Late))
			}
			if u.FollowOn != "" && u.FollowOn <= today {
				part.Status, part.Word = ui.Overdue, c.T("development.standing_word.follow")
			}
		}
		v.Units = append(v.Units, part)
	}
	if sum.More > 0 {
		v.MoreNeeds = c.T("development.more_units", "n", sum.More)
	}
	return nil
}

// recruitView is what is to be recruited at a place, by occupation.
type recruitView struct {
	Title, Empty string
	Back         ui.Link
	Places       []ui.Option
	Place        string
	Table        ui.TableProps
}

// recruit lists by occupation what cannot be developed by those who are there.
func (p *Pages) recruit(w http.ResponseWriter, r *http.Request) error {
	c, a, today := p.catalog(r), web.ActorOf(r.Context()), p.Staff.Today()
	d, err := p.placeDesk(r)
	if err != nil {
		return err
	}
	if _, err := p.Plans.Of(r.Context(), a, d.Whose); err != nil {
		return err
	}
	v := recruitView{Title: c.T("development.recruit_of", "place", d.name), Back: ui.Link{Href: d.at(""), Text: c.T("development.back_place", "place", d.name)}}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	named, err := p.Gaps.Named(r.Context(), a, d.NodeID)
	if err != nil {
		return err
	}
	var whole gap.View
	if named {
		if whole, err = p.Gaps.Place(r.Context(), a, d.NodeID, gap.Filter{}, today); err != nil {
			return err
		}
	}
	v.Table = ui.TableProps{ID: "rekrytera", Caption: c.T("development.recruit_table"), Cards: true, Columns: []ui.Column{{Title: c.T("development.requirement")}, {Title: c.T("development.occupation")},
		{Title: c.T("development.recruit"), Number: true}, {Title: c.T("development.develop"), Number: true}}}
	row := func(f gap.Figure, who string) {
		if f.Recruit > 0 {
			v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(f.Name), Cells: []templ.Component{ui.Text(who), ui.Text(lang.Number(f.Recruit)), ui.Text(lang.Number(f.Develop))}})
		}
	}
	for _, occupation := range whole.Occupations {
		part, err := p.Gaps.Place(r.Context(), a, d.NodeID, gap.Filter{Occupation: occupation}, today)
		if err != nil {
			return err
		}
		for _, f := range part.Figures {
			row(f, ref.Occupation(occupation).Name)
		}
	}
	for _, f := range whole.Targets {
		row(f, c.T("development.any_occupation"))
	}
	if !named { // only what points at nobody (rule 25)
		told, err := p.Gaps.Unnamed(r.Context(), a, d.NodeID, gap.Filter{})
		if err != nil {
			return err
		}
		for _, f := range told.Figures {
			f.Column.Recruit, f.Column.Develop = f.Told.Recruit, f.Told.Develop
			row(f.Figure, c.T("development.any_occupation"))
		}
	}
	if len(v.Table.Rows) == 0 {
		if v.Empty = c.T("development.recruit_none"); !named {
			v.Empty = c.T("development.needs_hidden")
		}
	}
	return p.render(w, r, http.StatusOK, v.Title, recruitPage(v))
}

// trained is the report of R206 without names: unit by unit, what was learnt and what new duties followed.
func (p *Pages) trained(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	d, err := p.placeDesk(r)
	if err != nil {
		return err
	}
	all, err := p.Plans.Trained(r.Context(), a, d.NodeID)
	if err != nil {
		return err
	}
	v := untaskedView{Title: c.T("development.trained_of", "place", d.name), Lead: c.T("development.trained_lead"), Back: ui.Link{Href: d.at(""), Text: c.T("development.back_place", "place", d.name)}}
	named, err := p.Gaps.Named(r.Context(), a, d.NodeID)
	if err != nil {
		return err
	}
	if !named {
		v.Lead += " " + c.T("development.trained_few")
	}
	number := func(n int64) templ.Component { return ui.Text(strconv.FormatInt(n, 10)) }
	v.Table = ui.TableProps{ID: "utbildade", Caption: c.T("development.trained"), Cards: true, Columns: []ui.Column{{Title: c.T("development.unit")}, {Title: c.T("development.trained_n"), Number: true},
		{Title: c.T("development.near.users"), Number: true}, {Title: c.T("development.near.admin"), Number: true}, {Title: c.T("development.near.same"), Number: true}, {Title: c.T("development.without"), Number: true}}}
	var sum development.UnitDuties
	for _, u := range slices.DeleteFunc(all, func(u development.UnitDuties) bool { return u.Trained == 0 }) {
		cells := []templ.Component{number(u.Trained), number(u.Users), number(u.Admin), number(u.Same), number(u.Without)}
		for i := range cells[1:] {
			if !u.Split {
				cells[i+1] = ui.Text(c.T("development.not_told"))
			}
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(u.Unit.Name), Cells: cells})
		sum.Trained, sum.Users, sum.Admin, sum.Same, sum.Without = sum.Trained+u.Trained, sum.Users+u.Users, sum.Admin+u.Admin, sum.Same+u.Same, sum.Without+u.Without
	}
	if len(v.Table.Rows) == 0 {
		v.Empty = c.T("development.trained_none")
	} else {
		v.Table.Foot = []ui.Row{{Head: ui.Text(c.T("development.sum")), Cells: []templ.Component{number(sum.Trained), number(sum.Users), number(sum.Admin), number(sum.Same), number(sum.Without)}}}
	}
	return p.render(w, r, http.StatusOK, v.Title, untaskedPage(v))
}
