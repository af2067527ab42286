package plan

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// words say keys and values, so that a test sees which sentence was chosen.
var words = &Words{
	T: func(key string, args ...any) string {
		return strings.TrimSpace(key + " " + strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
	},
	Course: func(id string) string { return "Kurs " + id },
}

// drawText draws what people may type, also what YAML reads as something else than text.
func drawText(t *rapid.T, label string) string {
	if maybe(t, label+" odd") {
		return pick(t, []string{"null", "~", "true", "1", "2026-01-01", "- a", "a: b", "# a", "två\nrader", "två\n\n  rader\n\noch en", "\"", "'", "{", "&a", "*a", "!b",
			"%", "å – ö", "a\tb", "x\u00a0x", "x\u2028y"}, label)
	}
	return strings.TrimSpace(rapid.StringMatching(`[A-Za-zåäö ,.:#'"{}\[\]&*!|>%@\\-]{0,24}`).Draw(t, label))
}

func drawIDs(t *rapid.T, label string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c-d", "e1"}), 0, 3, rapid.ID[string]).Draw(t, label)
}

func drawWholeAudience(t *rapid.T, depth int) *Audience {
	if maybe(t, "nobody special") {
		return nil
	}
	a := &Audience{Occupations: drawIDs(t, "occupations"), Areas: drawIDs(t, "areas"), Forms: drawIDs(t, "forms"), Roles: drawIDs(t, "roles"),
		Backgrounds: drawIDs(t, "backgrounds"), Steps: drawIDs(t, "steps"), Tracks: drawIDs(t, "tracks")}
	if maybe(t, "licence") {
		b := maybe(t, "licensed")
		a.Licensed = &b
	}
	if depth > 0 && maybe(t, "combined") {
		a.Not = drawWholeAudience(t, depth-1)
		if inner := drawWholeAudience(t, depth-1); inner != nil {
			a.Any = []Audience{*inner}
		}
		if inner := drawWholeAudience(t, depth-1); inner != nil {
			a.All = []Audience{*inner, {Areas: []string{"a"}}}
		}
	}
	return a
}

// drawDefinition draws a journey with every field that the format has, right or wrong.
func drawDefinition(t *rapid.T) Journey {
	day := func(label string) Date { return pick(t, append([]Date{""}, someDays...), label) }
	j := Journey{ID: "j", Title: drawText(t, "title"), Short: drawText(t, "short"), Owner: "se", OwnerKind: Nation, OwnerName: drawText(t, "owner"),
		Status: pick(t, []JourneyStatus{Live, Planned}, "status"), Since: day("since"), Target: drawText(t, "target"), Audience: drawWholeAudience(t, 2),
		Overlaps: drawIDs(t, "overlaps"), Priority: rapid.IntRange(0, 3).Draw(t, "priority"), Managers: drawIDs(t, "managers"),
		Scheme: Scheme{Kind: pick(t, []SchemeKind{"", Content, Experience}, "scheme"), Years: pick(t, []YearsIn{"", YearsInArea}, "years")}}
	for _, id := range drawIDs(t, "levels") {
		l := Level{ID: id, Title: drawText(t, "level"), Years: rapid.IntRange(0, 9).Draw(t, "from"), Over: maybe(t, "over")}
		j.Scheme.Levels = append(j.Scheme.Levels, l)
	}
	for _, id := range drawIDs(t, "tracks") {
		j.Tracks = append(j.Tracks, Track{ID: id, Title: drawText(t, "track"), Audience: drawWholeAudience(t, 1), Note: drawText(t, "note"),
			Status: pick(t, []TrackStatus{TrackLive, Investigating}, "track status")})
	}
	for _, id := range drawIDs(t, "blocks") {
		j.Blocks = append(j.Blocks, Block{ID: id, Title: drawText(t, "block"), Helper: drawText(t, "helper"), Icon: drawText(t, "icon"),
			Kind: pick(t, []BlockKind{Base, Manager}, "block kind"), Level: pick(t, []string{"", "a"}, "level"), Audience: drawWholeAudience(t, 0)})
	}
	for i, id := range drawIDs(t, "items") {
		if len(j.Blocks) == 0 {
			break
		}
		b := &j.Blocks[i%len(j.Blocks)]
		b.Items = append(b.Items, drawItem(t, id))
	}
	for _, id := range drawIDs(t, "paths") {
		j.Parallel = append(j.Parallel, Path{ID: id, Title: drawText(t, "path"), Text: drawText(t, "text"), URL: drawText(t, "url"), Audience: drawWholeAudience(t, 0)})
	}
	return j
}

func drawItem(t *rapid.T, id string) Item {
	it := Item{ID: id, Title: drawText(t, "item"), Text: drawText(t, "text"), URL: drawText(t, "url"), Kind: pick(t, []ItemKind{Activity, Info}, "kind"),
		Requirement: pick(t, []Requirement{Elective, Recommended, Mandatory}, "requirement"), Audience: drawWholeAudience(t, 1), Due: drawDue(t),
		Since: pick(t, []Date{"", "2026-01-01"}, "since"), Retired: pick(t, []Date{"", "2027-01-01"}, "retired"), DoneBy: pick(t, []FactKind{"", Attended}, "done by"),
		Wish: pick(t, []string{"", "digital"}, "wish"), Introduction: pick(t, []Introduction{"", ProfessionIntroduction}, "introduction"), Tags: drawIDs(t, "tags")}
	if maybe(t, "a course") {
		it.Course, it.Kind = pick(t, []string{id, "annan"}, "course"), CourseItem
	}
	for _, c := range drawIDs(t, "requires") {
		it.Requires = append(it.Requires, Link{c, pick(t, []Mode{Warn, BlockMode}, "mode"), drawText(t, "why")})
	}
	return it
}

func TestWhatIsWrittenIsReadBackAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := drawDefinition(t)
		text := Write(&j)
		back, problems := Parse(text)
		for _, p := range problems {
			if p.Key == "journey.problem.yaml" || p.Key == "journey.problem.key_unknown" || p.Key == "journey.problem.scalar" {
				t.Fatalf("%+v in\n%s", p, text)
			}
		}
		if d := cmp.Diff(j, back, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%s\n%s", d, text)
		}
		if changes := Diff(&j, &back); len(changes) > 0 {
			t.Fatalf("%+v", changes)
		}
	})
}

func TestTheShippedJourneysSurviveWriting(t *testing.T) {
	for id, j := range readContent(t) {
		back, problems := Parse(Write(&j))
		if len(problems) > 0 || !cmp.Equal(j, back, cmpopts.EquateEmpty()) {
			t.Errorf("%s: %v %s", id, problems, cmp.Diff(j, back, cmpopts.EquateEmpty()))
		}
	}
}

// Two definitions that are not written alike differ in something that is told, and a definition differs in nothing
// from itself. Every change has its sentence.
func TestADifferenceIsToldExactlyWhenThereIsOne(t *testing.T) {
	said := sentences(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawDefinition(t)
		b := a
		if maybe(t, "another") {
			b = drawDefinition(t)
		}
		changes := Diff(&a, &b)
		alike := bytesOf(&a) == bytesOf(&b)
		if alike != (len(changes) == 0) {
			t.Fatalf("alike %v, told %+v", alike, changes)
		}
		for i := range changes {
			text := changes[i].Say(words)
			for _, key := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" (),", r) }) {
				if strings.HasPrefix(key, "journey.") && !said[key] {
					t.Fatalf("no sentence %s", key)
				}
			}
		}
	})
}

// bytesOf writes a journey without what says nothing.
func bytesOf(j *Journey) string {
	c := *j
	c.Audience, _ = plain(c.Audience).(*Audience)
	c.Tracks, c.Blocks, c.Parallel = slices.Clone(c.Tracks), slices.Clone(c.Blocks), slices.Clone(c.Parallel)
	for i := range c.Tracks {
		c.Tracks[i].Audience, _ = plain(c.Tracks[i].Audience).(*Audience)
	}
	for i := range c.Parallel {
		c.Parallel[i].Audience, _ = plain(c.Parallel[i].Audience).(*Audience)
	}
	for i := range c.Blocks {
		c.Blocks[i].Audience, _ = plain(c.Blocks[i].Audience).(*Audience)
		c.Blocks[i].Items = slices.Clone(c.Blocks[i].Items)
		for k := range c.Blocks[i].Items {
			it := &c.Blocks[i].Items[k]
			it.Audience, _ = plain(it.Audience).(*Audience)
		}
	}
	return string(Write(&c))
}

func sentences(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("sv.json")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if _, rest, ok := strings.Cut(line, `"`); ok {
			key, _, _ := strings.Cut(rest, `"`)
			keys[key] = true
		}
	}
	return keys
}

// frame is a small definition to change.
func frame() Journey {
	return Journey{ID: "j", Title: "J", Owner: "se", OwnerKind: Nation, Status: Live, Target: "Alla", Scheme: Scheme{Kind: Content, Levels: []Level{{ID: "bas", Title: "Bas"}}},
		Tracks: []Track{{ID: "t", Title: "Spår", Status: TrackLive}},
		Blocks: []Block{
			{ID: "b", Title: "Bas", Kind: Base, Items: []Item{course("a", Recommended, nil), course("b", Elective, nil), course("c", Elective, nil), course("d", Elective, nil)}},
			{ID: "f", Title: "Mer", Kind: Advanced},
		}}
}

func TestChangesInWords(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Journey)
		want   []string
	}{
		"nothing": {func(*Journey) {}, nil},
		"a requirement": {func(j *Journey) { j.Blocks[0].Items[0].Requirement = Elective },
			[]string{"journey.diff.changed.requirement name Kurs a part journey.part.item field journey.field.requirement from journey.word.requirement.recommended to journey.word.requirement.elective"}},
		"a course that is new": {func(j *Journey) { j.Blocks[1].Items = []Item{course("ny", Elective, &Audience{Tracks: []string{"t"}})} },
			[]string{"journey.diff.item_added name Kurs ny block Mer requirement journey.word.requirement.elective who journey.word.audience.all journey.word.audience.track n 1 what Spår"}},
		"a course taken away": {func(j *Journey) { j.Blocks[0].Items = j.Blocks[0].Items[1:] }, []string{"journey.diff.item_removed name Kurs a block Bas"}},
		"to another block": {func(j *Journey) {
			j.Blocks[1].Items, j.Blocks[0].Items = j.Blocks[0].Items[:1:1], j.Blocks[0].Items[1:]
		},
			[]string{"journey.diff.item_moved name Kurs a from Bas to Mer"}},
		"the last first": {func(j *Journey) {
			is := j.Blocks[0].Items
			j.Blocks[0].Items = []Item{is[3], is[0], is[1], is[2]}
		}, []string{"journey.diff.item_order name Kurs d block Bas"}},
		"a date":        {func(j *Journey) { j.Blocks[0].Items[0].Due = &Due{30, FromStart} }, []string{"journey.diff.due_set"}},
		"blocks turned": {func(j *Journey) { slices.Reverse(j.Blocks) }, []string{"journey.diff.order.block"}},
		"retired":       {func(j *Journey) { j.Blocks[0].Items[0].Retired = "2027-01-01" }, []string{"journey.diff.retired name Kurs a"}},
		"a track":       {func(j *Journey) { j.Tracks = append(j.Tracks, Track{ID: "u", Title: "Ny"}) }, []string{"journey.diff.added name Ny part journey.part.track"}},
		"a name":        {func(j *Journey) { j.Title = "K" }, []string{"journey.diff.changed.any name journey.diff.the_journey"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := frame(), frame()
			c.change(&b)
			changes := Diff(&a, &b)
			if len(changes) != len(c.want) {
				t.Fatalf("got %d changes: %+v", len(changes), changes)
			}
			for i := range changes {
				if got := changes[i].Say(words); !strings.HasPrefix(got, c.want[i]) {
					t.Errorf("got  %s\nwant %s", got, c.want[i])
				}
			}
		})
	}
}

// What a field table forgets would never be told, merged or saved.
func TestEveryFieldIsCompared(t *testing.T) {
	count := func(v any, others int) int { return reflect.TypeOf(v).NumField() - others }
	for what, c := range map[string][2]int{
		"journey": {len(journeyFields), count(Journey{}, 6) + count(Scheme{}, 1)}, // id, owner's kind, scheme, tracks, blocks, parallel
		"level":   {len(levelFields), count(Level{}, 1)}, "track": {len(trackFields), count(Track{}, 1)}, "block": {len(blockFields), count(Block{}, 2)},
		"item": {len(itemFields), count(Item{}, 1)}, "path": {len(pathFields), count(Path{}, 1)},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %d of %d fields", what, c[0], c[1])
		}
	}
}
