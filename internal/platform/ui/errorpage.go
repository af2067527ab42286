package ui

import (
	"context"
	"strconv"

	"yrkesresan/internal/platform/lang"
)

// ErrorPageProps is a page that says what went wrong, whether what one did is
// safe, and what to do now.
type ErrorPageProps struct {
	Status int    // of HTTP; an unknown one is told as 500
	Text   string // what exactly was refused, when the page knows; else the usual words
	Phone  string // whom to call, with words: "Ring 000-000 00 00."
	Ref    string // number of the request, to read out on the phone
	Back   Link   // where to go; the first page when empty
}

// key is the beginning of the keys of the page's words.
func (p ErrorPageProps) key() string {
	switch p.Status {
	case 403, 404, 405, 409, 422, 429, 503:
		return "ui.error." + strconv.Itoa(p.Status)
	default:
		return "ui.error.500"
	}
}

func (p ErrorPageProps) title(ctx context.Context) string { return lang.T(ctx, p.key()+".title") }

func (p ErrorPageProps) text(ctx context.Context) string {
	return orElse(p.Text, lang.T(ctx, p.key()+".text"))
}

func (p ErrorPageProps) back(ctx context.Context, s Shell) Link {
	if p.Back.Href != "" {
		return p.Back
	}
	return Link{Href: orElse(s.Home, "/"), Text: lang.T(ctx, "ui.error.home")}
}

// titled is the shell with the title of the error page. The catalogue may be
// in the shell only, since Layout has not run yet.
func (s Shell) titled(ctx context.Context, p ErrorPageProps) Shell {
	if s.Texts != nil {
		ctx = lang.With(ctx, s.Texts)
	}
	s.Title = p.title(ctx)
	return s
}
