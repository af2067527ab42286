package plan

import "embed"

// Texts are the sentences behind the keys of reasons, notices, suggestions and problems, for platform/lang.
//
//go:embed sv.json
var Texts embed.FS
