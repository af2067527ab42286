// Package certweb is the pages of the certification of whole units: schemes, a unit's way through its programme, what is
// decided, and the public list of certified units.
package certweb

import "embed"

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
