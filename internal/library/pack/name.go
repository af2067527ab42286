package pack

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// longest is how many letters of a title a name keeps.
const longest = 50

// reserved are names that Windows keeps for itself, whatever their ending.
var reserved = []string{"con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

var plainLetters = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "è", "e", "ü", "u", "ø", "o", "æ", "a")

// Plain makes of a title a name that every system takes: small letters a–z, digits and hyphens, never empty.
func Plain(title string) string {
	var out []rune
	for _, r := range plainLetters.Replace(strings.ToLower(title)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, r)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
		if len(out) == longest {
			break
		}
	}
	name := strings.Trim(string(out), "-")
	if name == "" || slices.Contains(reserved, name) {
		name = "material-" + name
	}
	return strings.Trim(name, "-")
}

// split parts a file's name and its ending; an ending is short and plain, or none.
func split(name string) (base, ending string) {
	ending = strings.ToLower(path.Ext(name))
	base = strings.TrimSuffix(name, path.Ext(name))
	if len(ending) > 6 || ending == "." || strings.Trim(ending, ".abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return name, ""
	}
	return base, ending
}

// names gives each path once, also where capitals do not count.
type names map[string]bool

func newNames() names { return names{} }

func (n names) next(dir, base, ending string) string {
	name := dir + base + ending
	for i := 2; n[name]; i++ {
		name = dir + base + "-" + strconv.Itoa(i) + ending
	}
	n[name] = true
	return name
}
