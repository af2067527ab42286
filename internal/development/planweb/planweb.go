// Package planweb is the pages of plans: one's own, those of a manager's people and unit, and those of
// operations, municipalities and service areas.
package planweb

import "embed"

// Texts are the words of these pages and of what people are told about plans, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
