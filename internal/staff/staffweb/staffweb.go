// Package staffweb is the municipality's pages for staff files and titles.
package staffweb

import "embed"

// Texts are the words of these pages and of what staff files are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
