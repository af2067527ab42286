package frameworkweb

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/ui"
)

// lines are the paragraphs of a text.
func lines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

// joined writes what there is of some words beside one another.
func joined(words []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }), " · ")
}

// texts are cells of plain text.
func texts(cells ...string) []templ.Component {
	out := make([]templ.Component, len(cells))
	for i, c := range cells {
		out[i] = ui.Text(c)
	}
	return out
}

func formalChoices(formal bool, acquired, acquiredTip, isFormal, formalTip string) []ui.Choice {
	return []ui.Choice{
		{Value: "nej", Text: acquired, Note: acquiredTip, Chosen: !formal},
		{Value: "ja", Text: isFormal, Note: formalTip, Chosen: formal},
	}
}
