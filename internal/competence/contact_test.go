package competence_test

import (
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
)

// Who may be a fast omsorgskontakt in home care: a certificate, a licence, or the transition for who was
// permanently employed with the title on 2023-07-01, until 2033-06-30 (R211, rule 28).
func TestWhoMayBeCareContact(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	w.employ("p-gun", "Gun", "Prov", "k-1", "u-bjorken", "underskoterska", "trial", "2023-05-01", "2023-05-01")
	w.employ("p-nils", "Nils", "Prov", "k-1", "u-bjorken", "sjukskoterska", "permanent", "2024-01-01", "2024-01-01")
	w.employ("p-britt", "Britt", "Prov", "k-1", "u-bjorken", "underskoterska", "hourly", "2024-01-01", "2024-01-01")
	w.employ("p-vera", "Vera", "Prov", "k-1", "u-bjorken", "vardbitrade", "permanent", "2020-01-01", "2020-01-01")
	w.add(hr, competence.NewMerit{Seen: true, Merit: competence.Merit{PersonID: "p-nils", Kind: frame.ByLicence, Ref: "sjukskoterska", From: "2020-01-01"}})
	w.add(hr, competence.NewMerit{Seen: true, Merit: competence.Merit{PersonID: "p-britt", Kind: frame.ByTitle, Ref: "underskoterska", From: "2025-01-01", Details: competence.Details{Ground: title.ByCertificate}}})
	note := func(person, from, until string) error {
		_, err := w.NoteContact(t.Context(), carmen, "u-bjorken", person, from, until)
		return err
	}
	want(t, note("p-amina", "", ""), competence.ErrNotHomeCare)
	chief := may.Actor{PersonID: "p-carmen", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: ekby}}}
	want(t, w.Tree.SetHomeCare(t.Context(), carmen, "k-1", "u-bjorken", true, "2026-03-02"), may.ErrDenied)
	if err := w.Tree.SetHomeCare(t.Context(), chief, "k-1", "u-bjorken", true, "2026-03-02"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		person, from, until string
		err                 error
	}{
		"permanent on the day":                {"p-amina", "", "", nil},
		"a licensed nurse":                    {"p-nils", "", "", nil},
		"hourly, with a certificate":          {"p-britt", "", "", nil},
		"before the certificate held":         {"p-britt", "2024-06-01", "2024-07-01", competence.ErrNoRight},
		"temporary, without one":              {"p-bengt", "", "", competence.ErrNoRight},
		"on trial on the day":                 {"p-gun", "", "", competence.ErrNoRight},
		"another title":                       {"p-vera", "", "", competence.ErrNoRight},
		"works elsewhere":                     {"p-doris", "", "", may.ErrDenied},
		"the last day of the transition":      {"p-amina", "2033-06-30", "2033-07-01", nil},
		"after the transition":                {"p-amina", "2033-07-01", "", competence.ErrNoRight},
		"until later than the right":          {"p-amina", "", "2033-07-02", competence.ErrRightEnds},
		"days in wrong order":                 {"p-amina", "2026-05-01", "2026-05-01", competence.ErrPeriod},
		"before the title was protected":      {"p-vera", "2023-01-01", "2023-06-01", nil},
		"a nurse beyond the transition's end": {"p-nils", "2033-07-01", "2034-01-01", nil},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := w.NoteContact(t.Context(), carmen, "u-bjorken", c.person, c.from, c.until)
			want(t, err, c.err)
			if err == nil {
				if _, err := w.NoteContact(t.Context(), carmen, "u-bjorken", c.person, c.from, c.until); err == nil {
					t.Error("noted twice")
				}
				want(t, w.EndContact(t.Context(), carmen, "u-asken", id), competence.ErrNoSpecialist)
				w.do(`DELETE FROM specialist_group WHERE merit_id = $1`, id)
				w.do(`DELETE FROM merit WHERE id = $1`, id)
			}
		})
	}
	_, err := w.NoteContact(t.Context(), doris, "u-bjorken", "p-amina", "", "")
	want(t, err, may.ErrDenied)
	_, err = w.NoteContact(t.Context(), theirs, "u-granen", "p-erik", "", "")
	want(t, err, competence.ErrNotHomeCare)
}

func TestCareContactsAreListedWithTheirRight(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	if err := w.Tree.SetHomeCare(t.Context(), may.Operator(), "k-1", "k-1", true, "2026-03-02"); err != nil {
		t.Fatal(err)
	}
	id, err := w.NoteContact(t.Context(), carmen, "u-bjorken", "p-amina", "", "")
	if err != nil {
		t.Fatal(err)
	}
	list, home, err := w.Contacts(t.Context(), carmen, "u-bjorken")
	if err != nil || !home || len(list) != 1 || list[0].Until != "2033-07-01" || list[0].Right.Ground != title.ByTransition || !list[0].Asked {
		t.Fatalf("all under what is home care is home care: %v %+v %v", home, list, err)
	}
	if here, err := w.SpecialistsIn(t.Context(), carmen, "u-bjorken", []string{"p-amina"}); err != nil || len(here) != 0 {
		t.Error("no specialist:", here, err)
	}
	if err := w.DenyTransition(t.Context(), hr, "p-amina", "k-1", "underskoterska", "Provanställd den dagen."); err != nil {
		t.Fatal(err)
	}
	if list, _, err = w.Contacts(t.Context(), carmen, "u-bjorken"); err != nil || len(list) != 1 || list[0].Right.Ground != title.None || !list[0].Asked {
		t.Errorf("the right is gone: %+v %v", list, err)
	}
	_, _, err = w.Contacts(t.Context(), doris, "u-bjorken")
	want(t, err, may.ErrDenied)
	want(t, w.EndContact(t.Context(), doris, "u-bjorken", id), may.ErrDenied)
	want(t, w.SetSupports(t.Context(), carmen, id, nil, nil), competence.ErrNoSpecialist)
	want(t, w.EndContact(t.Context(), carmen, "u-bjorken", id), nil)
	if list, _, err = w.Contacts(t.Context(), carmen, "u-bjorken"); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if err := w.Tree.SetHomeCare(t.Context(), may.Operator(), "k-1", "k-1", false, "2026-03-02"); err != nil {
		t.Fatal(err)
	}
	if _, home, err = w.Contacts(t.Context(), carmen, "u-bjorken"); err != nil || home {
		t.Error("it is still home care", err)
	}
}
