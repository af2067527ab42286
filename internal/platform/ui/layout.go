package ui

import (
	"context"
	"io"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
)

// Shell is what surrounds every page.
type Shell struct {
	Product   string        // the name of the service, a setting
	Home      string        // where the mark leads; "/" when empty
	Title     string        // of the page, first in <title>
	Wrong     bool          // the page has errors to mend: the title says so
	Nav       []Link        // at most four, with icons
	Tools     []Link        // beside the account: what everyone has on every page
	Account   Link          // who is signed in, or how to sign in
	Banner    string        // a line above everything, for a demo
	Footer    []Link        // help, accessibility, personal data
	Contact   string        // a line in the footer: whom to call
	Theme     Theme         // chosen by the person
	LargeText bool          // chosen by the person
	Easy      bool          // easy Swedish, with larger reading text
	Projector bool          // a page for a whole room
	Shared    *Shared       // the device is used by several people; nil: it is not
	Texts     *lang.Catalog // the wording of this request
}

// Shared is what a device that several people use shows on every page: the switch to another person,
// and the question to who has been quiet.
type Shared struct {
	Here string // the address to come back to
}

// How long one may be quiet on a shared device before one is asked, and how long one then has. The
// server ends the session by itself a moment later (access.IdleLimit).
const (
	quietSeconds  = 240
	answerSeconds = 60
)

// refresh leads a browser without script to the question.
func (s *Shared) refresh() string {
	return strconv.Itoa(quietSeconds) + ";url=/fortfarande-har?till=" + url.QueryEscape(s.Here)
}

// Theme is light, dark, or as the phone is set.
type Theme string

// The themes a person can choose.
const (
	ThemeAuto  Theme = ""
	ThemeLight Theme = "ljus"
	ThemeDark  Theme = "mork"
)

// maxNav is how many places the menu holds before it stops being a menu one
// can learn.
const maxNav = 4

// Layout is the frame around a page: head, skip link, header, main, footer.
// Its children are the content of <main> and begin with the only <h1>.
func Layout(s Shell) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if s.Texts != nil {
			ctx = lang.With(ctx, s.Texts)
		}
		if s.Home == "" {
			s.Home = "/"
		}
		s.Nav = s.Nav[:min(len(s.Nav), maxNav)]
		return layout(s).Render(ctx, w)
	})
}

// title is the page's own name first: that is what a tab and a screen reader
// begin with.
func (s Shell) title(ctx context.Context) string {
	name := s.Title
	if s.Wrong {
		name = lang.T(ctx, "ui.title.wrong", "title", name)
	}
	if s.Product == "" {
		return name
	}
	return name + " – " + s.Product
}

func (s Shell) textSize() string {
	if s.LargeText {
		return "stor"
	}
	return ""
}

func (s Shell) bodyClass() string {
	switch {
	case s.Projector:
		return "cirkel"
	case s.Easy:
		return "lattlast"
	default:
		return ""
	}
}
