package plan

import "embed"

// Texts are the sentences of reasons, notices and problems, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
