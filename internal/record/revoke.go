package record

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Revoke takes back a fact that was wrong, with the reason. Whoever may revoke where the person
// works for the fact's own employer may. A fact is taken back once, and that is not taken back:
// what was right after all is appended anew.
func (r *Record) Revoke(ctx context.Context, a may.Actor, factID, reason string) (out Fact, err error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return Fact{}, ErrNoReason.On("reason")
	}
	f, err := factByID(ctx, r.DB, factID) // facts never change: it can be read before the transaction
	if err != nil {
		return Fact{}, err
	}
	if f.Kind == Revoked {
		return Fact{}, ErrRevocation
	}
	if err := r.askRevoke(ctx, a, f); err != nil {
		return Fact{}, err
	}
	err = r.DB.Tx(ctx, func(tx *db.Tx) error {
		added := false
		out, added, err = r.add(ctx, tx, Fact{PersonID: f.PersonID, Kind: Revoked, CourseID: f.CourseID, Version: f.Version, Title: f.Title,
			Source: f.Source, ActorID: a.PersonID, ControllerID: f.ControllerID, Revokes: f.ID, Detail: reasonJSON(reason)})
		if err == nil && !added {
			return ErrNotRevoked
		}
		return err
	})
	return out, err
}

func (r *Record) askRevoke(ctx context.Context, a may.Actor, f Fact) error {
	err := r.askEmployer(ctx, a, may.RevokeFact, f.PersonID, f.ControllerID)
	if errors.Is(err, org.ErrNoNode) { // an employer that is no more, or none when it was said
		return may.ErrDenied
	}
	return err
}

// Reason is why a fact of kind revoked took back another.
func (f Fact) Reason() string {
	var d struct{ Reason string }
	if f.Kind != Revoked || json.Unmarshal([]byte(f.Detail), &d) != nil {
		return "" // other kinds keep other things in Detail
	}
	return d.Reason
}

func reasonJSON(reason string) string {
	b, err := json.Marshal(map[string]string{"reason": reason})
	if err != nil {
		panic(err) // a map of strings always marshals
	}
	return string(b)
}
