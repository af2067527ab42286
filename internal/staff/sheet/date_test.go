package sheet

import "testing"

func TestOpenEnds(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"", "9999-12-31", "2999-12-31", "99991231", "2958465", "401769", "99-12-31", "Tillsvidare", "-", "0000-00-00"} {
		r := one(t, []byte("Anst.nr;Namn;Enhet;Fr.o.m.;T.o.m.\n1;Ida Ek;Nord;2024-03-01;"+end+"\n"))
		if r.End != "" || r.Start != "2024-03-01" || len(r.Problems) != 0 {
			t.Errorf("%q: got %q %v", end, r.End, keys(r))
		}
	}
	r := one(t, []byte("Anst.nr;Namn;Enhet;Fr.o.m.;T.o.m.\n1;Ida Ek;Nord;9999-12-31;2024-12-31\n"))
	if r.End != "2024-12-31" || r.Start != "" || !r.Failed() {
		t.Errorf("got %+v", r)
	}
}
