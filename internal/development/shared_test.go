package development_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/may"
)

// Those who work at a unit read its goals and what is planned, and nothing that may name somebody; nobody else does.
func TestAUnitsPlanIsReadByThoseWhoWorkThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	_, _, err := w.Add(ctx, w.actor("karin"), development.Item{Whose: development.Unit("solen"), How: development.ByDay, Title: "Demensdag", Due: "2027-03-01", Responsible: "Bengt Exempel", Note: "Bengt behöver det mest"})
	w.must(err)
	_, err = w.SetHead(ctx, w.actor("karin"), development.Unit("solen"), development.Head{Goals: "Fler som kan demens"}, 1)
	w.must(err)
	p, units, err := w.Shared(ctx, w.actor("amina"), "")
	w.must(err)
	if len(units) != 1 || p.Name != "Solen" || p.Goals != "Fler som kan demens" || len(p.Items) != 1 {
		t.Fatalf("%+v %+v", units, p)
	}
	if i := p.Items[0]; i.Title != "Demensdag" || i.Due != "2027-03-01" || i.Responsible != "" || i.Note != "" || i.ChangedBy != "" || p.ChangedBy != "" {
		t.Errorf("%+v", i)
	}
	for person, want := range map[string]error{"amina": nil, "clara": may.ErrDenied, "frida": may.ErrDenied, "nobody": development.ErrNoPlan, "": may.ErrSignIn} {
		if _, _, err := w.Shared(ctx, w.actor(person), "solen"); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", person, err, want)
		}
	}
	if p, _, err := w.Shared(ctx, w.actor("clara"), ""); err != nil || p.ID != "" || p.Name != "Månen" {
		t.Errorf("%v %+v", err, p)
	}
}
