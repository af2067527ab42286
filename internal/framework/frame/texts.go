package frame

import "embed"

// Texts are the sentences of what can be wrong in a framework, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
