package plan

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const contentDir = "../../../content/journeys"

var (
	knownCourses = strings.Fields(`kommunens-uppdrag-och-lagarna bemotande digital-grund sekretess-och-dokumentation
		basala-hygienrutiner forflyttning lakemedel-och-delegering lagaffektivt-bemotande akk att-leda-larande demens-abc
		e-autism pfa kunskapsguiden-introduktion-funktionshinder kunskapsguiden-introduktion-socialpsykiatri
		forflyttning-i-praktiken bemotande-vid-demens jonkoping-steg-1 jonkoping-steg-2`)
	knownOccupations = strings.Fields(`underskoterska specialistunderskoterska vardbitrade stodassistent stodpedagog
		boendestodjare behandlingsassistent skotare personlig-assistent sjukskoterska distriktsskoterska
		specialistsjukskoterska arbetsterapeut fysioterapeut dietist logoped synpedagog horselpedagog talpedagog
		halsovetare hjalpmedelskonsulent socialsekreterare bistandshandlaggare lss-handlaggare familjebehandlare
		enhetschef arbetsledare verksamhetschef mas mar sas`)
	knownAreas = strings.Fields(`aldreomsorg funktionshinder socialpsykiatri halso-och-sjukvard barn-och-unga
		skadligt-bruk-och-beroende`)
)

func readContent(t testing.TB) map[string]Journey {
	t.Helper()
	files, err := filepath.Glob(contentDir + "/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no journeys", err)
	}
	js := map[string]Journey{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		j, problems := Parse(text)
		for _, p := range problems {
			t.Errorf("%s:%d %s %v", filepath.Base(f), p.Line, p.Key, p.Args)
		}
		if j.ID+".yaml" != filepath.Base(f) {
			t.Errorf("%s holds %s", f, j.ID)
		}
		js[j.ID] = j
	}
	return js
}

func TestContentNamesOnlyWhatExists(t *testing.T) {
	js := readContent(t)
	for id, j := range js {
		for _, c := range j.Courses() {
			if !slices.Contains(knownCourses, c) {
				t.Errorf("%s: no course %s", id, c)
			}
		}
		for _, o := range j.Overlaps {
			if _, ok := js[o]; !ok {
				t.Errorf("%s overlaps %s, which is not there", id, o)
			}
		}
		check := func(a *Audience) {
			for _, o := range a.Occupations {
				if !slices.Contains(knownOccupations, o) {
					t.Errorf("%s: no occupation %s", id, o)
				}
			}
			for _, o := range a.Areas {
				if !slices.Contains(knownAreas, o) {
					t.Errorf("%s: no area %s", id, o)
				}
			}
		}
		j.Audience.each(check)
		for i := range j.Tracks {
			j.Tracks[i].Audience.each(check)
		}
		j.eachItem(func(it *Item) { it.Audience.each(check) })
	}
}

// show resolves Vård och omsorg (or another journey) for one employment of a person who started on 2026-09-01.
func show(t *testing.T, js map[string]Journey, id, occupation, area string, change func(*Input)) Personal {
	t.Helper()
	var all []Journey
	for _, j := range js {
		all = append(all, j)
	}
	in := Input{
		Journeys: all, Today: "2026-11-23",
		On: []Switch{{Journey: id, NodeID: "k-1480", NodeName: "Göteborg", From: "2026-01-01"}},
		Person: Person{Employments: []Employment{{
			ID: "1", Occupation: occupation, Area: area, Start: "2026-09-01", Path: []string{"se", "rss-GR", "k-1480", "u-1"},
		}}},
	}
	if change != nil {
		change(&in)
	}
	out := Resolve(in)
	if len(out) != 1 || out[0].Journey != id {
		t.Fatalf("%s in %s got %d journeys", occupation, area, len(out))
	}
	return out[0]
}

func courses(p Personal, blocks ...string) []string {
	var ids []string
	for _, b := range p.Blocks {
		if len(blocks) > 0 && !slices.Contains(blocks, b.ID) {
			continue
		}
		for _, it := range b.Items {
			ids = append(ids, firstText(it.Course, it.ID))
		}
	}
	return ids
}

func TestOccupationAndAreaYieldTheRecommendedList(t *testing.T) {
	js := readContent(t)
	shared := []string{"digital-grund", "kommunens-uppdrag-och-lagarna", "bemotande", "sekretess-och-dokumentation"}
	for name, tc := range map[string]struct {
		occupation, area string
		licensed         bool
		want             []string // bas, after the shared courses
	}{
		"undersköterska with old people": {"underskoterska", "aldreomsorg", false, []string{
			"basala-hygienrutiner", "forflyttning", "lakemedel-och-delegering", "demens-abc"}},
		"undersköterska with disabled people": {"underskoterska", "funktionshinder", false, []string{
			"kunskapsguiden-introduktion-funktionshinder", "basala-hygienrutiner", "forflyttning",
			"lakemedel-och-delegering", "lagaffektivt-bemotande", "akk"}},
		"boendestödjare": {"boendestodjare", "socialpsykiatri", false, []string{
			"kunskapsguiden-introduktion-socialpsykiatri", "basala-hygienrutiner", "lakemedel-och-delegering",
			"lagaffektivt-bemotande"}},
		"stödpedagog has a track of her own": {"stodpedagog", "funktionshinder", false, []string{
			"kunskapsguiden-introduktion-funktionshinder", "lakemedel-och-delegering", "lagaffektivt-bemotande", "akk"}},
		"nurse": {"sjukskoterska", "aldreomsorg", true, []string{
			"basala-hygienrutiner", "leg-diagnoser", "leg-team", "leg-handleda"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := show(t, js, "vard-och-omsorg", tc.occupation, tc.area, func(in *Input) {
				in.Person.Employments[0].Licensed = tc.licensed
			})
			if got, want := courses(p, "bas"), append(slices.Clone(shared), tc.want...); !slices.Equal(got, want) {
				t.Errorf("bas\n got %v\nwant %v", got, want)
			}
			if slices.ContainsFunc(p.Blocks, func(b PersonalBlock) bool { return b.Kind == Manager }) {
				t.Error("sees the manager block")
			}
		})
	}
}

func TestMasMarAndSasHaveTracksUnderInvestigation(t *testing.T) {
	js := readContent(t)
	for _, o := range []string{"mas", "mar", "sas"} {
		p := show(t, js, "vard-och-omsorg", o, "halso-och-sjukvard", func(in *Input) { in.Person.Employments[0].Licensed = o != "sas" })
		if len(p.Tracks) != 1 || p.Tracks[0].ID != o || p.Tracks[0].Status != Investigating || p.Tracks[0].Note == "" {
			t.Errorf("%s has tracks %v", o, p.Tracks)
		}
	}
}

func TestManagersSeeTheirBlock(t *testing.T) {
	p := show(t, readContent(t), "vard-och-omsorg", "enhetschef", "aldreomsorg", nil)
	if !slices.Contains(courses(p, "chef"), "att-leda-larande") {
		t.Errorf("manager block holds %v", courses(p, "chef"))
	}
}

func TestStepsOfBarnOchUnga(t *testing.T) {
	js := readContent(t)
	for start, want := range map[Date]string{
		"2026-09-01": "ny", "2024-11-24": "ny", "2024-11-23": "van", "2021-11-23": "van", "2021-11-22": "erfaren",
	} {
		p := show(t, js, "barn-och-unga", "socialsekreterare", "barn-och-unga", func(in *Input) { in.Person.Employments[0].Start = start })
		if p.Step == nil || p.Step.ID != want {
			t.Errorf("started %s: step %+v, want %s", start, p.Step, want)
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestEveryRuleHasASentence(t *testing.T) {
	text, err := os.ReadFile("sv.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for key, v := range all {
		if s, ok := v.(string); ok { // those with two forms are of other words
			said[key] = s
		}
	}
	full := Reason{
		DecidedBy: "n", Since: "d", Occupation: "o", Area: "a", Journey: "j", Step: "s", Days: 1, Date: "d", Source: "own", Why: "w",
	}.Args()
	for _, r := range Rules() {
		s := said[Reason{Rule: r}.Key()]
		if !strings.Contains(s, "{node}") || !strings.Contains(s, "{since}") {
			t.Errorf("%s does not say who and from when: %q", r, s)
		}
		for _, ph := range placeholder.FindAllString(s, -1) {
			if _, ok := full[ph[1:len(ph)-1]]; !ok {
				t.Errorf("%s speaks of %s, which no reason has", r, ph)
			}
		}
	}
	source := ""
	for _, f := range []string{"parse.go", "reader.go", "check.go", "layer_check.go"} {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		source += string(b)
	}
	for _, m := range regexp.MustCompile(`(?:bad|warn)\([^"\n]*(?:"[^"]*", )?"([a-z_]+)"`).FindAllStringSubmatch(source, -1) {
		if said["journey.problem."+m[1]] == "" && m[1] != "key" && m[1] != "value" {
			t.Errorf("no sentence for problem %s", m[1])
		}
	}
	for _, k := range []SuggestionKind{NextPaused, NextTalk} { // the pages say the others in their own words
		if said["journey.next."+string(k)] == "" {
			t.Errorf("no sentence for suggestion %s", k)
		}
	}
}
