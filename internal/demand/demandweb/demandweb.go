// Package demandweb is the pages of who needs course days: a learner's interest, what a municipality states, and what those
// who arrange days plan by: need with proposals, days to decide on, and the calendar.
package demandweb

import "embed"

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
