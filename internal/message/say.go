package message

import (
	"context"
	"strconv"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Said is a note in words.
type Said struct{ Subject, Sentence string }

// say puts a note in words of a catalogue.
func (m *Messages) say(ctx context.Context, c *lang.Catalog, n Note) (Said, error) {
	pairs, err := m.pairs(ctx, n)
	return Said{c.T(n.Key+".subject", pairs...), c.T(n.Key, pairs...)}, err
}

func (m *Messages) pairs(ctx context.Context, n Note) ([]any, error) {
	var pairs []any
	for name, value := range n.Args {
		if k, err := strconv.Atoi(value); err == nil && name == "n" {
			pairs = append(pairs, name, k)
		} else {
			pairs = append(pairs, name, value)
		}
	}
	if n.AboutID == "" {
		return pairs, nil
	}
	name, err := m.shown(ctx, n.AboutID, n.EmployerID)
	if name == "" {
		name = m.Texts.T("message.somebody")
	}
	return append(pairs, "person", name), err
}

// shown is what a person is called by an employer; "" when nobody knows the person any more.
func (m *Messages) shown(ctx context.Context, personID, employerID string) (string, error) {
	cards, err := m.Staff.Cards(ctx, personID)
	name := ""
	for _, card := range cards {
		if card.Protected { // protected at one employer is protected in what leaves the program
			return card.ContactCode, err
		}
		if name == "" || card.EmployerID == employerID {
			name = card.Name()
		}
	}
	return name, err
}

// wording is the catalogue that a person reads in.
func (m *Messages) wording(ctx context.Context, personID string) (*lang.Catalog, error) {
	account, err := m.Access.Account(ctx, may.Actor{PersonID: personID})
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return m.Texts, nil // has never signed in
	}
	if err != nil || !account.Easy {
		return m.Texts, err
	}
	return m.Texts.Easy(), nil
}
