package journeyweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// aboutView tells what a journey is, to whoever is signed in.
type aboutView struct {
	Title, Short, Target string
	Planned              bool
	Blocks               []aboutBlock
}

type aboutBlock struct {
	Title, Helper string
	Parts         []ui.Part
}

// about shows a journey as its owner has defined it. The block for managers is for managers
// (rule 11).
func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Journeys.Catalogue(r.Context(), p.Today())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(j plan.Journey) bool { return j.ID == r.PathValue("journey") })
	if at < 0 {
		return journey.ErrNoJourney
	}
	j := &all[at]
	v := aboutView{Title: j.Title, Short: j.Short, Target: j.Target, Planned: j.Status == plan.Planned}
	for i := range j.Blocks {
		b, err := p.aboutBlock(r, &j.Blocks[i])
		if err != nil {
			return err
		}
		if len(b.Parts) > 0 {
			v.Blocks = append(v.Blocks, b)
		}
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), aboutPage(v))
}

func (p *Pages) aboutBlock(r *http.Request, block *plan.Block) (aboutBlock, error) {
	b := aboutBlock{Title: block.Title, Helper: block.Helper}
	if block.Kind == plan.Manager {
		return b, nil
	}
	easy := page.Of(r.Context()).Easy
	for _, it := range block.Items {
		part := ui.Part{Title: it.Title, Note: it.Text}
		if it.Course != "" {
			card, ok, err := p.Courses.Card(r.Context(), it.Course)
			if err != nil {
				return b, err
			}
			if !ok {
				continue // it comes
			}
			part.Href = "/kurs/" + it.Course
			if part.Title == "" {
				part.Title = card.Title
			}
			if easy && card.EasyTitle != "" {
				part.Title = card.EasyTitle
			}
		}
		b.Parts = append(b.Parts, part)
	}
	return b, nil
}
