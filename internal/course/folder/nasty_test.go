package folder

import (
	"strings"
	"testing"
	"time"
)

// slow is far above what any text takes, also on a busy machine.
const slow = 5 * time.Second

func TestHostileMarkdownIsReadInTime(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{
		">", "> - ", "- ", "[", "]", "[a](", "![", "*a ", "**a*", "`a``", "_a__", "<a ", "<!--", "<![CDATA[", "|a", "|-",
		"[a]: b\n", "&", "* a\n  ", "\\[", "a**b", "#", "1.", "\t", "~~~\n",
	} {
		t.Run(unit, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			renderMarkdown(place{&report{}, "a.md", 1}, strings.Repeat(unit, longestMarkdown/len(unit)))
			if d := time.Since(begun); d > slow {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestHostileYAMLIsReadInTime(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"[", "{a: ", "- ", "a:\n", "? ", "# a\n", " ", "a", "\n", "\"\\x41\" ", "'", "&a [*a,", "---\n", "%TAG ! !\n", "- |\n"} {
		t.Run(unit, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			readYAML(place{&report{}, "a.yaml", 1}, "a: b\n"+strings.Repeat(unit, textBytes/len(unit)))
			if d := time.Since(begun); d > slow {
				t.Errorf("took %v", d)
			}
		})
	}
}
