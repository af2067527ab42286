package rows

import "embed"

// Texts are the sentences of refusals, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
