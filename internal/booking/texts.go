package booking

import "embed"

// Texts are the sentences of this room that every face shows: what refuses, and what people are told.
//
//go:embed sv.json
var Texts embed.FS
