package profileweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile"
)

// libraryView is the frameworks' library, to choose what to ask for.
type libraryView struct {
	head
	Action, Here                     string
	Words, Frame, Work, Service, Tag string
	Frames, Works, Services, Tags    []ui.Option
	FormalWork                       string
	Found                            []libraryArea
	Shown                            string
	Links                            []ui.Part // the frameworks, before anything is searched for
	None, More                       bool
}

type libraryArea struct {
	ID, Title, Frame, About string
	All                     string // address that takes the whole area
	Choices                 []ui.Choice
}

func (p *Pages) library(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := libraryView{Action: at(l.node().ID) + "/nya", Here: at(l.node().ID) + "/lagg-till", Words: strings.TrimSpace(q.Get("sok")), Frame: q.Get("ramverk"),
		Work: q.Get("yrke"), Service: q.Get("omrade"), Tag: q.Get("amne")}
	v.head = l.head(l.c.T("profile.library.title"))
	l.libraryChoices(&v)
	if v.Words+v.Frame+v.Work+v.Service+v.Tag == "" {
		v.Links = l.frames(v.Here)
	} else {
		l.findIn(&v)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, l.shell(v.Title, nil), libraryPage(v))
}

func (l *look) libraryChoices(v *libraryView) {
	all := func(key string) []ui.Option { return []ui.Option{{Value: "", Text: l.c.T(key)}} }
	v.Frames, v.Works, v.Services, v.Tags = all("profile.library.all_frames"), all("profile.library.all_work"), all("profile.library.all_services"), all("profile.library.all_tags")
	for _, f := range l.book().Frames {
		v.Frames = append(v.Frames, ui.Option{Value: f.ID, Text: f.Name})
	}
	ref := l.words.ref.Chosen()
	for _, o := range ref.Occupations {
		v.Works = append(v.Works, ui.Option{Value: o.ID, Text: o.Name})
	}
	for _, a := range ref.Areas {
		v.Services = append(v.Services, ui.Option{Value: a.ID, Text: a.Name})
	}
	used := map[string]bool{}
	for _, f := range l.book().Frames {
		for i := range f.Areas {
			for _, r := range f.Areas[i].Requirements {
				for _, t := range r.Tags {
					used[t] = true
				}
			}
		}
	}
	for _, t := range l.words.ref.Tags {
		if used[t.ID] {
			v.Tags = append(v.Tags, ui.Option{Value: t.ID, Text: t.Name})
		}
	}
	if v.Work != "" && len(profile.FormalOf(l.book(), v.Work)) > 0 {
		v.FormalWork = v.Work
	}
}

// takes tells whether a framework is for an occupation and a service area; one that says nothing is for all.
func (v *libraryView) takes(f *frame.Frame) bool {
	return (v.Frame == "" || f.ID == v.Frame) && (v.Work == "" || len(f.Occupations) == 0 || slices.Contains(f.Occupations, v.Work)) &&
		(v.Service == "" || len(f.Service) == 0 || slices.Contains(f.Service, v.Service))
}

// has tells whether a requirement is what is searched for.
func (l *look) has(v *libraryView, f *frame.Frame, a *frame.Area, r *frame.Requirement) bool {
	if v.Tag != "" && !slices.Contains(r.Tags, v.Tag) {
		return false
	}
	text := strings.ToLower(strings.Join([]string{r.Name, r.About, a.Name, f.Name}, " "))
	for _, t := range r.Tags {
		for _, tag := range l.words.ref.Tags {
			if tag.ID == t {
				text += " " + strings.ToLower(tag.Name+" "+strings.Join(tag.Synonyms, " "))
			}
		}
	}
	for _, word := range strings.Fields(strings.ToLower(v.Words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (l *look) findIn(v *libraryView) {
	asked := map[string]bool{}
	for i := range l.place.Here {
		asked[l.place.Here[i].Requirement] = true
	}
	n := 0
	for _, f := range l.book().Frames {
		if !v.takes(f) {
			continue
		}
		for i := range f.Areas {
			a := &f.Areas[i]
			area := libraryArea{ID: f.ID + "-" + a.ID, Title: a.Name, Frame: f.Name, About: a.About}
			for k := range a.Requirements {
				r := &a.Requirements[k]
				if !l.has(v, f, a, r) {
					continue
				}
				if n++; n > mostShown {
					v.More = true
					continue
				}
				choice := ui.Choice{Value: frame.Key(f.ID, r.ID), Text: r.Name, Note: r.About}
				if r.Formal {
					choice.Note = strings.TrimSpace(l.c.T("profile.library.formal") + " " + r.About)
				}
				if asked[choice.Value] {
					choice.MarkText, choice.Mark = l.c.T("profile.library.asked"), ui.Right
				}
				area.Choices = append(area.Choices, choice)
			}
			if len(area.Choices) > 1 && len(area.Choices) == len(a.Requirements) {
				area.All = v.Action + "?del=" + url.QueryEscape(f.ID+"/"+a.ID)
			}
			if len(area.Choices) > 0 {
				v.Found = append(v.Found, area)
			}
		}
	}
	v.None = n == 0
	v.Shown = l.c.T("profile.library.shown", "n", n)
	if v.More {
		v.Shown = l.c.T("profile.library.more", "n", mostShown, "all", n)
	}
}

// frames are the frameworks with how much each holds; a shell has nothing to ask for.
func (l *look) frames(here string) (out []ui.Part) {
	for _, f := range l.book().Frames {
		n := 0
		for i := range f.Areas {
			n += len(f.Areas[i].Requirements)
		}
		if n > 0 {
			out = append(out, ui.Part{Href: here + "?ramverk=" + url.QueryEscape(f.ID), Title: f.Name, Note: l.c.T("profile.library.shown", "n", n)})
		}
	}
	return out
}
