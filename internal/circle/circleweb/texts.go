package circleweb

import "embed"

// Texts are this face's Swedish, and what the room says, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
