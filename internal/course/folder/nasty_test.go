package folder

import (
	"strings"
	"testing"
	"time"
)

func TestHostileTextIsReadInTime(t *testing.T) {
	for name, unit := range map[string]string{
		"quotes": ">", "lists": "- ", "brackets": "[", "links": "[a](", "pictures": "![", "stars": "*a ", "stars 2": "**a*", "ticks": "`a``", "under": "_a__",
		"lt": "<a ", "pipes": "|a", "refs": "[a]: b\n", "amp": "&", "nested": "* a\n  ", "backslash": "\\[", "emph": "a**b", "closers": "]", "table": "|-", "bang": "<!--", "cdata": "<![CDATA[",
		"deep quotes": "> - ",
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			r := &report{}
			renderMarkdown(place{r, "a.md", 1}, strings.Repeat(unit, longestMarkdown/len(unit)))
			if d := time.Since(begun); d > time.Second {
				t.Errorf("took %v", d)
			} else {
				t.Log(d)
			}
		})
	}
	for name, text := range map[string]string{
		"yaml deep": strings.Repeat("[", textBytes-1), "yaml deep map": strings.Repeat("{a: ", textBytes/4-1), "yaml dash": strings.Repeat("- ", textBytes/2-1),
		"yaml keys": strings.Repeat("a:\n", textBytes/3-1), "quotes": "a: \"" + strings.Repeat("\\x41", 40000) + "\"", "comments": strings.Repeat("# a\n", 50000),
		"flow": "a: [" + strings.Repeat("a,", 90000) + "]", "q": strings.Repeat("? ", 90000), "spaces": strings.Repeat(" ", 190000) + "a: b",
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			r := &report{}
			readYAML(place{r, "a.md", 1}, text)
			t.Log(time.Since(begun))
			if d := time.Since(begun); d > 2*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}
