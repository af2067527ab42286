package journeyweb

import (
	"strings"

	"yrkesresan/internal/platform/ui"
)

// parts is a stop as a plain list.
func parts(s ui.Stop) []ui.Part {
	out := make([]ui.Part, len(s.Stages))
	for i, st := range s.Stages {
		out[i] = ui.Part{Href: st.Href, Title: st.Title, Note: strings.TrimSpace(st.Note + " " + st.More.Text), Status: st.Status, Word: st.Word}
	}
	return out
}
