package may

import "slices"

// Terms are what it takes to hold a role. The kinds of nodes are those of the tree.
type Terms struct {
	On       []string `json:"on"`                  // the kinds of nodes where it is held; none: nobody gives it
	Employed bool     `json:"employed"`            // it counts only while the person works for the employer of the node
	MostDays int      `json:"most_days,omitempty"` // it must end, within so many days
	Subject  bool     `json:"subject,omitempty"`   // it is about one thing: the journey that a producer produces (R004)
	// Appointed roles are held through an appointment, with the consent that it asks for: nobody gives or ends them alone.
	Appointed bool `json:"appointed,omitempty"`
}

// Offer is a role that another role may give and end, and on which kinds of nodes.
type Offer struct {
	Role Role     `json:"role"`
	On   []string `json:"on"`
	// Outside lets it be given inside an employer by somebody whose own role stands above: otherwise
	// only the employer's own roles give roles there (rules 3 and 8).
	Outside bool `json:"outside,omitempty"`
}

// Kinds of nodes, as package org names them.
var (
	nation    = []string{"nation"}
	rss       = []string{"rss"}
	employers = []string{"municipality", "employer"}
	workplace = []string{"operation", "unit"}
	below     = []string{"municipality", "employer", "operation", "unit"}
)

// deputyDays bounds a deputy: who stands in for longer is the manager.
const deputyDays = 366

// terms says of every role where it is held and by whom. A medically responsible nurse or a
// licensed colleague who delegates may be employed elsewhere (rules 6 and 18); those who train,
// audit, coordinate, produce or administer above the employers need no employment here.
var terms = map[Role]Terms{
	Learner:      {},
	Manager:      {On: workplace, Employed: true},
	Deputy:       {On: workplace, Employed: true, MostDays: deputyDays},
	Leader:       {On: workplace, Employed: true, Appointed: true},
	Trainer:      {On: []string{"nation", "rss", "municipality", "employer"}},
	Mentor:       {On: workplace, Employed: true},
	Assessor:     {On: below, Employed: true},
	Programme:    {On: []string{"municipality", "employer", "operation", "unit", "rss"}},
	Delegator:    {On: below},
	Municipality: {On: employers, Employed: true},
	HR:           {On: employers, Employed: true},
	Operations:   {On: []string{"municipality", "employer", "operation"}, Employed: true},
	Region:       {On: rss},
	Producer:     {On: []string{"nation", "rss"}, Subject: true},
	Quality:      {On: nation},
	National:     {On: nation},
	Auditor:      {On: []string{"nation", "municipality", "employer"}},
	EnrolTask:    {On: workplace, Employed: true},
	CodeTask:     {On: workplace, Employed: true},
	LeaveTask:    {On: workplace, Employed: true},
	ApproveTask:  {On: workplace, Employed: true},
	FollowTask:   {On: workplace, Employed: true},
}

// grantable is the whole truth of who gives which roles, at the own node and below it. A national
// assignment to produce a journey is the nation's to give, not the RSS's (R004).
var grantable = map[Role][]Offer{
	Manager: offers(workplace, Manager, Deputy, Leader, Mentor, EnrolTask, CodeTask, LeaveTask, ApproveTask, FollowTask),
	Municipality: slices.Concat(
		offers(workplace, Manager, Deputy, Leader, Mentor, EnrolTask, CodeTask, LeaveTask, ApproveTask, FollowTask),
		offers(below, Assessor, Delegator, Programme),
		offers(employers, Municipality, HR, Trainer, Auditor),
		offers([]string{"municipality", "employer", "operation"}, Operations)),
	Region: offers(rss, Region, Trainer, Programme),
	National: slices.Concat(
		offers(nation, National, Quality, Auditor),
		offers([]string{"nation", "rss"}, Producer, Trainer),
		offers(rss, Region),
		[]Offer{{Role: Municipality, On: employers, Outside: true}}),
}

func offers(on []string, roles ...Role) []Offer {
	out := make([]Offer, len(roles))
	for i, r := range roles {
		out[i] = Offer{Role: r, On: on}
	}
	return out
}

// listed has an empty list where there is none, as data wants it.
func (t Terms) listed() Terms {
	t.On = append([]string{}, t.On...)
	return t
}

// TermsOf tells what it takes to hold a role.
func TermsOf(r Role) Terms { return terms[r] }

// Grantable lists what a role may give and end.
func Grantable(r Role) []Offer { return slices.Clone(grantable[r]) }

// Tasks are the roles that are one task each, in the order of the docs.
func Tasks() []Role { return []Role{EnrolTask, CodeTask, LeaveTask, ApproveTask, FollowTask} }

// Place is where a role is given: a node's kind and path, and the path of the employer whose it is
// ("" above the employers).
type Place struct{ Kind, Path, Employer string }

// AskGrant says whether the actor may give and end a role at a place. nil: yes. Nobody gives
// anything wider than the own place; inside an employer only its own roles do, but for the offers
// that say otherwise.
func AskGrant(a Actor, r Role, at Place) error {
	if !slices.Contains(terms[r].On, at.Kind) {
		return denied(a)
	}
	if a.operator || slices.ContainsFunc(a.Offers(at), func(o Offer) bool { return o.Role == r && slices.Contains(o.On, at.Kind) }) {
		return nil
	}
	return denied(a)
}

// Offers are what the actor may give at a place or somewhere under it: the roles of a list there.
// Below another employer inside the place only those that reach outside hold.
func (a Actor) Offers(at Place) []Offer {
	if a.operator {
		return everything()
	}
	var out []Offer
	for _, g := range a.Grants {
		if g.Subject != "" || !Within(at.Path, g.Path) {
			continue
		}
		for _, o := range grantable[g.Role] {
			if at.Employer != "" && !Within(g.Path, at.Employer) && !o.Outside {
				continue
			}
			out = append(out, o)
		}
	}
	return out
}

// everything is what whoever runs commands on the machine may give: all, where it is held.
func everything() []Offer {
	var out []Offer
	for _, r := range Roles() {
		if len(terms[r].On) > 0 {
			out = append(out, Offer{Role: r, On: terms[r].On, Outside: true})
		}
	}
	return out
}
