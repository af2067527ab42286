package page

import (
	"testing"

	"yrkesresan/internal/platform/ui"
)

func TestPagerKeepsWhatWasChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at          string
		number, all int
		want        ui.PagerProps
	}{
		{"/x", 1, 0, ui.PagerProps{Page: 1}},
		{"/x", 1, 25, ui.PagerProps{Page: 1, Pages: 1}},
		{"/x?q=a+b", 1, 26, ui.PagerProps{Page: 1, Pages: 2, Next: "/x?q=a+b&sida=2"}},
		{"/x?sida=2&q=a", 2, 60, ui.PagerProps{Page: 2, Pages: 3, Previous: "/x?q=a&sida=1", Next: "/x?q=a&sida=3"}},
	} {
		if got := Pager(c.at, "sida", c.number, c.all, 25); got != c.want {
			t.Errorf("%s %d of %d: %+v, want %+v", c.at, c.number, c.all, got, c.want)
		}
	}
	for in, want := range map[string]int{"": 1, "3": 3, "-1": 1, "x": 1, "100001": 1} {
		if got := Number(in); got != want {
			t.Errorf("Number(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestAnAddressHasItsPairs(t *testing.T) {
	t.Parallel()
	for want, pairs := range map[string][]string{
		"/a":           nil,
		"/a?x=1":       {"x", "1", "y", ""},
		"/a?x=2":       {"x", "1", "x", "2"},
		"/a?y=1":       {"x", "1", "y", "1", "x", ""},
		"/a?x=b+%26+c": {"x", "b & c"},
	} {
		if got := At("/a", pairs...); got != want {
			t.Errorf("%q: got %s, want %s", pairs, got, want)
		}
	}
}
