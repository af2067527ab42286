package sheet

import "embed"

// Texts are the sentences of problems and refusals, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
