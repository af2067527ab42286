// Package appointweb is the pages of leaders of workplace learning and representatives: the manager's and the
// municipality's, the holder's own, a learner's way to them, and a school's to a yrkesambassadör.
package appointweb

import "embed"

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS
