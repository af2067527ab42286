// Package libraryweb is the pages of the material bank and of good examples.
package libraryweb

import "embed"

// Texts are the words of these pages, of what is refused, of what people are told and of packages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
