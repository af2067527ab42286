package journey

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of the questionnaire for those who lead.
var (
	ErrNotLeading   = fault.New(fault.Missing, "journey.lead.not_leading")
	ErrNoSuchAnswer = fault.New(fault.Invalid, "journey.lead.no_such_answer")
)

// What those who lead may answer (R163, R169). Journeys ask for them as backgrounds and roles.
var (
	Backgrounds = []string{"socionom", "sjukskoterska", "underskoterska", "yh", "annat"}
	LeadRoles   = []string{"first_line", "deputy_manager", "area_manager", "healthcare_head"}
)

// Leading is what somebody who leads has answered about the own background and task. Only that person
// sees it; it adds to the own introduction and changes nothing that an employer sees (rule 11).
type Leading struct {
	Backgrounds []string
	Role        string // "" is no answer
	Area        string // the service area that the person leads most in; "" is no answer
}

// choseLeading begins what is chosen in the questionnaire.
const choseLeading = "lead:"

// Leading gives the signed-in person's own answers. ErrNotLeading for who leads nothing.
func (js *Journeys) Leading(ctx context.Context, a may.Actor) (l Leading, err error) {
	if err := js.askLeading(ctx, a); err != nil {
		return l, err
	}
	choices, err := js.choices(ctx, a.PersonID)
	for _, c := range choices {
		l.take(c)
	}
	return l, err
}

// SayLeading keeps the answers instead of those before; an empty one takes an answer back.
func (js *Journeys) SayLeading(ctx context.Context, a may.Actor, l Leading) error {
	if err := js.askLeading(ctx, a); err != nil {
		return err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return err
	}
	for _, b := range l.Backgrounds {
		if !slices.Contains(Backgrounds, b) {
			return ErrNoSuchAnswer.On("background")
		}
	}
	if l.Role != "" && !slices.Contains(LeadRoles, l.Role) {
		return ErrNoSuchAnswer.On("role")
	}
	if l.Area != "" && ref.AreaName(l.Area) == "" {
		return ErrNoSuchAnswer.On("area")
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		for what, value := range map[string]string{"background": strings.Join(l.Backgrounds, " "), "role": l.Role, "area": l.Area} {
			if err := js.choose(ctx, tx, a.PersonID, choice{what: choseLeading + what, value: value, by: a.PersonID}); err != nil {
				return err
			}
		}
		return nil
	})
}

// askLeading lets through who leads a unit, or has a journey with a part for those who do.
func (js *Journeys) askLeading(ctx context.Context, a may.Actor) error {
	if !a.Known() {
		return may.ErrSignIn
	}
	if a.Has(may.Manager) {
		return nil
	}
	journeys, err := js.Own(ctx, a, js.Staff.Today())
	if err == nil && !slices.ContainsFunc(journeys, Leads) {
		err = ErrNotLeading
	}
	return err
}

// Leads tells whether a journey has a part for those who lead.
func Leads(j plan.Personal) bool {
	return slices.ContainsFunc(j.Blocks, func(b plan.PersonalBlock) bool { return b.Kind == plan.Manager })
}

func (l *Leading) take(c choice) {
	switch c.what {
	case choseLeading + "background":
		l.Backgrounds = strings.Fields(c.value)
	case choseLeading + "role":
		l.Role = c.value
	case choseLeading + "area":
		l.Area = c.value
	}
}

// lead puts answers where the rules read them. An area is a role too, "leads-" and its id: the area of the
// work is what the employer's file says and stays.
func lead(p *plan.Person, c choice) {
	var l Leading
	l.take(c)
	p.Backgrounds = append(p.Backgrounds, l.Backgrounds...)
	if l.Role != "" {
		p.Roles = append(p.Roles, l.Role)
	}
	if l.Area != "" {
		p.Roles = append(p.Roles, "leads-"+l.Area)
	}
}

// unsaid takes away what a person has answered for the own eyes only.
func unsaid(choices []choice) []choice {
	return slices.DeleteFunc(slices.Clone(choices), func(c choice) bool { return strings.HasPrefix(c.what, choseLeading) })
}
