package courseweb

import (
	"strings"
	"testing"

	"yrkesresan/internal/course/folder"
)

func TestWordsBecomeSomethingToPress(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"once, at its first place":    {"<p>En smitta och en smitta.</p>", `<p>En [smitta] och en smitta.</p>`},
		"inflected":                   {"<p>Smittan går.</p>", `<p>[Smittan] går.</p>`},
		"not inside another word":     {"<p>Luftsmitta och smittkälla.</p>", `<p>Luftsmitta och smittkälla.</p>`},
		"not in a link or a heading":  {`<h3>Smitta</h3><p><a href="x">smitta</a> och smitta</p>`, `<h3>Smitta</h3><p><a href="x">smitta</a> och [smitta]</p>`},
		"two words, as they come":     {"<p>Sprit mot <strong>smitta</strong>.</p>", `<p>[Sprit] mot <strong>[smitta]</strong>.</p>`},
		"not in an attribute":         {`<p title="smitta">Ja</p>`, `<p title="smitta">Ja</p>`},
		"a tag that is never closed":  {`<p>smitta <b`, `<p>[smitta] <b`},
		"letters outside the usual":   {"<p>K\u212a smitta</p>", "<p>K\u212a smitta</p>"},
		"a word with a sign inside":   {"<p>hud &amp; hår</p>", "<p>[hud &amp; hår]</p>"},
		"nothing at all":              {"", ""},
		"a hyphen before is one word": {"<p>anti-smitta</p>", "<p>anti-smitta</p>"},
	} {
		m := newMarker(explained([]folder.Word{{Word: "smitta", Easy: "x"}, {Word: "sprit", Easy: "y"}, {Word: "hud & hår", Easy: "z"}}))
		got := brackets.Replace(m.mark(c.text))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

var brackets = strings.NewReplacer(
	`<button type="button" class="ord" popovertarget="ord-1">`, "[", `<button type="button" class="ord" popovertarget="ord-2">`, "[",
	`<button type="button" class="ord" popovertarget="ord-3">`, "[", "</button>", "]")
