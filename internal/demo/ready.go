package demo

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Roles are the ready sign-ins, one per role, in the order that the start page shows.
var Roles = []string{"learner", "manager", "municipality", "hr", "leader", "trainer", "region", "national", "operations", "producer"}

// Others are people whose state is worth seeing.
var Others = []string{"new", "easy", "socialworker", "nurse", "all-done", "away", "two-jobs", "protected", "deputy"}

// Ready is somebody whom anyone may be in a demo.
type Ready struct {
	Key  string
	Name string
	Work string // title and where, in the municipality's own words; "" at an RSS or nationally
}

// Ready lists some of the people who are ready to be, by their keys.
func (d *Demo) Ready(ctx context.Context, keys []string) ([]Ready, error) {
	w, err := d.world(ctx)
	if err != nil {
		return nil, err
	}
	var out []Ready
	for _, key := range keys {
		p := w.stories[key]
		r := Ready{Key: key, Name: p.Name[0] + " " + p.Name[1]}
		if p.unit != nil {
			town, err := d.Tree.Municipality(ctx, p.town.Code, d.Staff.Today())
			if err != nil {
				return nil, err
			}
			r.Work = p.Title + ", " + p.unit.Name + ", " + town.Name
		}
		out = append(out, r)
	}
	return out, nil
}

// world is the invented world that the database holds; ErrNotDemo when it holds none, or not all
// of it yet.
func (d *Demo) world(ctx context.Context) (*world, error) {
	made, err := d.Made(ctx)
	if err != nil {
		return nil, err
	}
	if !made {
		return nil, ErrNotDemo
	}
	if w := d.known.Load(); w != nil {
		return w, nil
	}
	day, err := d.claim(ctx)
	if err != nil {
		return nil, err
	}
	w, err := invent(day)
	if err == nil {
		d.known.Store(w)
	}
	return w, err
}

// Person finds a person with a story.
func (d *Demo) Person(ctx context.Context, key string) (string, error) {
	w, err := d.world(ctx)
	if err != nil {
		return "", err
	}
	p := w.stories[key]
	if p == nil {
		return "", ErrNobody
	}
	if p.Office == "" {
		return d.Staff.ByNumber(ctx, org.MunicipalityID(p.town.Code), p.number)
	}
	node := p.Office
	if p.Office == "rss" {
		town, err := d.Tree.Municipality(ctx, w.Towns[0].Code, d.Staff.Today())
		if err != nil {
			return "", err
		}
		node = town.Parent
	}
	id, err := employedBy(ctx, d.DB, node, p.Name)
	if err == nil && id == "" { // a demo that was made before the person was invented
		err = ErrNobody
	}
	return id, err
}

// Who tells which ready sign-in a person is; "" when none.
func (d *Demo) Who(ctx context.Context, personID string) (string, error) {
	for _, key := range slices.Concat(Roles, Others) {
		id, err := d.Person(ctx, key)
		if errors.Is(err, ErrNobody) || errors.Is(err, staff.ErrNoPerson) {
			continue
		}
		if err != nil || id == personID {
			return key, err
		}
	}
	return "", nil
}

// Code makes a one-time code for the person of a role. It lands on the role's home without asking
// for a PIN.
func (d *Demo) Code(ctx context.Context, role string) (access.Code, error) {
	person, err := d.Person(ctx, role)
	if err != nil {
		return access.Code{}, err
	}
	return d.Access.GiveCode(ctx, may.Operator(), person, access.ForDemo)
}

// Employed is an employment in the demo.
type Employed struct {
	Municipality string `json:"municipality"`
	Number       string `json:"number"`
}

// List is what there is in the demo.
type List struct {
	Municipalities []string   `json:"municipalities"`
	Units          []string   `json:"units"`
	Employees      []Employed `json:"employees"`
}

// most employments in one of the municipalities.
const most = 5000

// List lists the municipalities, units and current employments of the demo.
func (d *Demo) List(ctx context.Context) (List, error) {
	w, err := d.world(ctx)
	if err != nil {
		return List{}, err
	}
	var l List
	for _, t := range w.Towns {
		town, err := d.Tree.Municipality(ctx, t.Code, d.Staff.Today())
		if err != nil {
			return l, err
		}
		l.Municipalities = append(l.Municipalities, t.Code)
		under, err := org.Under(ctx, d.DB, town.Path, d.Staff.Today())
		if err != nil {
			return l, err
		}
		for _, n := range under {
			if n.Kind == string(org.Unit) {
				l.Units = append(l.Units, n.ID)
			}
		}
		members, err := d.Staff.At(ctx, may.Operator(), town.ID, most, 0)
		if err != nil {
			return l, err
		}
		var numbers []string
		for _, m := range members {
			numbers = append(numbers, m.Number)
		}
		slices.Sort(numbers)
		for _, n := range slices.Compact(numbers) {
			l.Employees = append(l.Employees, Employed{t.Code, n})
		}
	}
	return l, nil
}
