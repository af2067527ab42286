package may_test

import (
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/platform/may"
)

func TestAGrantReachesItsNodeAndWhatStandsUnderIt(t *testing.T) {
	manager := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Manager, NodeID: "u1", Path: "se/r/k/u1"}}}
	for path, want := range map[string]error{
		"se/r/k/u1":      nil,
		"se/r/k/u1/team": nil,
		"se/r/k/u10":     may.ErrDenied,
		"se/r/k":         may.ErrDenied,
		"":               may.ErrDenied,
	} {
		if got := may.Ask(manager, may.SeeProgress, path); !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if err := may.Ask(manager, may.ImportStaff, "se/r/k/u1"); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a manager imports staff: %v", err)
	}
	if err := may.Ask(may.Actor{}, may.SeeProgress, "se"); !errors.Is(err, may.ErrSignIn) {
		t.Errorf("a visitor: %v", err)
	}
}

func TestScopesAreGivenOnceOutermost(t *testing.T) {
	a := may.Actor{PersonID: "p", Grants: []may.Grant{
		{Role: may.Manager, Path: "se/r/k/u2"}, {Role: may.Municipality, Path: "se/r/k"}, {Role: may.Manager, Path: "se/r/k0"}, {Role: may.Manager, Path: "se/r/k/u1"},
	}}
	if got, want := a.Scopes(may.SeeStaff), []string{"se/r/k", "se/r/k0"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestOnlyTheEmployerSideSeesNamedProgress(t *testing.T) {
	for _, r := range may.Roles() {
		named := may.Allowed(r, may.SeeProgress) || may.Allowed(r, may.SeeStaff)
		employer := slices.Contains([]may.Role{may.Manager, may.Deputy, may.Municipality, may.HR,
			may.EnrolTask, may.CodeTask, may.LeaveTask, may.ApproveTask, may.FollowTask}, r)
		if named != employer {
			t.Errorf("%s: sees named staff %v", r, named)
		}
	}
}

func TestAGrantForOneSubjectIsNoneForTheRest(t *testing.T) {
	producer := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Producer, Path: "se/rss", Subject: "barn-och-unga"}}}
	for subject, want := range map[string]error{"barn-och-unga": nil, "vard-och-omsorg": may.ErrDenied, "": may.ErrDenied} {
		if got := may.AskAbout(producer, may.PublishJourney, "se/rss", subject); !errors.Is(got, want) {
			t.Errorf("%q: %v, want %v", subject, got, want)
		}
	}
	if may.AskSomewhere(producer, may.PublishJourney) != nil {
		t.Error("the first barrier keeps out who may do it to one thing")
	}
	if len(producer.Scopes(may.PublishJourney)) != 0 {
		t.Error("a list shows more than the subject")
	}
}
