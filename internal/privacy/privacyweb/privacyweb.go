// Package privacyweb is a person's own data, and what the employer does with it as controller: gives
// it out, corrects it, erases it, and keeps it no longer than decided.
package privacyweb

import "embed"

// Texts are the words of these pages and of the room's faults, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
