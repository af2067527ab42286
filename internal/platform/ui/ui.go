// Package ui is the design language as components: the frame of every page
// and the parts that pages are made of. It knows no noun of the mission.
//
// A component takes one struct of texts that are already translated, or a few
// plain arguments. The few words that are the same on every page (skip link,
// status words, error pages) come from the catalogue in the context, which
// Layout puts there. Colour never stands alone: icon and word go with it.
// Everything works without script; led.js only adds.
//
//	templ settings(s ui.Shell, f form) {
//		@ui.Layout(s) {
//			@ui.ErrorSummary(ui.Problems(ctx, f.Wrong, "mobile"))
//			<h1>{ s.Title }</h1>
//			@ui.Form(ui.FormProps{Action: "/settings"}) {
//				@ui.Input(ui.FieldProps{Name: "mobile", Label: lang.T(ctx, "x.mobile"), Value: f.Mobile, Type: "tel"})
//				@ui.Button(ui.ButtonProps{Text: lang.T(ctx, "x.save")})
//			}
//		}
//	}
//
// To look at every component: YRKESRESAN_PICTURES=DIR go test ./internal/platform/ui
package ui

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
)

// Texts are the words of the components, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Link is an address with a word, and an icon where the place shows one.
type Link struct {
	Href, Text string
	Icon       string // a name in the sprite, or none
	Current    bool   // the page one is on
}

// Text is a plain text where a component is asked for.
func Text(s string) templ.Component { return textOnly(s) }

// Problem is one thing to mend on a page: what, and at which field.
type Problem struct {
	Field string // id of the field, without #
	Text  string
}

// Problems turns what was wrong, field by field, into the list for
// ErrorSummary. Fields give the order of the page; what stands in wrong is a
// message key.
func Problems(ctx context.Context, wrong map[string]string, fields ...string) []Problem {
	var list []Problem
	for _, field := range fields {
		if key := wrong[field]; key != "" {
			list = append(list, Problem{Field: field, Text: lang.T(ctx, key)})
		}
	}
	return list
}
