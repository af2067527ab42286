// Package meritweb is the pages of what people have that is formal: education, licences, protected titles and
// validations; the person's own, the manager's and the municipality's.
package meritweb

import "embed"

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
