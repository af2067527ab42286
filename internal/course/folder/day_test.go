package folder

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
)

// dayParts turn the sample into a course with a course day.
const dayParts = `preparation:
  - id: las
    text: Läs rutinen.
    minutes: 10
    reason: Vi pratar om den.
    goal: tvatta
    course: basala-hygienrutiner
    url: https://example.se/rutin
days:
  - id: traning
    title: Vi tränar
    easy_title: Träna
    hours: 6
    goals: [tvatta]
    text: Du tränar med andra.
    easy: Du tränar.
  - id: extra
    title: En extra halv dag
    hours: 3
    goals: [tvatta]
    text: Du tränar mer.
    optional: true
follow_up:
  weeks: 6
  text: Hur har du använt det?
  easy: Vad gör du nu?
  done: Du skriver några rader.
`

// daySample is the sample with course days.
func daySample() fstest.MapFS {
	fsys := sample()
	text := strings.Replace(sampleCourse, "kind: lessons", "kind: day", 1)
	fsys["course.yaml"] = file(strings.Replace(text, "hours: 0.5", "hours: 9.5", 1) + dayParts)
	return fsys
}

// daySampleOnly is a course with course days and nothing on the web.
func daySampleOnly() fstest.MapFS { return fstest.MapFS{"course.yaml": daySample()["course.yaml"]} }

func TestACourseWithDays(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{"with lessons": daySample(), "days only": daySampleOnly()} {
		c, problems := Read(fsys)
		if len(problems) != 0 {
			t.Errorf("%s: %v", name, problems)
		}
		want := Day{ID: "traning", Title: "Vi tränar", EasyTitle: "Träna", Hours: 6, Goals: []string{"tvatta"}, Text: "Du tränar med andra.", Easy: "Du tränar."}
		if len(c.Days) != 2 || c.Days[0].Text != want.Text || c.Days[0].Hours != want.Hours || c.Days[0].Easy != want.Easy || !c.Days[1].Optional || c.DayHours() != 9 {
			t.Errorf("%s: days %+v", name, c.Days)
		}
		if *c.FollowUp != (FollowUp{6, "Hur har du använt det?", "Vad gör du nu?", "Du skriver några rader."}) {
			t.Errorf("%s: follow-up %+v", name, c.FollowUp)
		}
		if k := c.Preparation[0]; k.Goal != "tvatta" || k.Course != "basala-hygienrutiner" || k.URL != "https://example.se/rutin" {
			t.Errorf("%s: preparation %+v", name, k)
		}
	}
}

// TestOtherCoursesAreStoredAsBefore guards that courses of earlier releases give the same stored JSON.
func TestOtherCoursesAreStoredAsBefore(t *testing.T) {
	t.Parallel()
	c, _ := Read(sample())
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"days"`, `"follow_up"`, `"course"`, `"optional"`, `"done"`} {
		if strings.Contains(string(text), key) {
			t.Errorf("%s has come in: %s", key, text)
		}
	}
}

func TestDayProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ old, new, key, level string }{
		{"kind: day", "kind: lessons", "day_kind", LevelError},
		{dayParts[strings.Index(dayParts, "days:"):strings.Index(dayParts, "follow_up:")], "", "day_none", LevelError},
		{"hours: 9.5", "hours: 8", "day_hours", LevelError},
		{"    easy: Du tränar.", "    optional: true", "day_optional", LevelError},
		{"  - id: extra", "  - id: traning", "id_twice", LevelError},
		{"hours: 6\n    goals: [tvatta]", "hours: 6\n    goals: [annat]", "goal_unknown", LevelError},
		{"goal: tvatta\n    course", "goal: annat\n    course", "goal_unknown", LevelError},
		{"course: basala-hygienrutiner", "course: Basala", "id_form", LevelError},
		{"url: https://example.se/rutin", "url: rutin", "link_form", LevelError},
		{"weeks: 6", "weeks: 60", "field_whole", LevelError},
		{"  done: Du skriver några rader.", "", "field_missing", LevelError},
		{"    text: Du tränar med andra.", "", "field_missing", LevelError},
		{"text: Du tränar med andra.", "text: Du tränar.\n    trainer: Eva", "field_unknown", LevelError},
		{dayParts[:strings.Index(dayParts, "days:")], "", "day_preparation", LevelWarning},
		{dayParts[strings.Index(dayParts, "follow_up:"):], "", "day_follow_up", LevelWarning},
		{"Du tränar med andra.", strings.Repeat("ord ", 21) + ".", "sentence_long", LevelWarning},
		{"Du tränar med andra.", strings.Repeat("Allihop. ", 100), "lix_stop", LevelError},
		{"why_easy: |\n  Tvätta händerna ofta.", "", "course_easy", LevelWarning},
	} {
		fsys := daySampleOnly()
		before := string(fsys["course.yaml"].Data)
		if !strings.Contains(before, test.old) {
			t.Fatalf("no %q", test.old)
		}
		fsys["course.yaml"] = file(strings.Replace(before, test.old, test.new, 1))
		_, problems := Read(fsys)
		if p, ok := find(problems, test.key); !ok || p.Level != test.level {
			t.Errorf("%q → %q: no %s %s in %v", test.old, test.new, test.level, test.key, problems)
		}
	}
	fsys := daySampleOnly()
	fsys["test.yaml"] = file(sampleTest())
	if _, problems := Read(fsys); !HasErrors(problems) {
		t.Error("a test without lessons to go back to")
	} else if _, ok := find(problems, "day_test"); !ok {
		t.Errorf("%v", problems)
	}
	many := strings.Repeat("  - {id: x, title: X, hours: 0.1, goals: [tvatta], text: Y}\n", mostDays)
	fsys = daySampleOnly()
	fsys["course.yaml"] = file(strings.Replace(string(fsys["course.yaml"].Data), "  - id: extra", many+"  - id: extra", 1))
	if _, problems := Read(fsys); !HasErrors(problems) {
		t.Error("too many days")
	} else if _, ok := find(problems, "day_many"); !ok {
		t.Errorf("%v", problems)
	}
}
