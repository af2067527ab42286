package record

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Who is a person as another may know the person: by name, or contact code where the identity is
// protected, at an employer. The zero Who is somebody no longer known.
type Who struct{ PersonID, Name, Employer string }

// Line is a fact with the words that the person needs to judge it.
type Line struct {
	Fact
	By        Who
	Employer  string // the controller's name
	RevokedBy Who
	Revoked   *Fact // what took the fact back; nil while it stands
}

// Lines gives the person the whole record, newest first. What has been taken back is there, with
// what took it back.
func (r *Record) Lines(ctx context.Context, a may.Actor, personID string) ([]Line, error) {
	facts, err := r.Own(ctx, a, personID)
	if err != nil {
		return nil, err
	}
	var actors []string
	for _, f := range facts {
		actors = append(actors, f.ActorID)
	}
	who, err := r.who(ctx, personID, actors)
	if err != nil {
		return nil, err
	}
	names := map[string]string{"": ""}
	revoked := map[string]*Fact{}
	for i, f := range facts {
		if f.Kind == Revoked {
			revoked[f.Revokes] = &facts[i]
		}
		if _, known := names[f.ControllerID]; !known {
			if names[f.ControllerID], err = r.nodeName(ctx, f.ControllerID); err != nil {
				return nil, err
			}
		}
	}
	var out []Line
	for _, f := range slices.Backward(facts) {
		if f.Kind == Revoked {
			continue
		}
		l := Line{Fact: f, By: who[f.ActorID], Employer: names[f.ControllerID], Revoked: revoked[f.ID]}
		if l.Revoked != nil {
			l.RevokedBy = who[l.Revoked.ActorID]
		}
		out = append(out, l)
	}
	return out, nil
}

// who names people for a person: by the card of an employer they have in common, else by any.
func (r *Record) who(ctx context.Context, personID string, ids []string) (map[string]Who, error) {
	ids = append(slices.Clone(ids), personID)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	cards, err := r.Staff.CardsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out, names := map[string]Who{}, map[string]string{}
	for _, id := range ids {
		w := Who{PersonID: id}
		if card, ok := common(cards[id], cards[personID]); ok {
			if _, known := names[card.EmployerID]; !known {
				if names[card.EmployerID], err = r.nodeName(ctx, card.EmployerID); err != nil {
					return nil, err
				}
			}
			w.Name, w.Employer = card.Shown(), names[card.EmployerID]
		}
		out[id] = w
	}
	return out, nil
}

// common is the card to show of somebody: that of a common employer first. A protected identity
// is protected wherever the card comes from (rule 7).
func common(theirs, mine []staff.Employee) (card staff.Employee, ok bool) {
	if len(theirs) == 0 {
		return card, false
	}
	card = theirs[0]
	for _, t := range slices.Backward(theirs) {
		if slices.ContainsFunc(mine, func(m staff.Employee) bool { return m.EmployerID == t.EmployerID }) {
			card = t
		}
	}
	for _, t := range theirs {
		if t.Protected {
			card.Protected, card.ContactCode = true, t.ContactCode
		}
	}
	return card, true
}

// Me names the actor as the record does.
func (r *Record) Me(ctx context.Context, a may.Actor) (Who, error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return Who{}, err
	}
	who, err := r.who(ctx, a.PersonID, nil)
	return who[a.PersonID], err
}
