// Package frameworkweb is the library of competence frameworks: looking, drafts, versions, Excel in and out
// (R190–R195, R201, R212).
package frameworkweb

import "embed"

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
