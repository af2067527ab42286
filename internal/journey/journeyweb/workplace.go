package journeyweb

import (
	"net/http"

	"yrkesresan/internal/platform/page"
)

// workplace leads to what people learn together where they work: meetings, those who lead them, introduction, material
// (R140–R154). Each door belongs to a room of its own.
func (p *Pages) workplace(w http.ResponseWriter, r *http.Request) error {
	return p.Frame.Show(w, r, http.StatusOK, "journey.workplace", workplacePage(p.Frame.Behind(page.LearningHub, page.Of(r.Context()))))
}
