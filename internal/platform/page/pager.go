package page

import (
	"net/url"
	"strconv"

	"yrkesresan/internal/platform/ui"
)

// mostPages bounds what a page number in an address may say.
const mostPages = 100_000

// Number reads a page number of an address; what is none is the first page.
func Number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > mostPages {
		return 1
	}
	return n
}

// Pager leads through a list of all rows, on of them a page. at is the list's address with what was chosen;
// name is the query's word for the page number ("sida").
func Pager(at, name string, number, all, on int) ui.PagerProps {
	u, err := url.Parse(at)
	if err != nil {
		return ui.PagerProps{}
	}
	to := func(n int) string {
		q := u.Query()
		q.Set(name, strconv.Itoa(n))
		return u.Path + "?" + q.Encode()
	}
	pp := ui.PagerProps{Page: number, Pages: (all + on - 1) / on}
	if number > 1 {
		pp.Previous = to(max(1, min(number-1, pp.Pages))) // beyond the end one comes back to the last
	}
	if number < pp.Pages {
		pp.Next = to(number + 1)
	}
	return pp
}

// At is an address with pairs of name and value. A later pair takes the place of an earlier of its
// name; an empty value leaves the name out.
func At(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
