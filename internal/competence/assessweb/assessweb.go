// Package assessweb is the pages of what people are assessed to hold, of specialists and of language.
package assessweb

import "embed"

// Texts are the Swedish words of these pages.
//
//go:embed sv.json
var Texts embed.FS
