package word_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yrkesresan/internal/search/word"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"Bemötande vid demens, del 2": {"bemötande", "vid", "demens", "del", "2"},
		"":                            nil,
		"SoL 2025:400":                {"sol", "2025", "400"},
		"A\u030Angest":                {"ångest"},
	} {
		if got := word.Split(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestTheFormsOfAWordHaveOneStem(t *testing.T) {
	for _, forms := range [][]string{
		{"läkemedel", "läkemedlet", "läkemedlen", "läkemedels"},
		{"förflyttning", "förflyttningar", "förflyttningen"},
		{"delegering", "delegeringen", "delegeringar"},
		{"hygien", "hygienen"},
		{"undersköterska", "undersköterskor", "undersköterskan"},
		{"dokumentation", "dokumentationen"},
	} {
		for _, f := range forms[1:] {
			if word.Stem(f) != word.Stem(forms[0]) {
				t.Errorf("%s is %s, %s is %s", forms[0], word.Stem(forms[0]), f, word.Stem(f))
			}
		}
	}
	if word.Stem("demens") == word.Stem("delegering") {
		t.Error("two words have one stem")
	}
}

func TestCompoundsFallIntoTheirParts(t *testing.T) {
	stems := map[string]bool{}
	for _, w := range []string{"läkemedel", "hantering", "äldre", "omsorg", "vård", "hygien", "rutin", "demens", "sjukdom", "under", "sköterska"} {
		stems[word.Stem(w)] = true
	}
	known := func(s string) bool { return stems[s] }
	for compound, want := range map[string][]string{
		"läkemedelshantering": {"läkemedel", "hantering"},
		"äldreomsorg":         {"äldre", "omsorg"},
		"äldreomsorgen":       {"äldre", "omsorg"},
		"vårdhygien":          {"vård", "hygien"},
		"demenssjukdomar":     {"demens", "sjukdom"},
		"vårdhygienrutinerna": {"vård", "hygien", "rutin"},
		"hantering":           nil,
		"läkemedelxhantering": nil,
	} {
		var stemmed []string
		for _, w := range want {
			stemmed = append(stemmed, word.Stem(w))
		}
		if got := word.Parts(compound, known); !slices.Equal(got, stemmed) {
			t.Errorf("%s: %q, want %q", compound, got, stemmed)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"hygien", "hygen", true}, {"hygien", "hygein", true}, {"delegering", "deligering", true}, {"förflyttning", "forflyttning", true},
		{"läkemedel", "lakemedel", true}, {"läkemedel", "läkemdel", true}, {"demens", "demans", true},
		{"hot", "hor", true}, {"hygien", "hund", false}, {"omsorg", "omsaga", false},
	} {
		if got := word.Near(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: %v", c.a, c.b, got)
		}
	}
}

// Whatever one mistake is made in a word, the mistake and the word share a key: it is found.
func TestOneMistakeIsAlwaysFound(t *testing.T) {
	letter := rapid.SampledFrom([]rune("abcdefghijklmnopqrstuvwxyzåäö"))
	rapid.Check(t, func(t *rapid.T) {
		right := []rune(rapid.StringOfN(letter, 5, 15, -1).Draw(t, "word"))
		wrong := slices.Clone(right)
		at := rapid.IntRange(0, len(right)-2).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "mistake") {
		case 0:
			wrong[at] = letter.Draw(t, "letter")
		case 1:
			wrong = slices.Delete(wrong, at, at+1)
		case 2:
			wrong = slices.Insert(wrong, at, letter.Draw(t, "letter"))
		case 3:
			wrong[at], wrong[at+1] = wrong[at+1], wrong[at]
		}
		keys := word.NearKeys(string(right))
		shared := slices.ContainsFunc(word.NearKeys(string(wrong)), func(k string) bool { return slices.Contains(keys, k) })
		if !shared || !word.Near(string(right), string(wrong)) {
			t.Fatalf("%s is not found by %s", string(right), string(wrong))
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("Läkemedelshantering & hygien 2025:400")
	f.Add("\xff\xfe ÅÄÖ")
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range word.Asked(text) {
			if w == "" || utf8.RuneCountInString(w) > 40 {
				t.Fatalf("%q", w)
			}
			word.Stem(w)
			word.NearKeys(w)
			word.Parts(w, func(s string) bool { return len(s)%2 == 0 })
		}
	})
}
