package lang

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortBy puts a list in Swedish order, a to ö, by the text that name gives.
// What is equal stays in the order it had.
func SortBy[T any](list []T, name func(T) string) {
	order := collate.New(language.Swedish, collate.IgnoreCase)
	var buf collate.Buffer
	type keyed struct {
		key  []byte
		item T
	}
	keys := make([]keyed, len(list))
	for i, item := range list {
		keys[i] = keyed{slices.Clone(order.KeyFromString(&buf, name(item))), item}
		buf.Reset()
	}
	slices.SortStableFunc(keys, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	for i, k := range keys {
		list[i] = k.item
	}
}
