package journeyweb

import (
	"net/http"
	"testing"

	"yrkesresan/internal/platform/page"
)

func TestTheWorkplaceLeadsOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.Frame.Doors = []page.Door{{Hub: page.LearningHub, Href: "/traff", Name: "journey.learnt", About: "journey.more"}}
	status, body := s.get("amina", "/larande")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	whole(t, body)
	says(t, body, "Lärande på arbetsplatsen – Yrkesresan", "Se vad du har lärt dig")
}
