// Package profileweb is the pages of what competence places ask for, in layers, and of how far roles go.
package profileweb

import "embed"

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
