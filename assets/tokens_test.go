package assets

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// The colours of the design language, read from the stylesheet itself, with
// the demands of docs on each pair.

type rgb [3]float64 // linear light, 0 to 1

type theme map[string]rgb

var (
	token = regexp.MustCompile(`--led-([a-z0-9-]+): #([0-9a-f]{6})`)
	lists = regexp.MustCompile(`(?s)(:root[^{]*) \{(.*?)\}`)
)

// themes are the light, the chosen dark and the automatic dark list.
func themes(t *testing.T) (light, dark, auto theme) {
	t.Helper()
	css, err := os.ReadFile("led.css")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]theme{}
	for _, list := range lists.FindAllSubmatch(css, -1) {
		if _, known := found[string(list[1])]; known {
			continue // print
		}
		colours := theme{}
		for _, m := range token.FindAllSubmatch(list[2], -1) {
			colours[string(m[1])] = parse(t, string(m[2]))
		}
		found[string(list[1])] = colours
	}
	light, dark, auto = found[":root"], found[":root[data-tema=mork]"], found[":root:not([data-tema])"]
	if len(light) < 30 || len(dark) < 25 {
		t.Fatalf("%d light and %d dark colours", len(light), len(dark))
	}
	return light, dark, auto
}

func parse(t *testing.T, hex string) rgb {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	var c rgb
	for i := range c {
		v := float64(n>>(16-8*i)&255) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

func (c rgb) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestBothDarkListsAreEqual(t *testing.T) {
	_, dark, auto := themes(t)
	if len(dark) != len(auto) {
		t.Errorf("%d and %d colours", len(dark), len(auto))
	}
	for name, c := range dark {
		if auto[name] != c {
			t.Errorf("--led-%s differs between the dark lists", name)
		}
	}
}

func TestColoursCanBeRead(t *testing.T) {
	light, dark, _ := themes(t)
	for name, colours := range map[string]theme{"light": light, "dark": overlay(light, dark)} {
		for _, demand := range []struct {
			least float64
			pairs [][2]string
		}{
			{7, [][2]string{{"text", "bg"}, {"text", "yta"}, {"text", "yta-2"}, {"text", "info-bg"}, {"text", "klar-bg"}, {"text", "varn-bg"}, {"text", "fel-bg"},
				{"text-2", "bg"}, {"text-2", "yta"}, {"lank", "bg"}, {"lank", "yta"}, {"pa-primar", "primar"}, {"pa-primar", "primar-hover"}, {"pa-sol", "sol"}}},
			{4.5, [][2]string{{"text-2", "yta-2"}, {"besokt", "bg"}, {"besokt", "yta"}, {"lank", "yta-2"}, {"lank", "info-bg"}, {"lank", "klar-bg"}, {"lank", "varn-bg"},
				{"besokt", "info-bg"}, {"besokt", "varn-bg"}, {"primar", "bg"}, {"primar", "yta"}, {"primar", "yta-2"}, {"klar", "yta"}, {"klar", "klar-bg"}, {"klar", "info-bg"},
				{"varn", "varn-bg"}, {"fel", "bg"}, {"fel", "yta"}, {"fel", "fel-bg"}, {"info", "info-bg"}}},
			{3, [][2]string{{"kontroll", "yta"}, {"kontroll", "bg"}, {"fokus", "bg"}, {"fokus", "yta"}, {"fokus", "yta-2"}, {"fokus", "info-bg"}, {"fokus", "klar-bg"}, {"fokus", "fel-bg"},
				{"bas", "yta"}, {"ford", "yta"}, {"spets", "yta"}, {"arb", "yta"}, {"chef", "yta"}, {"bas", "bg"}, {"ford", "bg"}, {"spets", "bg"}, {"arb", "bg"}, {"chef", "bg"}}},
		} {
			for _, p := range demand.pairs {
				if got := contrast(colours[p[0]], colours[p[1]]); got < demand.least {
					t.Errorf("%s: %s on %s is %.2f, needs %.1f", name, p[0], p[1], got, demand.least)
				}
			}
		}
	}
}

// overlay is what a dark page uses: the dark list, and light where it is silent.
func overlay(light, dark theme) theme {
	out := theme{}
	for name, c := range light {
		out[name] = c
	}
	for name, c := range dark {
		out[name] = c
	}
	return out
}

// How the eye sees without one kind of cone (Machado, Oliveira, Fernandes 2009).
var eyes = map[string][3]rgb{
	"all cones": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan":    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan":    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan":    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func (c rgb) seenBy(eye [3]rgb) rgb {
	var out rgb
	for i, row := range eye {
		out[i] = min(max(row[0]*c[0]+row[1]*c[1]+row[2]*c[2], 0), 1)
	}
	return out
}

// lab is the colour in CIE Lab under D65.
func (c rgb) lab() rgb {
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((0.4124564*c[0] + 0.3575761*c[1] + 0.1804375*c[2]) / 0.95047)
	y := f(c.luminance())
	z := f((0.0193339*c[0] + 0.1191920*c[1] + 0.9503041*c[2]) / 1.08883)
	return rgb{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestBlocksDifferToEveryEye(t *testing.T) {
	light, dark, _ := themes(t)
	blocks := []string{"bas", "ford", "spets", "arb", "chef"}
	for name, colours := range map[string]theme{"light": light, "dark": dark} {
		for eyeName, eye := range eyes {
			least := math.Inf(1)
			for i, a := range blocks {
				for _, b := range blocks[i+1:] {
					la, lb := colours[a].seenBy(eye).lab(), colours[b].seenBy(eye).lab()
					d := math.Sqrt(math.Pow(la[0]-lb[0], 2) + math.Pow(la[1]-lb[1], 2) + math.Pow(la[2]-lb[2], 2))
					least = min(least, d)
					if d < 15 {
						t.Errorf("%s, %s: %s and %s differ by %.1f, need 15", name, eyeName, a, b, d)
					}
				}
			}
			t.Logf("%s, %s: least difference %.0f", name, eyeName, least)
		}
	}
}
