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

// What may be given stands in two tables; they agree, and nothing leads above the giver.
func TestWhoGivesWhichRoles(t *testing.T) {
	for _, giver := range may.Roles() {
		for _, o := range may.Grantable(giver) {
			for _, kind := range o.On {
				if !slices.Contains(may.TermsOf(o.Role).On, kind) {
					t.Errorf("%s gives %s on a %s, where it is not held", giver, o.Role, kind)
				}
			}
			if !may.Allowed(giver, may.GrantRole) && !may.Allowed(giver, may.Delegate) {
				t.Errorf("%s gives roles and has no page for it", giver)
			}
			if o.Outside && giver != may.National {
				t.Errorf("%s reaches into employers", giver)
			}
		}
	}
	for _, r := range may.Roles() {
		if len(may.TermsOf(r).On) == 0 && r != may.Learner {
			t.Errorf("%s can be held nowhere", r)
		}
		if may.Allowed(r, may.GrantRole) && len(may.Grantable(r)) == 0 {
			t.Errorf("%s gives roles, and none", r)
		}
	}
}

// Whatever grants somebody holds and wherever a role is to be given: it is given only by a role that
// stands at the place or above it, and inside an employer by one inside it or from the nation.
func TestNobodyGivesBeyondTheOwnPlace(t *testing.T) {
	paths := []string{"se", "se/r", "se/r/k", "se/r/k/o", "se/r/k/o/u", "se/r/k/e", "se/r/k/e/x", "se/r/m", "se/r/m/v"}
	kinds := map[string]string{"se": "nation", "se/r": "rss", "se/r/k": "municipality", "se/r/k/o": "operation", "se/r/k/o/u": "unit",
		"se/r/k/e": "employer", "se/r/k/e/x": "unit", "se/r/m": "municipality", "se/r/m/v": "unit"}
	employer := func(path string) string {
		for _, e := range []string{"se/r/k/e", "se/r/k", "se/r/m"} {
			if may.Within(path, e) {
				return e
			}
		}
		return ""
	}
	given := 0
	try := func(g may.Grant, role may.Role, path string) {
		a := may.Actor{PersonID: "p", Grants: []may.Grant{g}}
		if may.AskGrant(a, role, may.Place{Kind: kinds[path], Path: path, Employer: employer(path)}) != nil {
			return
		}
		given++
		inside := employer(path) == "" || may.Within(g.Path, employer(path)) || g.Role == may.National && role == may.Municipality
		offered := slices.ContainsFunc(may.Grantable(g.Role), func(o may.Offer) bool { return o.Role == role })
		if g.Subject != "" || !may.Within(path, g.Path) || !inside || !offered {
			t.Errorf("%v gives %s at %s", g, role, path)
		}
	}
	for _, held := range may.Roles() {
		for _, where := range paths {
			for _, role := range may.Roles() {
				for _, path := range paths {
					try(may.Grant{Role: held, Path: where}, role, path)
					try(may.Grant{Role: held, Path: where, Subject: "x"}, role, path)
				}
			}
		}
	}
	if given < 100 {
		t.Errorf("only %d of what was tried was given", given)
	}
}

func TestAProgramMayDoWhatItsKeySaysAndNoMore(t *testing.T) {
	key := may.Program("key", "se/r/k", may.SeeStaff)
	for _, c := range []struct {
		do   may.Action
		path string
		want error
	}{
		{may.SeeStaff, "se/r/k/u", nil}, {may.SeeStaff, "se/r/k2", may.ErrDenied}, {may.SeeProgress, "se/r/k/u", may.ErrDenied}, {may.ImportStaff, "se/r/k", may.ErrDenied},
	} {
		if got := may.Ask(key, c.do, c.path); !errors.Is(got, c.want) {
			t.Errorf("%s at %s: %v, want %v", c.do, c.path, got, c.want)
		}
	}
	if !slices.Equal(key.Scopes(may.SeeStaff), []string{"se/r/k"}) || len(key.Scopes(may.SeeNode)) != 0 {
		t.Error("a list shows something else than the key says")
	}
}
